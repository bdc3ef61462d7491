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
  '(bob,1,0,1,,accepted)', 'alice sees that bob follows her, and his posts that others see');
select is(
  (social.profile(social_tests.id('carol'))).followed_by_state, 'pending',
  'she sees that carol asks');
select social_tests.act_as('bob');
select is(
  (social.profile(social_tests.id('alice'))).follow_state, 'accepted', 'bob sees that he follows');
select is(
  (select (follow_state, followed_by_state)::text from social.profile(social_tests.id('carol'))),
  '(,)', 'and between him and carol there is nothing');
select is(
  (select (post_count, follow_state, followed_by_state)::text from social.my_profile()), '(1,,)',
  'on his own page he stands in no relation to himself');
select is(
  (social.profile(auth.uid())), (social.my_profile()), 'by his id he gets the same page');
select is(
  (social.profile_by_username('@Bob')), (social.my_profile()),
  'and by name, in any case, with or without @');
select social_tests.act_as_anon();
select is(
  (select (username, post_count, follow_state)::text from social.profile_by_username('bob')),
  '(bob,1,)', 'anon sees an open page');
select throws_ok(
  format('select social.profile(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'who is not there is not found');
select throws_ok(
  'select social.profile_by_username(''nobody.here'')', 'PT404', 'profile_not_found',
  'nor is a name that nobody has');

select * from finish();
rollback;
