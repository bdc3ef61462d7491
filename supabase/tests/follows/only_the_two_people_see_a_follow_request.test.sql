begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.request('carol', 'alice');
-- A pending request to a public account can exist for a moment while the account changes between
-- private and public.
select social_tests.person('dora');
select social_tests.request('carol', 'dora');
create temp view edges as
select social_tests.id('carol') = follower_id as is_carols, state from social.follows;
grant select on edges to anon, authenticated;
alter view edges set (security_invoker = true);

select social_tests.act_as('bob');
select is_empty(
  $$select * from edges where state = 'pending'$$,
  'a follower of a private account does not see follow requests of other people');
select social_tests.act_as_anon();
select is_empty('select * from edges', 'an anonymous caller sees no follow request');
select social_tests.act_as('alice');
select is(
  (select count(*) from edges where state = 'pending'), 1::bigint,
  'the owner of a private account sees the follow request to their account');
select social_tests.act_as('dora');
select is((select count(*) from edges), 1::bigint,
  'a person does not see follow requests to other accounts');
select social_tests.act_as('carol');
select is(
  (select count(*) from edges where is_carols), 2::bigint,
  'the requester sees all their own follow requests');

select * from finish();
rollback;
