begin;
select plan(9);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.request('bob', 'alice');

select social_tests.act_as('mallory');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'SEC-03 a private account is asked, not followed');
select social_tests.remember();
select throws_ok(
  format(
    $$insert into social.follows values (%L, %L, 'accepted', now(), now())$$,
    social_tests.id('mallory'), social_tests.id('alice')),
  '42501', 'permission denied for table follows', 'SEC-03 an accepted edge cannot be inserted');
select throws_ok(
  $$update social.follows set state = 'accepted', accepted_at = now()$$,
  '42501', 'permission denied for table follows', 'SEC-03 nor can a request be updated');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'SEC-03 asking again does not help');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'SEC-03 the follower cannot accept for the followee');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('alice')), 'PT404',
  'follow_request_not_found', 'SEC-03 nor name the followee');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('bob')), 'PT404',
  'follow_request_not_found', 'SEC-03 nor accept what somebody else asked of somebody else');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-03 a request shows nothing');
select ok(social_tests.is_unchanged(), 'SEC-03 nothing has changed');

select * from finish();
rollback;
