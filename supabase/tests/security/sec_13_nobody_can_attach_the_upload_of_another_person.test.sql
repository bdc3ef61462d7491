begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('mallory');
select set_config('my.upload', social_tests.upload('alice'), true);
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);

select social_tests.act_as('alice');
select id from social.create_post('sunrise', social_tests.media(social_tests.upload('alice')));

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.create_post(media => %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT404', 'media_not_found',
  'SEC-13 creating a post with the upload of another person fails with media_not_found');
select throws_ok(
  format('select social.create_post(media => %L)',
    social_tests.media((select path from social.post_media))),
  'PT404', 'media_not_found',
  'SEC-13 a file from another person''s visible post cannot be attached to a post');
select throws_ok(
  format('select social.create_post(media => %L)',
    social_tests.media(auth.uid() || '/' || gen_random_uuid() || '.jpg')),
  'PT404', 'media_not_found',
  'SEC-13 creating a post with a file that was never uploaded fails with media_not_found');
select throws_ok(
  format('select social.update_profile(avatar_id => social_tests.upload_id(%L))', current_setting('my.avatar')),
  'PT404', 'avatar_not_found',
  'SEC-13 using the avatar upload of another person as avatar fails with avatar_not_found');
select throws_ok(
  format('select social.update_profile(avatar_id => social_tests.upload_id(%L))',
    auth.uid() || '/' || gen_random_uuid() || '.jpg'),
  'PT404', 'avatar_not_found',
  'SEC-13 using an avatar that was never uploaded also fails with avatar_not_found');
select throws_ok(
  'select social.update_profile(avatar_id => ''https://evil.example/pixel.gif'')',
  'PT404', 'avatar_not_found', 'SEC-13 an external address is refused as avatar');
select throws_ok(
  format('select social.create_post(media => %L)',
    social_tests.media(social_tests.upload('mallory', 'social-avatars'))),
  'PT404', 'media_not_found', 'SEC-13 a person cannot attach an avatar upload to a post');
select is(
  (select count(*) from social.posts), 1::bigint, 'SEC-13 the refused calls create no post');

select * from finish();
rollback;
