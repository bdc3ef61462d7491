begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.take(path text) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), 'profile', jsonb_build_array(jsonb_build_object(
    'created_at', now(), 'bio', 'I draw bridges', 'followers_visibility', 'public',
    'following_visibility', 'public', 'avatar_id', social_tests.upload_id(take.path)))));
create temp table given as
select
  social_tests.upload('alice', 'social-avatars') as hers, social_tests.upload('bob', 'social-avatars') as bobs,
  social_tests.upload('alice') as photo, social_tests.upload('alice', 'social-avatars') as another;
grant select on given to service_role;

select social_tests.act_as_service();
select is(pg_temp.take(bobs), 'avatar_not_found', 'a picture is the person''s own') from given;
select is(pg_temp.take(photo), 'avatar_not_found', 'and was ingested for an avatar') from given;
select is(pg_temp.take(hers), '(1,0)', 'then it is taken in') from given;
select is(pg_temp.take(another), '(0,1)', 'and another is not') from given;
select social_tests.act_as_operator();
select is(
  (select avatar_path from social.profiles where id = social_tests.id('alice')),
  (select hers from given), 'the first one stays');
select is_empty(
  'select from social_private.uploads join given on path = hers', 'which waits for nobody any more');
select is_empty('select from social_private.file_deletions', 'and loses no file');

select * from finish();
rollback;
