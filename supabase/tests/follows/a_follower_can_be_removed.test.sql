begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.follow('mallory', 'alice');
select social_tests.follow('alice', 'mallory');
select social_tests.follow('bob', 'mallory');

select social_tests.act_as('alice');
select is(
  (social.remove_follower(social_tests.id('mallory')))::text,
  format('(%s,accepted,,f,f,,f)', social_tests.id('mallory')),
  'mallory follows alice no more; alice still follows mallory');
select social_tests.remember();
select is(
  (social.remove_follower(social_tests.id('mallory'))).followed_by_state, null,
  'removing twice answers the same');
select is(
  (social.remove_follower(social_tests.id('bob'))).followed_by_state, null,
  'so does removing who never followed');
select ok(social_tests.is_unchanged(), 'and nothing changes');
select is((social.my_profile()).follower_count, 0, 'she has no follower');

select social_tests.act_as('mallory');
select is(
  (social.remove_follower(social_tests.id('alice'))).followed_by_state, null,
  'mallory removes alice');
select set_eq(
  'select follower_id from social.follows', array[social_tests.id('bob')],
  'each removes followers of one''s own and of nobody else');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()', 'and every counter is what the rows say');

select * from finish();
rollback;
