begin;
select plan(10);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,pending,,f,f,,f)', social_tests.id('alice')),
  'following a private account returns a pending request');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'a repeated request is idempotent');
select is_empty('select * from social.posts',
  'a person with a pending request sees no post in the table');
select is_empty('select * from social.home_feed()',
  'a person with a pending request sees no post in the home feed');

select social_tests.act_as('alice');
select is(
  (select (username, followed_by_state, follow_state)::text from social.follow_requests()),
  '(bob,pending,)', 'the owner sees the request in the list');
select is(
  (select follower_count from social.my_profile()), 0,
  'a pending request is not counted as a follower');
select is_empty(
  $$select * from social.profile_followers(auth.uid())$$,
  'a pending request is not in the list of followers');
select is(
  (social.accept_follow(social_tests.id('bob')))::text,
  format('(%s,,accepted,f,f,,f)', social_tests.id('bob')), 'accepting returns an accepted follow');
select is_empty('select * from social.follow_requests()',
  'an accepted request is not in the list of requests');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'after the acceptance the follower sees the posts');

select * from finish();
rollback;
