begin;
select plan(6);
select social_tests.person('mallory');

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.follow_profile(%L)', auth.uid()), 'PT422', 'cannot_follow_self',
  'you cannot follow yourself');
select throws_ok(
  format('select social.follow_profile(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'you cannot follow a profile that does not exist');
select throws_ok(
  format('select social.accept_follow(%L)', auth.uid()), 'PT404', 'follow_request_not_found',
  'you cannot accept a follow request from yourself');
select is(
  array[
    (social.unfollow_profile(auth.uid())).follow_state,
    (social.remove_follower(auth.uid())).follow_state,
    (social.reject_follow(auth.uid())).follow_state
  ],
  array[null, null, null]::social.follow_state[],
  'unfollow_profile, remove_follower and reject_follow succeed with your own id');
select ok(social_tests.is_unchanged(), 'calls with your own id or an unknown id change nothing');
select social_tests.act_as_operator();
select throws_ok(
  $$insert into social.follows values (
    social_tests.id('mallory'), social_tests.id('mallory'), 'accepted', now(), now())$$,
  '23514', null, 'even an operator cannot insert a row in which a person follows themselves');

select * from finish();
rollback;
