begin;
select plan(4);

select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
insert into social.post_media (post_id, position, path, mime_type, width, height)
select social_tests.post('alice', 'Open'), 0, social_tests.upload('alice'), 'image/jpeg', 4, 3;

-- The Storage API sets storage.operation to the name of the current operation.
create function pg_temp.files_during(operation text) returns bigint language plpgsql as $$
begin
  perform set_config('storage.operation', operation, true);
  return (select count(*) from storage.objects where bucket_id = 'social-media');
end $$;

select social_tests.act_as('mallory');
select is(
  pg_temp.files_during('storage.object.get_authenticated'), 1::bigint,
  'a person can download the file of a visible post by somebody else');
select is(
  array[pg_temp.files_during('storage.object.list'), pg_temp.files_during('storage.object.list_v2'),
    pg_temp.files_during('storage.s3.object.list')],
  array[0, 0, 0]::bigint[],
  'a person cannot list the folder of another person');
select social_tests.act_as_anon();
select is(
  pg_temp.files_during('storage.object.list'), 0::bigint,
  'an anonymous caller cannot list the folder of a person');
select social_tests.act_as('alice');
select is(
  pg_temp.files_during('storage.object.list'), 1::bigint, 'a person can list their own folder');

select * from finish();
rollback;
