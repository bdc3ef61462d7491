begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.request('carol', 'alice');
-- Dora's account is public, and carol has a pending request to it, as may happen while an account
-- is being made private.
select social_tests.person('dora');
select social_tests.request('carol', 'dora');
create temp view edges as
select social_tests.id('carol') = follower_id as is_carols, state from social.follows;
grant select on edges to anon, authenticated;
alter view edges set (security_invoker = true);

select social_tests.act_as('bob');
select is_empty(
  $$select * from edges where state = 'pending'$$,
  'a follower who sees the list of followers does not see pending requests');
select social_tests.act_as_anon();
select is_empty('select * from edges', 'an anonymous caller sees no request');
select social_tests.act_as('alice');
select is(
  (select count(*) from edges where state = 'pending'), 1::bigint,
  'the owner of the account sees the request to them');
select social_tests.act_as('dora');
select is((select count(*) from edges), 1::bigint, 'another owner sees only the request to them');
select social_tests.act_as('carol');
select is(
  (select count(*) from edges where is_carols), 2::bigint,
  'the requester sees both of their requests');

select * from finish();
rollback;
