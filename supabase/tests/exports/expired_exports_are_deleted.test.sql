begin;
select plan(6);
select social_tests.person('alice');
create function pg_temp.ready(age interval) returns uuid language sql as $$
  with export as (
    insert into social_private.exports (profile_id, started_at, finished_at, expires_at)
    values (social_tests.id('alice'), now() - ready.age, now() - ready.age,
      now() - ready.age + interval '7 days')
    returning id
  ), part as (
    insert into social_private.export_parts (path, export_id, number, bytes, item_count)
    select social_tests.upload('alice', 'social-exports'), id, 1, 5, 5 from export
  )
  select id from export
$$;
select pg_temp.ready('8 days');
select pg_temp.ready('6 days');
select social_tests.upload('alice', 'social-exports');

select social_tests.act_as('alice');
select is(
  (select array_agg((state, jsonb_array_length(parts))::text) from social.my_exports()),
  array['(ready,1)', '(expired,0)'],
  'my_exports shows an export older than a week as expired and without parts');
select social_tests.act_as_operator();
select social_tests.work();
select is((select count(*) from social_private.export_parts), 1::bigint,
  'maintenance deletes the part of the expired export');
select is(
  (select count(*) from social_private.file_deletions where bucket_id = 'social-exports'), 1::bigint,
  'maintenance queues only the file of the expired export for deletion');
update storage.objects set created_at = now() - interval '2 hours' where bucket_id = 'social-exports';
select social_tests.work();
select is((select count(*) from social_private.export_parts), 1::bigint,
  'maintenance deletes no part of another export');
select is(
  (select count(*) from social_private.file_deletions where bucket_id = 'social-exports'), 2::bigint,
  'maintenance queues an old file for deletion if the file belongs to no export part');
select social_tests.upload('alice', 'social-exports');
delete from auth.users where id = social_tests.id('alice');
select is(
  (select count(*) from social_private.file_deletions where bucket_id = 'social-exports'), 4::bigint,
  'the deletion of a person queues all their export files for deletion');

select * from finish();
rollback;
