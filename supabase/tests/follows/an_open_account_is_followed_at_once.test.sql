begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,accepted,,f,f,,f)', social_tests.id('alice')), 'the answer says that bob follows');
select social_tests.remember();
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'a second time answers the same');
select ok(social_tests.is_unchanged(), 'and changes nothing');
select is(
  (
    select (follower_id, followee_id, state, accepted_at between now() and clock_timestamp())::text
    from social.follows
  ),
  format('(%s,%s,accepted,t)', auth.uid(), social_tests.id('alice')),
  'it is one edge, accepted now');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,0)', 'alice has a follower');
select social_tests.act_as('alice');
select is(
  (social.follow_profile(social_tests.id('bob')))::text,
  format('(%s,accepted,accepted,f,f,,f)', social_tests.id('bob')), 'she can follow back');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice')))::text,
  format('(%s,,accepted,f,f,,f)', social_tests.id('alice')), 'bob leaves, and her edge stays');
select social_tests.remember();
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'leaving twice answers the same');
select ok(social_tests.is_unchanged(), 'and changes nothing');

select * from finish();
rollback;
