begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['deactivated', 'suspended', 'both', 'alice']) as name;
select social_tests.post(name, name || ' post'), social_tests.comment(name, 'deactivated post', name)
from unnest(array['deactivated', 'suspended', 'both', 'alice']) as name;
select social_tests.follow('alice', name) from unnest(array['deactivated', 'suspended', 'both']) as name;
select social_tests.request(name, 'alice') from unnest(array['deactivated', 'suspended', 'both']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id in (social_tests.id('deactivated'), social_tests.id('both'));
update social_private.accounts set suspended_at = now()
where profile_id in (social_tests.id('suspended'), social_tests.id('both'));

-- Returns one call of each function that writes. The arguments are ids of the caller and of alice.
create function pg_temp.calls(who text) returns setof text language sql as $$
  select format('select social.%I(%s)', proname, (
    select string_agg(case
      when name in ('profile_id', 'follower_id') then format('%L', social_tests.id('alice'))
      when name = 'post_id' then format('%L', social_tests.post_id(calls.who || ' post'))
      when name = 'comment_id' then format('%L', social_tests.comment_id(calls.who))
      else social_tests.word(argument) end, ', ' order by place)
    from unnest(proargtypes::oid[], proargnames) with ordinality as given (argument, name, place)
    where place <= pronargs - pronargdefaults))
  from pg_proc
  where pronamespace = 'social'::regnamespace and provolatile = 'v'
    and has_function_privilege('authenticated', oid, 'execute')
    and proname not in (
      'appeal_sanction', 'check_sign_up', 'check_username', 'create_profile', 'delete_profile', 'reactivate_profile',
      'request_export', 'restore_profile', 'run_maintenance',
      -- These only read, and consume a rate limit.
      'hashtag_search', 'post_search', 'profile_search')
$$;
create temp table calls as
select who, call from unnest(array['deactivated', 'suspended', 'both']) as who, pg_temp.calls(who) as call;
grant select on calls to authenticated;

select cmp_ok((select count(*) from calls), '>', 100::bigint,
  'SEC-34 the test makes more than 100 calls');
select social_tests.remember();
select social_tests.act_as('deactivated');
select set_eq(
  $$select distinct left(social_tests.outcome(call), 25) from calls where who = 'deactivated'$$,
  array['PT403 account_deactivated'], 'SEC-34 a deactivated person cannot write anything');
select social_tests.act_as('suspended');
select set_eq(
  $$select distinct left(social_tests.outcome(call), 23) from calls where who = 'suspended'$$,
  array['PT403 account_suspended'], 'SEC-34 a suspended person cannot write anything');
select social_tests.act_as('both');
select set_eq(
  $$select distinct left(social_tests.outcome(call), 23) from calls where who = 'both'
    union select left(social_tests.outcome('select social.reactivate_profile()'), 23)$$,
  array['PT403 account_suspended'],
  'SEC-34 a suspended and deactivated person can neither write nor reactivate the account');
select ok(social_tests.is_unchanged(), 'SEC-34 refused calls of inactive people change no row');

select * from finish();
rollback;
