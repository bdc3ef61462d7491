begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.queued() returns text[] language sql as $$
  select array(
    select path from social_private.file_deletions where bucket_id = 'social-avatars' order by 1)
$$;
create function pg_temp.wear(person text, path text) returns void language sql as $$
  update social.profiles set avatar_path = wear.path where id = social_tests.id(wear.person)
$$;
create temp table pictures as
select name, nr, social_tests.upload(name, 'social-avatars') as path
from unnest(array['alice', 'bob']) as name, generate_series(1, 2) as nr;
create function pg_temp.picture(name text, nr integer) returns text language sql as $$
  select path from pictures where pictures.name = picture.name and pictures.nr = picture.nr
$$;

select pg_temp.wear('alice', pg_temp.picture('alice', 1));
select is(pg_temp.queued(), '{}', 'a new picture stays');
select pg_temp.wear('alice', null);
select is(pg_temp.queued(), array[pg_temp.picture('alice', 1)],
  'the file of an emptied picture is queued for deletion');
select pg_temp.wear('alice', pg_temp.picture('alice', 1));
select is(pg_temp.queued(), '{}', 'a picture that is set again stays');
update social.profiles set avatar_path = pg_temp.picture('alice', 2), bio = 'x'
where username = 'alice';
select is(pg_temp.queued(), array[pg_temp.picture('alice', 1)],
  'the file of a replaced picture is queued for deletion');
select throws_ok($$select pg_temp.wear('bob', pg_temp.picture('alice', 2))$$, '23505', null,
  'nobody can get the picture of another person');
select is(pg_temp.queued(), array[pg_temp.picture('alice', 1)],
  'the picture of the other person stays');
update social.profiles set avatar_path = null;
select is(pg_temp.queued(),
  array(select path from pictures where name = 'alice' order by 1),
  'emptying the pictures of all people queues all files');

select * from finish();
rollback;
