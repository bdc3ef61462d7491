begin;
select plan(10);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,pending,,f,f,,f,f)', social_tests.id('alice')),
  'following a private account returns a pending request');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'following a private account twice returns the same pending request');
select is_empty('select * from social.posts',
  'a person with a pending request cannot read the posts of the account in social.posts');
select is_empty('select * from social.home_feed()',
  'the home feed of a person with a pending request has no post of the account');

select social_tests.act_as('alice');
select is(
  (select (username, followed_by_state, follow_state)::text from social.follow_requests()),
  '(bob,pending,)', 'the owner of the account sees the pending request in follow_requests');
select is(
  (select follower_count from social.my_profile()), 0,
  'a pending request is not counted as a follower');
select is_empty(
  $$select * from social.profile_followers(auth.uid())$$,
  'a pending request is not in the list of followers');
select is(
  (social.accept_follow(social_tests.id('bob')))::text,
  format('(%s,,accepted,f,f,,f,f)', social_tests.id('bob')),
  'accept_follow returns an accepted follow');
select is_empty('select * from social.follow_requests()',
  'follow_requests does not list an accepted request');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'after the acceptance the home feed of the follower contains the posts of the account');

select * from finish();
rollback;
