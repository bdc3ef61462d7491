begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.upload('alice', 'social-avatars');
select social_tests.upload('alice', 'social-media');

select is(
  (select public from storage.buckets where id = 'social-avatars'), true,
  'who has the path of an avatar gets it, from any cache');
select is(
  (select public from storage.buckets where id = 'social-media'), false,
  'social-media are given out to who may see the post');
select is(
  (select allowed_mime_types from storage.buckets where id = 'social-media'),
  array['image/jpeg', 'image/webp', 'video/mp4'],
  'social-media are pictures and films that every browser shows');
select is(
  (select allowed_mime_types from storage.buckets where id = 'social-avatars'),
  array['image/jpeg'], 'social-avatars are pictures');
select social_tests.act_as('alice');
select is((select count(*) from storage.objects), 2::bigint, 'one lists one''s own uploads');
select social_tests.act_as('bob');
select is_empty('select * from storage.objects', 'and nobody else''s');
select social_tests.act_as_anon();
select is_empty('select * from storage.objects', 'anon lists nothing');

select * from finish();
rollback;
