begin;
select plan(3);
select social_tests.person('alice'), social_tests.person('bob');
insert into social_private.exports (profile_id, finished_at, expires_at)
values (social_tests.id('alice'), now() - interval '8 days', now() - interval '1 day');
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.upload('alice', 'social-exports'), exports.id, n, 5, 5
from social_private.exports, generate_series(1, 3) as n;

select is(social_private.drain_queue('expired_exports', 2, 'infinity'), 2,
  'a call deletes two of three parts when its limit is two');
select is(social_private.drain_queue('expired_exports', 2, 'infinity'), 1,
  'the second call deletes the third part');
delete from social_private.file_deletions;
select social_tests.upload('bob', 'social-exports') from generate_series(1, 3);
update storage.objects set created_at = now() - interval '2 hours'
where name like social_tests.id('bob') || '%';
select social_private.drain_queue('stray_exports', 2, 'infinity');
select is(
  (select count(*) from social_private.file_deletions), 2::bigint,
  'a call queues two of three files without a part when its limit is two');

select * from finish();
rollback;
