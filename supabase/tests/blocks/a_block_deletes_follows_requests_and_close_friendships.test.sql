begin;
select plan(8);
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol', 'dora']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'bob');
select social_tests.follow('carol', 'alice');
select social_tests.request('dora', 'alice');
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id(owner), social_tests.id(friend)
from (values ('alice', 'bob'), ('bob', 'alice'), ('alice', 'carol')) as pairs (owner, friend);

select social_tests.act_as('alice');
select is(
  (select (follow_state, followed_by_state, is_blocked, is_close_friend)::text
    from social.block_profile(social_tests.id('bob'))),
  '(,,t,f)', 'block_profile returns the relationship after the block');
select social.block_profile(social_tests.id('dora'));
select is_empty('select * from social.follow_requests()',
  'a block deletes a pending follow request');
select is(
  (select (follower_count, following_count)::text from social.my_profile()),
  '(1,0)', 'a block deletes follows in both directions and lowers the counts of the blocker');
select is(
  (select array_agg(username) from social.close_friends()), array['carol'],
  'a block removes the blocked person from the close friends of the blocker');
select social_tests.act_as('bob');
select is(
  (select (follower_count, following_count)::text from social.my_profile()),
  '(0,0)', 'a block lowers the follower and following counts of the blocked person');
select is_empty('select * from social.close_friends()',
  'a block removes the blocker from the close friends of the blocked person');
select social_tests.act_as_operator();
select set_eq(
  $$select follower_id from social.follows$$, array[social_tests.id('carol')],
  'a block does not delete follows by other people');
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
