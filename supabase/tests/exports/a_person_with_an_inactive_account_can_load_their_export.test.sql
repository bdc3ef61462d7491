begin;
select plan(13);
select social_tests.person(name)
from unnest(array['an_active', 'a_suspended', 'a_deactivated', 'a_deleted', 'mallory']) as name;
create temp table files as
select name, social_tests.id(name) as owner_id, gen_random_uuid() || '/1.zip' as path
from unnest(array['an_active', 'a_suspended', 'a_deactivated', 'a_deleted']) as name;
grant select on files to anon, authenticated;
insert into storage.objects (bucket_id, name) select 'social-exports', path from files;
insert into social_private.exports (profile_id, finished_at, expires_at)
select owner_id, now(), now() + interval '1 day' from files;
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select files.path, exports.id, 1, 5, 5
from files join social_private.exports on exports.profile_id = files.owner_id;
update social_private.accounts set
  suspended_at = case when profile_id = social_tests.id('a_suspended') then now() end,
  deactivated_at = case when profile_id = social_tests.id('a_deactivated') then now() end,
  deleted_at = case when profile_id = social_tests.id('a_deleted') then now() end;

create function pg_temp.loads(name text) returns bigint language plpgsql as $$
begin
  perform social_tests.act_as(loads.name);
  return (
    select count(*) from storage.objects
    where (
      select files from social.readable_files(array(select path from files)) as files
    ) @> jsonb_build_array(jsonb_build_object('bucket_id', bucket_id, 'path', objects.name)));
end;
$$;
create function pg_temp.answer(name text, path text) returns text language plpgsql as $$
begin
  perform social_tests.act_as(answer.name);
  return social_tests.outcome(format('select social.readable_files(array[%L])', answer.path));
end;
$$;

select is(pg_temp.loads(name), 1::bigint,
  format('%s person can load their export', translate(name, '_', ' ')))
from files order by name;
select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = false;
select is(pg_temp.loads(name), 1::bigint,
  format('%s person can load it even if reading without a login is closed', translate(name, '_', ' ')))
from files order by name;

select is(pg_temp.loads('mallory'), 0::bigint, 'other people cannot load an export');
select social_tests.act_as_anon();
select is(
  jsonb_array_length((social.readable_files(array(select path from files))).files), 0,
  'people without a login cannot load an export');
select matches(pg_temp.answer(name, 'a/b/display.jpg'), '^PT403 account_',
  format('%s person cannot ask for other files then', translate(name, '_', ' ')))
from files where name <> 'an_active' order by name;

select * from finish();
rollback;
