begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.person('locked', true);
select social_tests.request('alice', 'locked');
update social_private.config set following_max = 1;

-- A block deletes the request. If a request to an inactive account counted, the maximum would tell
-- the requester whether the account blocks them or is inactive.
select social_tests.act_as('alice');
select throws_ok(
  $$select social.follow_profile(social_tests.id('bob'))$$, 'PT409', 'following_too_many',
  'a request to an active account counts towards the maximum');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('locked');
select social_tests.act_as('alice');
select is(
  (select follow_state from social.follow_profile(social_tests.id('bob'))), 'accepted',
  'a request to an inactive account does not count towards the maximum');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'the new follow counts towards the maximum');

select * from finish();
rollback;
