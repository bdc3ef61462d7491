begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('bob', 'sunrise');
select social_tests.follow('alice', 'bob');

select social_tests.act_as('alice');
select ok(social_tests.leave('alice'), 'SEC-07 a person can delete their account');
-- The signature of the token stays valid for up to an hour after the account is deleted.
select social_tests.remember();
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-07 the token of a deleted account cannot read the profile');
select throws_ok(
  format('select social.like_post(%L)', social_tests.post_id('sunrise')), 'PT401', 'not_signed_in',
  'SEC-07 the token of a deleted account cannot like a post');
select throws_ok(
  'select social.create_profile(''alice'')', 'PT401', 'not_signed_in',
  'SEC-07 the token of a deleted account cannot create a new profile');
select throws_ok(
  format(
    'insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
    auth.uid() || '/' || gen_random_uuid() || '.jpg'),
  '42501', 'new row violates row-level security policy for table "objects"',
  'SEC-07 the token of a deleted account cannot upload files');
select throws_ok(
  'select social.delete_profile()', 'PT401', 'not_signed_in',
  'SEC-07 the token of a deleted account cannot delete the account again');
select ok(social_tests.is_unchanged(),
  'SEC-07 calls with the token of a deleted account change no row');

select * from finish();
rollback;
