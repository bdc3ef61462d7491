begin;
select plan(10);
select social_tests.person('alice');
select set_config('my.first', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.second', social_tests.upload('alice', 'social-avatars'), true);

create function social_tests.queue() returns text[] language sql security definer
return (select array_agg(bucket_id || ' ' || path order by id) from social_private.file_deletions);

select social_tests.act_as('alice');
select is(
  (social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.first')))).avatar_path,
  current_setting('my.first'), 'a picture becomes the avatar');
select is(social_tests.queue(), null, 'the first one replaces none');
select throws_ok(
  format('select social.update_profile(avatar_id => social_tests.upload_id(%L))', social_tests.upload('alice', 'social-media')),
  'PT404', 'avatar_not_found', 'a file of another bucket is no avatar');
select lives_ok(
  format('select social.update_profile(avatar_id => social_tests.upload_id(%L))', current_setting('my.first')),
  'the same again is no error');
select lives_ok('select social.update_profile(bio => ''hello'')', 'nor is another change');
select is(social_tests.queue(), null, 'and neither removes it');
select is(
  (social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.second')))).avatar_path,
  current_setting('my.second'), 'another picture takes its place');
select is(
  social_tests.queue(), array['social-avatars ' || current_setting('my.first')],
  'the file of the old one is queued');
select throws_ok(
  format('select social.update_profile(avatar_id => social_tests.upload_id(%L))', current_setting('my.first')),
  'PT404', 'avatar_not_found', 'and cannot become the avatar again, for it is about to go');
select social.update_profile(avatar_id => '');
select is(
  social_tests.queue(),
  array['social-avatars ' || current_setting('my.first'), 'social-avatars ' || current_setting('my.second')],
  'clearing the avatar removes its file as well');

select * from finish();
rollback;
