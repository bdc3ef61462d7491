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
  'SEC-03 following a private account only sends a request');
select social_tests.remember();
select throws_ok(
  format(
    $$insert into social.follows values (%L, %L, 'accepted', now(), now())$$,
    social_tests.id('mallory'), social_tests.id('alice')),
  '42501', 'permission denied for table follows', 'SEC-03 an accepted follow cannot be inserted');
select throws_ok(
  $$update social.follows set state = 'accepted', accepted_at = now()$$,
  '42501', 'permission denied for table follows', 'SEC-03 a follow request cannot be updated');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'SEC-03 repeating the request does not accept it');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'SEC-03 the follower cannot accept their own request');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('alice')), 'PT404',
  'follow_request_not_found',
  'SEC-03 the follower cannot accept it by the id of the followed person');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('bob')), 'PT404',
  'follow_request_not_found', 'SEC-03 a third person cannot accept it');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-03 a pending request does not show posts');
select ok(social_tests.is_unchanged(), 'SEC-03 no row has changed');

select * from finish();
rollback;
