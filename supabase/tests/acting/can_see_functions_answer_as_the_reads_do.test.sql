begin;
select plan(11);
select social_tests.person(name) from unnest(array[
  'alice', 'shut', 'blocker', 'blocked', 'away', 'susi', 'gone', 'unsure', 'few', 'bob', 'friend',
  'banned', 'ended']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.login('newcomer');
update social_private.accounts set is_private = true where profile_id = social_tests.id('shut');
select social_tests.follow('friend', name) from unnest(array['shut', 'few', 'alice']) as name;
select social_tests.post(name, name || ' post') from unnest(array[
  'alice', 'shut', 'blocker', 'blocked', 'away', 'susi', 'gone', 'unsure', 'few', 'bob']) as name;
select social_tests.post('alice', audience || ' only', audience::social.visibility)
from unnest(array['followers', 'close_friends']) as audience;
select social_tests.post('alice', caption)
from unnest(array['archived', 'hidden', 'deleted', 'erased']) as caption;
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('friend'));
create temp table asked as
select 'post' as kind, caption as name, id from social.posts
union all select 'profile', username, id from social.profiles
union all select kind, 'missing', gen_random_uuid() from unnest(array['post', 'profile']) as kind;
update social.posts set archived_at = now() where caption = 'archived';
update social.posts set hidden_at = now() where caption = 'hidden';
update social.posts set deleted_at = now() where caption = 'deleted';
delete from social.posts where caption = 'erased';
select social_tests.block('blocker', 'bob'), social_tests.block('bob', 'blocked');
update social_private.accounts set
  deactivated_at = case profile_id when social_tests.id('away') then now() end,
  suspended_at = case profile_id when social_tests.id('susi') then now() end,
  deleted_at = case profile_id when social_tests.id('gone') then now() end,
  limited_at = case profile_id when social_tests.id('few') then now() end
where profile_id in (
  select social_tests.id(name) from unnest(array['away', 'susi', 'gone', 'few']) as name);
update auth.users set email_confirmed_at = null where id = social_tests.id('unsure');
update auth.users set banned_until = now() + interval '1 day' where id = social_tests.id('banned');
create temp table callers as
select name as caller, social_tests.claims(name) as claims from unnest(array[
  'alice', 'shut', 'blocker', 'blocked', 'away', 'susi', 'unsure', 'few', 'bob', 'friend', 'banned',
  'guest', 'newcomer']) as name
union all select 'nobody', '{"role": "anon"}'
union all
select 'ended', social_tests.claims('ended', jsonb_build_object('session_id', gen_random_uuid()));
grant select on asked, callers to public;

create function pg_temp.answers()
  returns table (caller text, kind text, name text, can_see boolean, outcome text)
  language plpgsql as $$
declare
  one callers;
begin
  for one in select * from callers loop
    perform social_tests.act_with(one.claims);
    return query
    select one.caller, asked.kind, asked.name,
      case asked.kind when 'post' then social.can_see_post(asked.id)
        else social.can_see_profile(asked.id) end,
      social_tests.outcome(format('select social.%I(%L)', asked.kind, asked.id))
    from asked;
  end loop;
  perform social_tests.act_as_operator();
end;
$$;

create temp table open as select * from pg_temp.answers();
select cmp_ok((select count(*) from open), '>=', 400::bigint, 'the test asks 400 times');
select is_empty(
  $$select * from open where can_see is distinct from (outcome = '1 rows')$$,
  'the functions answer as post() and profile() do');
select is(
  (select count(distinct (caller, can_see)) from open where caller in ('bob', 'friend')), 4::bigint,
  'the test sees both answers');
select is_empty(
  $$select caller, outcome from open where kind = 'post' and can_see and caller = 'nobody'
    and name not in ('alice post', 'blocker post', 'blocked post', 'bob post')$$,
  'a caller without a login sees public posts alone');
-- Tables ask in another way.
select social_private.set_direct_table_access('everybody');
select social_tests.act_as('friend');
select is_empty(
  $$select name from asked where kind = 'post' and social.can_see_post(id)
    is distinct from exists (select from social.posts where posts.id = asked.id)$$,
  'a policy answers as the table');

select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = false;
create temp table closed as select * from pg_temp.answers();
select is_empty(
  $$select * from closed where can_see is distinct from (outcome = '1 rows')$$,
  'the functions answer as the reads do, if reading without a login is closed');
select set_eq(
  $$select distinct caller from closed where can_see$$,
  array['alice', 'shut', 'blocker', 'blocked', 'few', 'bob', 'friend'],
  'only active people see anything');

alter table social_private.config disable trigger user;
delete from social_private.config;
alter table social_private.config enable trigger user;
create temp table lost as select * from pg_temp.answers();
select is_empty(
  $$select * from lost where can_see is distinct from (outcome = '1 rows')$$,
  'the functions answer as the reads do, if the config is lost');
select is_empty(
  $$select * from lost where can_see is null$$,
  'the answer is never null, which would tell a visible row from a hidden one');

select social_private.repair_config();
select social_tests.act_as_server_for((select id::text from asked where name = 'susi'));
select matches(
  social_tests.outcome('select social.can_see_post(null)'), '^PT403 account_suspended',
  'a server that acts as an inactive person is told so, as by every read');
select social_tests.act_as('bob');
select is(
  array[social.can_see_post(null), social.can_see_profile(null)], array[false, false],
  'null is no post and no profile');

select * from finish();
rollback;
