begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.act_as('alice');
select id from social.create_post('sunrise', social_tests.media(social_tests.upload('alice')));
select social_tests.upload('mallory');

select social_tests.remember();
select social_tests.act_as('mallory');
select is(
  (select count(*) from storage.objects), 2::bigint,
  'SEC-11 a person sees their own file and the file of a visible post');
select is(
  social_tests.outcome('update storage.objects set name = ''x'''), '0 rows',
  'SEC-11 a person cannot rename files, not even their own');
select is(
  social_tests.outcome('update storage.objects set metadata = ''{}'', user_metadata = ''{}'''),
  '0 rows', 'SEC-11 a person cannot overwrite the metadata of files');
select throws_ok(
  format(
    'insert into storage.objects (bucket_id, name) values (''social-media'', %L)
     on conflict (bucket_id, name) do update set metadata = ''{}''',
    (select name from storage.objects where name like auth.uid() || '/%')),
  '42501', null, 'SEC-11 a person cannot overwrite a file by uploading it again');
select matches(
  social_tests.outcome('delete from storage.objects'), '^(0 rows|42501 )',
  'SEC-11 a person cannot delete files with SQL');
select set_config('storage.allow_delete_query', 'true', true);
select is(
  social_tests.outcome('delete from storage.objects'), '0 rows',
  'SEC-11 a person cannot delete files through the Storage API');
select is(
  social_tests.outcome('update storage.buckets set public = true'), '0 rows',
  'SEC-11 a person cannot make a bucket public');
select social_tests.act_as_anon();
select is(
  social_tests.outcome('delete from storage.objects'), '0 rows',
  'SEC-11 an anonymous caller cannot delete files');
select ok(social_tests.is_unchanged(), 'SEC-11 refused changes of files change no row');

select * from finish();
rollback;
