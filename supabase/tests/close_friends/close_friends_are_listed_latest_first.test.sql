begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob' || n) from generate_series(1, 5) as n;
-- Two rows have the same time, so that the id decides their order.
insert into social_private.close_friends (owner_id, friend_id, created_at)
select social_tests.id('alice'), social_tests.id('bob' || n), now() - n / 2 * interval '1 s'
from generate_series(1, 5) as n;

select social_tests.act_as('alice');
select is(
  (select (array_agg(username))[1] from social.close_friends()), 'bob1',
  'the first row of the list is the close friend who was added most recently');
select is(
  social_tests.walk('select username as item, cursor from social.close_friends(%L, 2)'),
  (select array_agg(username) from social.close_friends()),
  'pages of two rows contain the same people in the same order as one large page');
select social.add_close_friend(social_tests.id('bob1'));
select is((select count(*) from social.close_friends()), 5::bigint,
  'adding the same close friend twice creates one entry');
select throws_ok(
  'select social.add_close_friend(auth.uid())', 'PT422', 'cannot_add_self',
  'you cannot add yourself as a close friend');
select throws_ok(
  'select social.add_close_friend(null)', 'PT404', 'profile_not_found',
  'add_close_friend refuses null');
select throws_ok(
  'select social.remove_close_friend(null)', 'PT422', 'argument_missing',
  'remove_close_friend refuses null');
select is(
  (select (is_close_friend, followed_by_state)::text from social.profile(social_tests.id('bob2'))),
  '(t,)', 'profile() returns is_close_friend = true to the owner of the list');
select social_tests.act_as('bob1');
select is(
  (select (is_close_friend, followed_by_state)::text from social.profile(social_tests.id('alice'))),
  '(f,)',
  'profile() returns is_close_friend = false to a close friend who reads the owner''s profile');

select * from finish();
rollback;
