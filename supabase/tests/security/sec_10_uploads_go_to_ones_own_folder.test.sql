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
  ('in another''s folder', 'uploads', hers || '/' || file || '.jpg'),
  ('through one''s own', 'uploads', own || '/../' || hers || '/' || file || '.jpg'),
  ('in a deeper folder', 'uploads', own || '/' || own || '/' || file || '.jpg'),
  ('with a name of one''s own', 'uploads', own || '/me.jpg'),
  ('without a folder', 'uploads', file || '.jpg'),
  ('in capitals', 'uploads', upper(own) || '/' || file || '.jpg'),
  ('after a space', 'uploads', ' ' || own || '/' || file || '.jpg'),
  ('with an empty folder', 'uploads', own || '//' || file || '.jpg'),
  ('without an extension', 'uploads', own || '/' || file),
  ('with two', 'uploads', own || '/' || file || '.php.jpg'),
  ('with a line break', 'uploads', own || '/' || file || e'.jpg\n'),
  ('nowhere', 'uploads', ''),
  ('among media', 'media', own || '/' || file || '.jpg'),
  ('among avatars', 'avatars', own || '/' || file || '.jpg'),
  ('another''s avatar', 'avatars', hers || '/' || file || '.jpg'),
  ('a bucket of the host', 'invoices', own || '/' || file || '.jpg')
) as tries (place, bucket, path);
grant select on attempts to anon, authenticated;
insert into storage.buckets (id, name) values ('invoices', 'invoices');

select social_tests.remember();
select social_tests.act_as('mallory');
select is((select count(*) from attempts), 16::bigint, 'there is a lot to try');
select is_empty(
  $$select place, outcome from attempts where outcome !~ '^42501 new row violates row-level'$$,
  'SEC-10 a file goes to <own id>/<uuid>.<extension> and nowhere else');
select social_tests.act_as_anon();
select is_empty(
  $$select place, outcome from attempts where outcome !~ '^42501 new row violates row-level'$$,
  'SEC-10 anon uploads nothing at all');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''uploads'', %L)',
    social_tests.id('mallory') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'SEC-10 not even to a good place');
select social_tests.act_as('newcomer');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''uploads'', %L)',
    social_tests.id('newcomer') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'SEC-10 nor does a login without a profile');
select ok(social_tests.is_unchanged(), 'SEC-10 nothing has changed');

select social_tests.act_as('mallory');
select lives_ok(
  format('insert into storage.objects (bucket_id, name) values (''uploads'', %L)',
    social_tests.id('mallory') || '/' || gen_random_uuid() || '.webp'),
  'SEC-10 one may upload to one''s own folder');
select social_tests.act_as_operator();
select is(
  (select array_agg((id, public, file_size_limit, 'image/svg+xml' = any (allowed_mime_types),
      'text/html' = any (allowed_mime_types))::text order by id)
    from storage.buckets where id in ('avatars', 'exports', 'media', 'uploads')),
  array[
    '(avatars,t,5242880,f,f)', '(exports,f,209715200,f,f)', '(media,f,104857600,f,f)', '(uploads,f,104857600,f,f)'
  ],
  'SEC-10 avatars are public and small, the others private, and none takes a page or a script');

select * from finish();
rollback;
