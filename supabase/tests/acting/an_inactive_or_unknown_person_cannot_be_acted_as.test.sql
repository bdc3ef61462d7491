begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora', 'eve']) as name;
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob');
update social_private.accounts set deleted_at = now() where profile_id = social_tests.id('carol');
update auth.users set banned_until = now() + interval '1 day' where id = social_tests.id('dora');
create temp table known as select username, id::text from social.profiles;
grant select on known to public;
create function pg_temp.answer(name text, call text default 'my_profile()') returns text
  language plpgsql
as $$
begin
  perform social_tests.act_as_server_for(
    coalesce((select id from known where username = answer.name), answer.name));
  return left(social_tests.outcome('select social.' || answer.call), 25);
end;
$$;

select matches(pg_temp.answer('alice'), '^PT403 account_suspended', 'a suspended person');
select matches(pg_temp.answer('bob'), '^PT403 account_deactivated', 'a deactivated person');
select matches(pg_temp.answer('carol'), '^PT403 account_deleted', 'a deleted person');
select matches(pg_temp.answer('dora'), '^PT403 acting_refused', 'a person whose login is banned');
select matches(pg_temp.answer('nobody'), '^PT403 acting_refused', 'a word that is no id');
select matches(pg_temp.answer(gen_random_uuid()::text), '^PT403 acting_refused', 'an unknown id');
select matches(pg_temp.answer('alice', 'profile_by_username(''eve'')'),
  '^PT403 account_suspended', 'a function that needs no sign-in refuses an inactive person, too');
select is(pg_temp.answer('eve'), '1 rows', 'an active person');
select matches(pg_temp.answer(''), '^PT403 acting_refused|^PT401', 'an empty header is nobody');

select * from finish();
rollback;
