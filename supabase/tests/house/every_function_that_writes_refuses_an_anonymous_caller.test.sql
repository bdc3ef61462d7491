begin;
select plan(6);
select social_tests.person('alice');
select social_tests.login('newcomer');

-- The view contains a call of every public function, with null for each argument.
create temp view calls as
select
  proname::text as name, provolatile,
  format('select social.%I(%s)', proname, (
    select string_agg(format('null::%s', argument::regtype), ', ' order by place)
    from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place)
  )) as statement
from pg_proc
where pronamespace = 'social'::regnamespace
  and has_function_privilege('authenticated', oid, 'execute');
grant select on calls to anon, authenticated;

create temp view open_to_anon as
select name from social_tests.expected_functions where callers = 'anybody';
grant select on open_to_anon to anon, authenticated;

select social_tests.remember();
select cmp_ok(
  (select count(*) from calls where provolatile = 'v'), '>=', 20::bigint,
  'the test calls at least 20 functions that write');
select social_tests.act_as_anon();
select is_empty(
  $$
    select statement, outcome
    from calls, social_tests.outcome(statement) as outcome
    where provolatile = 'v' and name not in (select name from open_to_anon)
      and outcome !~ '^PT401 not_signed_in This request needs'
  $$,
  'a function that writes fails with not_signed_in for an anonymous caller');
select is_empty(
  $$
    select statement, outcome
    from calls, social_tests.outcome(statement) as outcome
    where provolatile <> 'v' and name not in (select name from open_to_anon)
      and outcome !~ '^PT401 not_signed_in This request needs'
  $$,
  'a function that lists the caller''s own rows fails with not_signed_in for an anonymous caller');

select social_tests.act_as('newcomer');
select is_empty(
  $$
    select statement, outcome
    from calls, social_tests.outcome(statement) as outcome
    where name not in (select name from open_to_anon) and name <> 'create_profile'
      and outcome !~ '^PT403 profile_missing '
  $$,
  'a call by a user without a profile fails with profile_missing');

select social_tests.act_as('alice');
select is_empty(
  $$
    select statement, outcome
    from calls, social_tests.outcome(statement) as outcome
    where name not in (
        'deactivate_profile', 'delete_profile', 'limits', 'my_profile', 'notification_preferences',
        'request_export', 'watch_notifications')
      and outcome !~ '^(PT4\d\d [a-z_]+ |[01] rows$)'
  $$,
  'a signed-in call with null arguments succeeds or fails with a client error');
select ok(social_tests.is_unchanged(), 'the calls with null arguments change nothing');

select * from finish();
rollback;
