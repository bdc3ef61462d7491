begin;
select plan(5);
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol']) as name;
select social_tests.request(name, 'alice') from unnest(array['bob', 'carol']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('carol');

select social_tests.act_as('alice');
select social_tests.remember();
select throws_ok(
  format('select social.accept_follow(%L)', social_tests.id(name)), 'PT404',
  'follow_request_not_found',
  format('the follow request of the inactive account %s cannot be accepted', name))
from unnest(array['bob', 'carol']) as name;
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');
select is_empty('select * from social.follow_requests()',
  'follow_requests does not list requests of inactive accounts');
select social_tests.act_as('bob');
select social.reactivate_profile();
select social_tests.act_as('alice');
select is(
  (social.accept_follow(social_tests.id('bob'))).followed_by_state, 'accepted',
  'the follow request can be accepted after the requester reactivates their account');

select * from finish();
rollback;
