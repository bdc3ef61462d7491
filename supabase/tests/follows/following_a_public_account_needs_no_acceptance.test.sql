begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,accepted,,f,f,,f)', social_tests.id('alice')),
  'following a public account returns an accepted follow');
select social_tests.remember();
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'following is idempotent');
select ok(social_tests.is_unchanged(), 'the repeated follow changes nothing');
select is(
  (
    select (follower_id, followee_id, state, accepted_at between now() and clock_timestamp())::text
    from social.follows
  ),
  format('(%s,%s,accepted,t)', auth.uid(), social_tests.id('alice')),
  'the follow is one row that is accepted now');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,0)', 'the follower count of the followed person is raised');
select social_tests.act_as('alice');
select is(
  (social.follow_profile(social_tests.id('bob')))::text,
  format('(%s,accepted,accepted,f,f,,f)', social_tests.id('bob')),
  'the followed person can follow back');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice')))::text,
  format('(%s,,accepted,f,f,,f)', social_tests.id('alice')),
  'unfollowing deletes only the follow in that direction');
select social_tests.remember();
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'unfollowing is idempotent');
select ok(social_tests.is_unchanged(), 'the repeated unfollow changes nothing');

select * from finish();
rollback;
