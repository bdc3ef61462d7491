begin;
select plan(3);
select social_tests.person('alice', true), social_tests.person('mallory');
select set_config('my.file', social_tests.upload('alice'), true);
select social_tests.act_as('alice');
select id from social.create_post('hers', social_tests.media(current_setting('my.file')));
select social_tests.act_as_operator();
insert into storage.objects (bucket_id, name, metadata)
select 'social-uploads', social_tests.id('mallory') || '/' || id || '.jpg', '{"size": 7}'
from unnest(array[
  social_tests.upload_id(current_setting('my.file')), '00000000-0000-4000-8000-000000000001'
]) as id;

create function pg_temp.answer(id text) returns text language sql as $$
  select replace(social.begin_ingest(id::uuid)::text, id, 'ID')
$$;
select social_tests.act_as('mallory');
select is(
  pg_temp.answer(social_tests.upload_id(current_setting('my.file'))),
  pg_temp.answer('00000000-0000-4000-8000-000000000001'),
  'SEC-74 begin_ingest gives the usual answer for an upload id that another person has used');
select social_tests.act_as_operator();
update social_private.uploads set
  path = owner_id || '/' || id || '/display.jpg', mime_type = 'image/jpeg', width = 1, height = 1;
select social_tests.act_as('mallory');
select lives_ok(
  format('select social.create_post(''mine'', %L)',
    social_tests.media(current_setting('my.file'))),
  'SEC-74 an upload whose id another person has used can be attached to a post');
select social_tests.act_as_operator();
select is(
  (select count(distinct path) from social.post_media), 2::bigint,
  'SEC-74 the uploads of two people have different files even if their upload ids are the same');

select * from finish();
rollback;
