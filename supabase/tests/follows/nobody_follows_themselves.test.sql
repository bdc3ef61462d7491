begin;
select plan(6);
select social_tests.person('mallory');

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.follow_profile(%L)', auth.uid()), 'PT422', 'cannot_follow_self',
  'nobody follows themselves');
select throws_ok(
  format('select social.follow_profile(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'nor who is not there');
select throws_ok(
  format('select social.accept_follow(%L)', auth.uid()), 'PT404', 'follow_request_not_found',
  'nor asks themselves');
select is(
  array[
    (social.unfollow_profile(auth.uid())).follow_state,
    (social.remove_follower(auth.uid())).follow_state,
    (social.reject_follow(auth.uid())).follow_state
  ],
  array[null, null, null]::social.follow_state[], 'to stop following oneself is no error');
select ok(social_tests.is_unchanged(), 'and nothing changes');
select social_tests.act_as_operator();
select throws_ok(
  $$insert into social.follows values (
    social_tests.id('mallory'), social_tests.id('mallory'), 'accepted', now(), now())$$,
  '23514', null, 'not even an operator can make it so');

select * from finish();
rollback;
