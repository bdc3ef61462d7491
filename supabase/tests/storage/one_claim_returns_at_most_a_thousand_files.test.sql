begin;
select plan(6);
insert into social_private.file_deletions (bucket_id, path, due_at)
select 'social-media', 'file ' || n, now() - n * interval '1 second'
from generate_series(1, 2050) as n;

select social_tests.act_as_service();
select is(
  (select count(*) from social.claim_file_deletions(5000)), 1000::bigint,
  'a claim of 5000 files returns 1000 files, the maximum for one Storage API call');
select is(
  (select count(*) from social.claim_file_deletions(null)), 1000::bigint,
  'a claim with null as the number of files returns 1000 files');
select is((select count(*) from social.claim_file_deletions(7)), 7::bigint,
  'a claim of 7 files returns 7 files');
select is_empty('select * from social.claim_file_deletions(0)',
  'a claim of 0 files returns no file');
select is((select count(*) from social.claim_file_deletions()), 43::bigint,
  'the last claim returns the 43 files that remain');

select social_tests.act_as_operator();
insert into social_private.file_deletions (bucket_id, path) values ('social-avatars', 'file 1');
select throws_ok(
  $$insert into social_private.file_deletions (bucket_id, path) values ('social-media', 'file 1')$$,
  '23505', null, 'a queued file cannot be queued a second time');

select * from finish();
rollback;
