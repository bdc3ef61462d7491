begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.upload('alice', 'social-avatars');
select social_tests.upload('alice', 'social-media');

select is(
  (select public from storage.buckets where id = 'social-avatars'), false,
  'the bucket social-avatars is private');
select is(
  (select public from storage.buckets where id = 'social-media'), false,
  'the bucket social-media is private');
select is(
  (select allowed_mime_types from storage.buckets where id = 'social-media'),
  array['image/jpeg', 'image/webp', 'video/mp4'],
  'the bucket social-media accepts JPEG, WebP and MP4 files');
select is(
  (select allowed_mime_types from storage.buckets where id = 'social-avatars'),
  array['image/jpeg'], 'the bucket social-avatars accepts only JPEG images');
select is(
  (select allowed_mime_types from storage.buckets where id = 'social-uploads'), null,
  'the bucket social-uploads accepts every declared type, since the bytes tell');
select social_tests.act_as('alice');
select is((select count(*) from storage.objects), 2::bigint, 'a person can list their own uploads');
select social_tests.act_as('bob');
select is_empty('select * from storage.objects', 'a person cannot list uploads of another person');
select social_tests.act_as_anon();
select is_empty('select * from storage.objects', 'an anonymous caller cannot list any files');

select * from finish();
rollback;
