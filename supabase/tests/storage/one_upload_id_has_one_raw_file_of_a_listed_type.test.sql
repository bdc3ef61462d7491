begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.upload(name text) returns text language sql as $$
  select social_tests.outcome(format(
    'insert into storage.objects (bucket_id, name) values (%L, %L)', 'social-uploads',
    auth.uid() || '/' || upload.name))
$$;
create function pg_temp.id(number integer) returns text language sql as $$
  select '00000000-0000-4000-8000-00000000000' || id.number
$$;

select social_tests.act_as('alice');
select is_empty(
  $$select ending from unnest(array['jpg', 'jpeg', 'jpe', 'jfif', 'mpo', 'png', 'apng', 'webp', 'gif',
      'heic', 'heif', 'hif', 'avif', 'mp4', 'm4v', 'mov', 'qt', '3gp', '3gpp', '3g2', 'JPG', 'Jpeg',
      'PNG', 'HEIC', 'MOV', 'MP4', '3GP'
    ]) as ending where pg_temp.upload(gen_random_uuid() || '.' || ending) <> '1 rows'$$,
  'an upload may have each extension that phones and desks give, in upper and lower case');
select is_empty(
  $$select ending from unnest(array['svg', 'html', 'exe', 'js', 'tiff', 'pdf', 'jpgx', 'jp', 'jpg.',
      'jpg.exe', 'ｊｐｇ', 'jpg ', e'jpg\n', '%', '']) as ending
    where pg_temp.upload(gen_random_uuid() || '.' || ending) !~ '^42501 '$$,
  'an upload of another extension is refused');
select is(pg_temp.upload(pg_temp.id(1) || '.jpg'), '1 rows', 'a person can upload a file');
select is_empty(
  $$select ending from unnest(array['png', 'JPG', 'jpeg', 'mp4']) as ending
    where pg_temp.upload(pg_temp.id(1) || '.' || ending) !~ '^42501 '$$,
  'an upload with the id of a stored raw upload and another extension is refused');
select is(pg_temp.upload(pg_temp.id(2) || '.JPG'), '1 rows', 'a phone names its photos in capitals');
select is((social.begin_ingest(pg_temp.id(2)::uuid)).source_path,
  auth.uid() || '/' || pg_temp.id(2) || '.JPG',
  'begin_ingest finds an upload with an extension in capitals');
select social_tests.act_as_operator();
insert into storage.objects (bucket_id, name)
values ('social-avatars', social_tests.id('alice') || '/' || pg_temp.id(5) || '.jpg');
select social_tests.act_as('alice');
select is(pg_temp.upload(pg_temp.id(5) || '.png'), '1 rows',
  'a file with this id in another bucket does not prevent an upload');
select social_tests.act_as('bob');
select is(pg_temp.upload(pg_temp.id(1) || '.png'), '1 rows',
  'another person may use the same upload id with another extension');

select social_tests.act_as_operator();
update social_private.config set upload_extensions = array['heic'];
select social_tests.act_as('bob');
select is(
  array[pg_temp.upload(pg_temp.id(3) || '.HEIC'),
    left(pg_temp.upload(pg_temp.id(4) || '.jpg'), 5)],
  array['1 rows', '42501'], 'the operator sets the accepted extensions');

select * from finish();
rollback;
