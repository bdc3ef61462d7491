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
  'the owner of a private account can accept a follow request');
select social_tests.remember();
select is(
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'a second accept_follow returns the same state as the first');
select is(
  (social.reject_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'reject_follow returns followed_by_state = accepted for an accepted request');
select ok(social_tests.is_unchanged(),
  'accepting or rejecting an accepted request changes nothing');

select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null,
  'the owner of a private account can reject a follow request');
select social_tests.remember();
select is(
  (social.reject_follow(social_tests.id('carol'))).followed_by_state, null,
  'a second reject_follow returns the same state as the first');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('carol')), 'PT404',
  'follow_request_not_found', 'a rejected request cannot be accepted');
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id('mallory')), 'PT404',
  'follow_request_not_found', 'a request that never existed cannot be accepted');
select ok(social_tests.is_unchanged(), 'accepting or rejecting a rejected request changes nothing');

select social_tests.act_as_operator();
update social_private.config set follow_pause_hours = 0;
select social_tests.act_as('carol');
select is(
  (social.profile(social_tests.id('alice'))).follow_state, null,
  'profile() returns follow_state = null to a rejected person');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'a rejected person can send another follow request when the config has no pause');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'a person can withdraw their follow request');
select social_tests.act_as('alice');
select is_empty('select * from social.follow_requests()',
  'follow_requests does not list a withdrawn follow request');

select * from finish();
rollback;
