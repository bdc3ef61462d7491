begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social_private.config set upload_count_max = 3, upload_bytes_max = 100 * 1024 * 1024;
create function pg_temp.upload(metadata text, name text default gen_random_uuid() || '.jpg')
returns text language sql as $$
  select social_tests.outcome(format(
    'insert into storage.objects (bucket_id, name, metadata) values (%L, %L, %L)',
    'social-uploads', auth.uid() || '/' || upload.name, upload.metadata))
$$;
create function pg_temp.is_refused(outcome text) returns boolean language sql as $$
  select is_refused.outcome ~ '^42501 new row violates row-level'
$$;

select social_tests.act_as('alice');
select is(pg_temp.upload('{"contentLength": 1000}', '00000000-0000-4000-8000-000000000001.jpg'),
  '1 rows', 'a person can upload a file');
select is(pg_temp.upload('{"size": 1000}'), '1 rows', 'a person can upload a second file');
select ok(pg_temp.is_refused(pg_temp.upload('{"contentLength": 104857600}')),
  'a person cannot upload more bytes than the quota');
select is(pg_temp.upload('{"contentLength": 104855600}'), '1 rows',
  'a person can upload exactly as many bytes as the quota');
select ok(pg_temp.is_refused(pg_temp.upload('{"contentLength": 0}')),
  'a person cannot upload more files than the quota');
select ok(pg_temp.is_refused(pg_temp.upload(null)), 'the quota also counts a file of unknown size');
select matches(
  pg_temp.upload('{"contentLength": 1000}', '00000000-0000-4000-8000-000000000001.jpg'), '^23505 ',
  'a repeated upload is answered as a repetition, even if the quota is used up');
select social_tests.act_as('bob');
select is(pg_temp.upload('{"contentLength": 1000}'), '1 rows',
  'the files of one person do not use up the quota of another person');

select social_tests.act_as_operator();
insert into storage.objects (bucket_id, name, metadata, created_at)
select 'social-uploads', social_tests.id('bob') || '/' || gen_random_uuid() || '.jpg',
  '{"size": 7}', now() + place * interval '1 second'
from generate_series(1, 4) as place;
select is((social_private.run_maintenance(100)).erased_rows, 2,
  'maintenance deletes the files by which concurrent uploads exceeded the quota');
select set_eq(
  'select path from social_private.file_deletions',
  $$select name from storage.objects where name like social_tests.id('bob') || '/%'
    order by created_at desc limit 2$$,
  'maintenance deletes the newest files');
select is((social_private.run_maintenance(100)).erased_rows, 0,
  'maintenance keeps the files within the quota');

select * from finish();
rollback;
