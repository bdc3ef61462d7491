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
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted', 'bob is let in');
select social_tests.remember();
select is(
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'accepting twice answers the same');
select is(
  (social.reject_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'who is in is not turned down: the answer says so');
select ok(social_tests.is_unchanged(), 'and nothing changes');

select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null, 'carol is turned down');
select social_tests.remember();
select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null,
  'turning down twice answers the same');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('carol')), 'PT404',
  'follow_request_not_found', 'and then there is nothing to accept');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'nor from who never asked');
select ok(social_tests.is_unchanged(), 'and nothing changes');

select social_tests.act_as('carol');
select is(
  (social.profile(social_tests.id('alice'))).follow_state, null, 'carol sees no request any more');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending', 'and may ask again');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'or take the request back');
select social_tests.act_as('alice');
select is_empty('select * from social.follow_requests()', 'which alice then does not see');

select * from finish();
rollback;
