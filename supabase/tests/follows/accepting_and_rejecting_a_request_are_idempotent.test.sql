begin;
select plan(13);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.person('mallory');
select social_tests.request('bob', 'alice');
select social_tests.request('carol', 'alice');

select social_tests.act_as('alice');
select is(
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'the owner accepts a request');
select social_tests.remember();
select is(
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'accepting twice returns the same state');
select is(
  (social.reject_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'rejecting an accepted request changes nothing and returns the accepted state');
select ok(social_tests.is_unchanged(), 'the repeated answers change nothing');

select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null,
  'the owner rejects a request');
select social_tests.remember();
select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null,
  'rejecting twice returns the same state');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('carol')), 'PT404',
  'follow_request_not_found', 'a rejected request cannot be accepted');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'a request that never existed cannot be accepted');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');

select social_tests.act_as('carol');
select is(
  (social.profile(social_tests.id('alice'))).follow_state, null,
  'a rejected person sees no request');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'a rejected person can request again');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'a person can withdraw a request');
select social_tests.act_as('alice');
select is_empty('select * from social.follow_requests()',
  'the owner does not see a withdrawn request');

select * from finish();
rollback;
