begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.request('carol', 'alice');
-- The followee was open when somebody asked, as it may be while an account is being locked.
select social_tests.person('dora');
select social_tests.request('carol', 'dora');
create temp view edges as
select social_tests.id('carol') = follower_id as is_carols, state from social.follows;
grant select on edges to anon, authenticated;
alter view edges set (security_invoker = true);

select social_tests.act_as('bob');
select is_empty(
  $$select * from edges where state = 'pending'$$,
  'a follower, who sees the followers, sees no request');
select social_tests.act_as_anon();
select is_empty('select * from edges', 'nor does anybody without a login');
select social_tests.act_as('alice');
select is(
  (select count(*) from edges where state = 'pending'), 1::bigint, 'who was asked sees it');
select social_tests.act_as('dora');
select is((select count(*) from edges), 1::bigint, 'each one''s own');
select social_tests.act_as('carol');
select is(
  (select count(*) from edges where is_carols), 2::bigint, 'and who asks sees both');

select * from finish();
rollback;
