begin;
select plan(10);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.follow('bob', 'alice');
select social_tests.request('carol', 'alice');
select social_tests.post('bob', 'sunrise');
select social_tests.post('bob', 'for me', 'only_me');

select social_tests.act_as('alice');
select is(
  (select (username, post_count, follower_count, following_count, follow_state,
      followed_by_state)::text from social.profile(social_tests.id('bob'))),
  '(bob,1,0,1,,accepted)',
  'a profile shows that its owner follows you, and its post_count excludes only_me posts');
select is(
  (social.profile(social_tests.id('carol'))).followed_by_state, 'pending',
  'a profile shows that the person has a pending request to follow you');
select social_tests.act_as('bob');
select is(
  (social.profile(social_tests.id('alice'))).follow_state, 'accepted',
  'a profile shows that you follow the person');
select is(
  (select (follow_state, followed_by_state)::text from social.profile(social_tests.id('carol'))),
  '(,)', 'a profile of a stranger shows no follow in either direction');
select is(
  (select (post_count, follow_state, followed_by_state)::text from social.my_profile()), '(1,,)',
  'your own profile shows no follow in either direction');
select is(
  (social.profile(auth.uid())), (social.my_profile()),
  'profile returns your own profile by its id');
select is(
  (social.profile_by_username('@Bob')), (social.my_profile()),
  'profile_by_username returns your own profile by its username, with an @ and a capital letter');
select social_tests.act_as_anon();
select is(
  (select (username, post_count, follow_state)::text from social.profile_by_username('bob')),
  '(bob,1,)', 'an anonymous caller sees a public profile');
select throws_ok(
  format('select social.profile(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'profile fails with profile_not_found for an id without a profile');
select throws_ok(
  'select social.profile_by_username(''nobody.here'')', 'PT404', 'profile_not_found',
  'profile_by_username fails with profile_not_found for a username that nobody has');

select * from finish();
rollback;
