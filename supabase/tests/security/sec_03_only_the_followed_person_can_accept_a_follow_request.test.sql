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
  'SEC-03 following a private account creates a pending request');
select social_tests.remember();
select throws_ok(
  format(
    $$insert into social.follows values (%L, %L, 'accepted', now(), now())$$,
    social_tests.id('mallory'), social_tests.id('alice')),
  '42501', 'permission denied for table follows',
  'SEC-03 a client cannot insert an accepted follow into the table');
select throws_ok(
  $$update social.follows set state = 'accepted', accepted_at = now()$$,
  '42501', 'permission denied for table follows',
  'SEC-03 a client cannot update a follow request in the table');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'SEC-03 repeating a follow request does not accept it');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'SEC-03 the follower cannot accept their own request');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('alice')), 'PT404',
  'follow_request_not_found',
  'SEC-03 the follower cannot accept the request by passing the id of the followed person');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('bob')), 'PT404',
  'follow_request_not_found',
  'SEC-03 a third person cannot accept the follow request of another person');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-03 a person with a pending request cannot see the posts of the private account');
select ok(social_tests.is_unchanged(), 'SEC-03 refused attempts to accept a request change no row');

select * from finish();
rollback;
