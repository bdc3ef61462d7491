begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.login('newcomer');

create temp view attempts as
select
  place, bucket, path,
  social_tests.outcome(format(
    'insert into storage.objects (bucket_id, name) values (%L, %L)', bucket, path)) as outcome
from (
  select
    social_tests.id('mallory')::text as own, social_tests.id('alice')::text as hers,
    '0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a001' as file
) as names,
lateral (values
  ('in the folder of another person', 'social-uploads', hers || '/' || file || '.jpg'),
  ('with two dots in the path', 'social-uploads', own || '/../' || hers || '/' || file || '.jpg'),
  ('in a deeper folder', 'social-uploads', own || '/' || own || '/' || file || '.jpg'),
  ('with a file name that is no uuid', 'social-uploads', own || '/me.jpg'),
  ('without a folder', 'social-uploads', file || '.jpg'),
  ('in the own folder written in capitals', 'social-uploads', upper(own) || '/' || file || '.jpg'),
  ('after a space', 'social-uploads', ' ' || own || '/' || file || '.jpg'),
  ('with an empty folder', 'social-uploads', own || '//' || file || '.jpg'),
  ('without an extension', 'social-uploads', own || '/' || file),
  ('with two extensions', 'social-uploads', own || '/' || file || '.php.jpg'),
  ('with a line break', 'social-uploads', own || '/' || file || e'.jpg\n'),
  ('with an empty path', 'social-uploads', ''),
  ('in the own folder of social-media', 'social-media', own || '/' || file || '.jpg'),
  ('in the own folder of social-avatars', 'social-avatars', own || '/' || file || '.jpg'),
  ('avatar of another person', 'social-avatars', hers || '/' || file || '.jpg'),
  ('in another bucket of the project', 'invoices', own || '/' || file || '.jpg')
) as tries (place, bucket, path);
grant select on attempts to anon, authenticated;
insert into storage.buckets (id, name) values ('invoices', 'invoices');

select social_tests.remember();
select social_tests.act_as('mallory');
select is((select count(*) from attempts), 16::bigint, 'SEC-10 the test tries 16 paths');
select is_empty(
  $$select place, outcome from attempts where outcome !~ '^42501 new row violates row-level'$$,
  'SEC-10 a person cannot upload to a path other than <own id>/<uuid>.<extension>');
select social_tests.act_as_anon();
select is_empty(
  $$select place, outcome from attempts where outcome !~ '^42501 new row violates row-level'$$,
  'SEC-10 an anonymous caller cannot upload to any of the 16 paths');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-uploads'', %L)',
    social_tests.id('mallory') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'SEC-10 an anonymous caller cannot upload to the folder of a person');
select social_tests.act_as('newcomer');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-uploads'', %L)',
    social_tests.id('newcomer') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'SEC-10 a login without a profile cannot upload');
select ok(social_tests.is_unchanged(), 'SEC-10 refused uploads change no row');

select social_tests.act_as('mallory');
select lives_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-uploads'', %L)',
    social_tests.id('mallory') || '/' || gen_random_uuid() || '.webp'),
  'SEC-10 a person can upload to their own folder');
select social_tests.act_as_operator();
select is(
  (select array_agg((id, public, file_size_limit, 'image/svg+xml' = any (allowed_mime_types),
      'text/html' = any (allowed_mime_types))::text order by id)
    from storage.buckets where id in ('social-avatars', 'social-exports', 'social-media', 'social-uploads')),
  array[
    '(social-avatars,f,5242880,f,f)', '(social-exports,f,209715200,f,f)', '(social-media,f,104857600,f,f)', '(social-uploads,f,104857600,,)'
  ],
  'SEC-10 no bucket is public, and no bucket whose files somebody can read accepts HTML or SVG');

select * from finish();
rollback;
