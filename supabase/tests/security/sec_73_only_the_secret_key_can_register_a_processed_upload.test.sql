begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('mallory');
insert into storage.objects (bucket_id, name)
select bucket, social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001' || ending
from (values
  ('social-uploads', '.jpg'), ('social-media', '/display.jpg'), ('social-media', '/thumbnail.jpg')) as f (bucket, ending);
select set_config('my.folder',
  social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001', true);
create function pg_temp.completes(path text) returns text language sql as $$
  select format('select social.complete_ingest(%L, %L, null, null, ''image/jpeg'', 8, 6)',
    '00000000-0000-4000-8000-000000000001', completes.path)
$$;

select social_tests.act_as('mallory');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$, 'PT404',
  'upload_not_found', 'SEC-73 a person cannot process the upload of another person');
select social_tests.act_as('alice');
select is(
  (social.begin_ingest('00000000-0000-4000-8000-000000000001')).path, null,
  'SEC-73 begin_ingest returns no path, because the upload is not processed yet');
select throws_ok(
  pg_temp.completes(current_setting('my.folder') || '/display.jpg'), '42501', null,
  'SEC-73 the owner of an upload cannot register processed files');
select throws_ok(
  $$select social.create_post(media => '[{"id": "00000000-0000-4000-8000-000000000001"}]')$$,
  'PT409', 'media_not_ready',
  'SEC-73 the owner of an upload cannot attach it before it is processed');
select throws_ok(
  $$select social.refuse_ingest('00000000-0000-4000-8000-000000000001')$$, '42501', null,
  'SEC-73 the owner of an upload cannot call refuse_ingest');

select social_tests.act_as_service();
select throws_ok(
  pg_temp.completes(social_tests.id('mallory') || '/display.jpg'), 'PT404', 'upload_not_found',
  'SEC-73 the secret key cannot register files in another person''s folder');
select throws_ok(
  pg_temp.completes(current_setting('my.folder') || '/display.webp'), 'PT404',
  'upload_not_found', 'SEC-73 the secret key cannot register a file that does not exist');
select lives_ok(
  pg_temp.completes(current_setting('my.folder') || '/display.jpg'),
  'SEC-73 the secret key can register existing files in the folder of the owner');
select social_tests.act_as('alice');
select lives_ok(
  $$select social.create_post(media => '[{"id": "00000000-0000-4000-8000-000000000001"}]')$$,
  'SEC-73 the owner of an upload can attach it after it is processed');

select * from finish();
rollback;
