begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.import(path text) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), 'profile', jsonb_build_array(jsonb_build_object(
    'created_at', now(), 'bio', 'I draw bridges', 'followers_visibility', 'public',
    'following_visibility', 'public', 'avatar_id', social_tests.upload_id(import.path)))));
create temp table given as
select
  social_tests.upload('alice', 'social-avatars') as hers, social_tests.upload('bob', 'social-avatars') as bobs,
  social_tests.upload('alice') as photo, social_tests.upload('alice', 'social-avatars') as another;
grant select on given to service_role;

select social_tests.act_as_service();
select is(pg_temp.import(bobs), 'avatar_not_found',
  'importing an avatar from the upload of another person fails with avatar_not_found') from given;
select is(pg_temp.import(photo), 'avatar_not_found',
  'importing an avatar from an upload for a post fails with avatar_not_found') from given;
select is(pg_temp.import(hers), '(1,0)',
  'an avatar is imported from an upload of the same person') from given;
select is(pg_temp.import(another), '(0,1)',
  'a second imported avatar does not replace the first one') from given;
select social_tests.act_as_operator();
select is(
  (select avatar_path from social.profiles where id = social_tests.id('alice')),
  (select hers from given), 'the profile keeps the avatar that was imported first');
select is_empty(
  'select from social_private.uploads join given on path = hers',
  'the row of the upload is deleted after its file becomes the avatar');
select is_empty('select from social_private.file_deletions',
  'the import queues no file for deletion');

select * from finish();
rollback;
