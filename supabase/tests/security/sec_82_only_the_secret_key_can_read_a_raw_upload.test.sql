begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.upload('alice', 'social-uploads');

-- The Storage API sets storage.operation to the name of the current operation.
create function pg_temp.reads(operation text) returns bigint language plpgsql as $$
begin
  perform set_config('storage.operation', operation, true);
  return (select count(*) from storage.objects where bucket_id = 'social-uploads');
end $$;
create temp view readings as
select operation, pg_temp.reads(operation) as files
from unnest(array[
  '', 'storage.object.get_authenticated', 'storage.object.get_public', 'storage.object.get_signed',
  'object.get_authenticated_info', 'object.head_authenticated_info', 'storage.object.info_public',
  'storage.object.sign', 'storage.object.sign_many', 'storage.object.list',
  'storage.object.list_v2', 'storage.object.copy', 'storage.object.move', 'storage.object.upload',
  'storage.render.image_authenticated', 'storage.render.image_sign', 'storage.s3.object.get',
  'storage.s3.object.list', 'storage.s3.object.info', 'storage.s3.object.copy',
  'storage.tus.upload.get'
]) as operation;
grant select on readings to anon, authenticated, service_role;

create function pg_temp.upload(
  operation text, ending text default '', suffix text default '') returns text
language plpgsql as $$
begin
  perform set_config('storage.operation', operation, true);
  return social_tests.outcome(format(
    'insert into storage.objects (bucket_id, name, metadata)
      values (''social-uploads'', ''%s/%s%s'', ''{"contentLength": 9}'') %s',
    social_tests.id('alice'), gen_random_uuid(), coalesce(nullif(ending, ''), '.jpg'), suffix));
end $$;

select social_tests.act_as('alice');
select is((select count(*) from readings), 21::bigint, 'SEC-82 the test tries 21 operations');
select is_empty('select * from readings where files > 0',
  'SEC-82 the person who uploaded a file cannot read, sign, list, copy or move it');
select is(pg_temp.upload('storage.object.upload', suffix => 'returning id') ~ '^42501 ', true,
  'SEC-82 an insert cannot return the row of a raw upload');
select is(
  pg_temp.upload('storage.object.upload',
    suffix => 'on conflict (bucket_id, name) do update set version = excluded.version') ~ '^42501 ',
  true, 'SEC-82 an upload that would overwrite a file is refused');
select is_empty(
  $$select operation from unnest(array[
      'storage.object.sign_upload_url', 'object.sign_upload_url', 'storage.object.upload_signed',
      'storage.object.upload_update', 'storage.object.copy', 'storage.object.move',
      'storage.tus.upload.create', 'storage.tus.upload.part', 'storage.s3.upload',
      'storage.s3.upload.create_multipart', 'storage.s3.upload.complete_multipart',
      'storage.s3.object.copy', 'storage.anything.new'
    ]) as operation where pg_temp.upload(operation) !~ '^42501 '$$,
  'SEC-82 a raw upload reaches the bucket only by a plain upload');
select is(
  array[pg_temp.upload('storage.object.upload'), pg_temp.upload('object.upload')],
  array['1 rows', '1 rows'],
  'SEC-82 a person can send a raw upload');
select social_tests.act_as('mallory');
select is_empty('select * from readings where files > 0',
  'SEC-82 a stranger cannot read a raw upload');
select social_tests.act_as_anon();
select is_empty('select * from readings where files > 0',
  'SEC-82 an anonymous caller cannot read a raw upload');
select social_tests.act_as_service();
select is_empty('select * from readings where files = 0',
  'SEC-82 the secret key can read a raw upload');

select * from finish();
rollback;
