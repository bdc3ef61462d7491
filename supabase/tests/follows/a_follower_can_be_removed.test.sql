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
  format('(%s,accepted,,f,f,,f,f)', social_tests.id('mallory')),
  'remove_follower deletes the follower''s follow and keeps the follow in the other direction');
select social_tests.remember();
select is(
  (social.remove_follower(social_tests.id('mallory'))).followed_by_state, null,
  'removing a follower is idempotent');
select is(
  (social.remove_follower(social_tests.id('bob'))).followed_by_state, null,
  'for a person who is not a follower, remove_follower returns followed_by_state = null');
select ok(social_tests.is_unchanged(),
  'remove_follower changes nothing for people who are not followers');
select is((social.my_profile()).follower_count, 0, 'removing a follower lowers the follower count');

select social_tests.act_as('mallory');
select is(
  (social.remove_follower(social_tests.id('alice'))).followed_by_state, null,
  'a removed follower can also remove the person who removed them');
select set_eq(
  'select follower_id from social.follows', array[social_tests.id('bob')],
  'removing a follower does not delete follows by other people');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
