begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,accepted,,f,f,,f,f)', social_tests.id('alice')),
  'following a public account returns an accepted follow');
select social_tests.remember();
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'a second follow_profile returns the same state as the first');
select ok(social_tests.is_unchanged(), 'a second follow_profile changes nothing');
select is(
  (
    select (follower_id, followee_id, state, accepted_at between now() and clock_timestamp())::text
    from social.follows
  ),
  format('(%s,%s,accepted,t)', auth.uid(), social_tests.id('alice')),
  'a follow of a public account is one row with the state accepted');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,0)', 'a follow raises the follower count of the followed person');
select social_tests.act_as('alice');
select is(
  (social.follow_profile(social_tests.id('bob')))::text,
  format('(%s,accepted,accepted,f,f,,f,f)', social_tests.id('bob')),
  'the followed person can follow back');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice')))::text,
  format('(%s,,accepted,f,f,,f,f)', social_tests.id('alice')),
  'unfollow_profile does not delete the follow in the other direction');
select social_tests.remember();
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'a second unfollow_profile returns the same state as the first');
select ok(social_tests.is_unchanged(), 'a second unfollow_profile changes nothing');

select * from finish();
rollback;
