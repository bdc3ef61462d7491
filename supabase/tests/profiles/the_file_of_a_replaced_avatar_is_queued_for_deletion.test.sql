begin;
select plan(10);
select social_tests.person('alice');
select set_config('my.first', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.second', social_tests.upload('alice', 'social-avatars'), true);

create function pg_temp.set_avatar(path text) returns social.profile_details language sql
return social.update_profile(avatar_id => social_tests.upload_id(path));
create function social_tests.queue() returns text[] language sql security definer
return (select array_agg(bucket_id || ' ' || path order by id) from social_private.file_deletions);

select social_tests.act_as('alice');
select is(
  (pg_temp.set_avatar(current_setting('my.first'))).avatar_path,
  current_setting('my.first'), 'a person can set an uploaded image as avatar');
select is(social_tests.queue(), null, 'setting the first avatar queues no file for deletion');
select throws_ok(
  format('select pg_temp.set_avatar(%L)', social_tests.upload('alice', 'social-media')),
  'PT404', 'avatar_not_found', 'an upload for a post cannot become the avatar');
select lives_ok(
  format('select pg_temp.set_avatar(%L)', current_setting('my.first')),
  'setting the same avatar again succeeds');
select lives_ok('select social.update_profile(bio => ''hello'')',
  'updating another field of the profile succeeds');
select is(social_tests.queue(), null,
  'setting the same avatar or updating another field queues no file for deletion');
select is(
  (pg_temp.set_avatar(current_setting('my.second'))).avatar_path,
  current_setting('my.second'), 'a person can replace the avatar with another upload');
select is(
  social_tests.queue(), array['social-avatars ' || current_setting('my.first')],
  'replacing the avatar queues the file of the old avatar for deletion');
select throws_ok(
  format('select pg_temp.set_avatar(%L)', current_setting('my.first')),
  'PT404', 'avatar_not_found',
  'a replaced avatar cannot be set again, because its file will be deleted');
select social.update_profile(avatar_id => '');
select is(
  social_tests.queue(),
  array[
    'social-avatars ' || current_setting('my.first'),
    'social-avatars ' || current_setting('my.second')
  ],
  'clearing the avatar queues its file for deletion');

select * from finish();
rollback;
