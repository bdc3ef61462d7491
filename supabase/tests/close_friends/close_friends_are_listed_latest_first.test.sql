begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob' || n) from generate_series(1, 5) as n;
-- Two at the same instant, so that the id decides.
insert into social_private.close_friends (owner_id, friend_id, created_at)
select social_tests.id('alice'), social_tests.id('bob' || n), now() - n / 2 * interval '1 s'
from generate_series(1, 5) as n;

select social_tests.act_as('alice');
select is(
  (select (array_agg(username))[1] from social.close_friends()), 'bob1', 'latest first');
select is(
  social_tests.walk('select username as item, cursor from social.close_friends(%L, 2)'),
  (select array_agg(username) from social.close_friends()), 'page by page');
select social.add_close_friend(social_tests.id('bob1'));
select is((select count(*) from social.close_friends()), 5::bigint, 'again changes nothing');
select throws_ok(
  'select social.add_close_friend(auth.uid())', 'PT422', 'cannot_add_self', 'nobody adds oneself');
select throws_ok(
  'select social.add_close_friend(null)', 'PT404', 'profile_not_found', 'or nobody');
select throws_ok(
  'select social.remove_close_friend(null)', 'PT422', 'argument_missing', 'or removes nobody');
select is(
  (select (is_close_friend, followed_by_state)::text from social.profile(social_tests.id('bob2'))),
  '(t,)', 'a page tells its viewer');
select social_tests.act_as('bob1');
select is(
  (select (is_close_friend, followed_by_state)::text from social.profile(social_tests.id('alice'))),
  '(f,)', 'and not the friend');

select * from finish();
rollback;
