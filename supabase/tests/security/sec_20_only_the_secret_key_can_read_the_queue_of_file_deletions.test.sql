begin;
select plan(7);
select social_tests.person('mallory');
insert into social_private.file_deletions (bucket_id, path) values ('social-media', 'old.jpg');

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  'select social.claim_file_deletions()', '42501',
  'permission denied for function claim_file_deletions',
  'SEC-20 a signed-in person cannot read the queue of file deletions');
select throws_ok(
  'select social.complete_file_deletions(''{}'')', '42501',
  'permission denied for function complete_file_deletions',
  'SEC-20 a signed-in person cannot remove files from the queue of file deletions');
select throws_ok(
  'select social_private.queue_file_deletion(''social-media'', ''x'')', '42501',
  'permission denied for schema social_private',
  'SEC-20 a signed-in person cannot add files to the queue of file deletions');
select social_tests.act_as_anon();
select throws_ok(
  'select social.claim_file_deletions()', '42501',
  'permission denied for function claim_file_deletions',
  'SEC-20 an anonymous caller cannot read the queue of file deletions');
select ok(social_tests.is_unchanged(), 'SEC-20 refused calls change no row');

select social_tests.act_as_service();
select is(
  (select array_agg(path) from social.claim_file_deletions()), array['old.jpg'],
  'SEC-20 the secret key can read the queue of file deletions');
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-20 the secret key cannot call functions that need a signed-in person');

select * from finish();
rollback;
