begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.person('locked', true);
-- Follows and requests of other people do not count.
select social_tests.follow('bob', 'carol');
select social_tests.request('dora', 'locked');
update social_private.config set following_max = 2;

select social_tests.act_as('alice');
select social.follow_profile(social_tests.id('bob'));
select is(
  (select follow_state from social.follow_profile(social_tests.id('locked'))), 'pending',
  'the person follows one account and requests to follow another');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'a pending request counts towards the maximum');
select throws_ok(
  $$select social.follow_profile(gen_random_uuid())$$, 'PT404', 'profile_not_found',
  'at the maximum, a missing profile is still reported as not found');
select is(
  (select follow_state from social.follow_profile(social_tests.id('bob'))), 'accepted',
  'at the maximum, a repeated follow still succeeds');
select social_tests.act_as('locked');
select social.accept_follow(social_tests.id('alice'));
select social_tests.act_as('alice');
select is((select following_count from social.my_profile()), 2, 'an accepted request counts once');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'an accepted request counts towards the maximum');
select social.unfollow_profile(social_tests.id('bob'));
select lives_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$,
  'one unfollow allows one more follow');
select throws_ok(
  $$select social.follow_profile(social_tests.id('dora'))$$, 'PT409', 'following_too_many',
  'a second follow is refused');

select * from finish();
rollback;
