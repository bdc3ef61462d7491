begin;
select plan(10);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice')))::text,
  format('(%s,pending,,f,f,,f)', social_tests.id('alice')), 'bob asks');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'asking twice is asking once');
select is_empty('select * from social.posts', 'as long as he waits he sees no post');
select is_empty('select * from social.home_feed()', 'not in the feed either');

select social_tests.act_as('alice');
select is(
  (select (username, followed_by_state, follow_state)::text from social.follow_requests()),
  '(bob,pending,)', 'alice sees who asks');
select is(
  (select follower_count from social.my_profile()), 0, 'a request is no follower');
select is_empty(
  $$select * from social.profile_followers(auth.uid())$$, 'and is not among her followers');
select is(
  (social.accept_follow(social_tests.id('bob')))::text,
  format('(%s,,accepted,f,f,,f)', social_tests.id('bob')), 'she lets him in');
select is_empty('select * from social.follow_requests()', 'and has no request any more');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'], 'now he sees her posts');

select * from finish();
rollback;
