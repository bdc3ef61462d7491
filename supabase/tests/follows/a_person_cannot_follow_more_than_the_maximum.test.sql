begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.person('locked', true);
-- These rows belong to other people, so they must not count towards the maximum of alice.
select social_tests.follow('bob', 'carol');
select social_tests.request('dora', 'locked');
update social_private.config set following_max = 2;

select social_tests.act_as('alice');
select social.follow_profile(social_tests.id('bob'));
select is(
  (select follow_state from social.follow_profile(social_tests.id('locked'))), 'pending',
  'a person who follows fewer people than the maximum can send a follow request');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'a pending follow request counts towards the maximum');
select throws_ok(
  $$select social.follow_profile(gen_random_uuid())$$, 'PT404', 'profile_not_found',
  'a person at the maximum gets profile_not_found for an unknown profile');
select is(
  (select follow_state from social.follow_profile(social_tests.id('bob'))), 'accepted',
  'a person at the maximum may follow an already followed profile again');
select social_tests.act_as('locked');
select social.accept_follow(social_tests.id('alice'));
select social_tests.act_as('alice');
select is((select following_count from social.my_profile()), 2,
  'the following_count includes an accepted follow request once');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'an accepted follow request counts towards the maximum');
select social.unfollow_profile(social_tests.id('bob'));
select lives_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$,
  'a person at the maximum can follow another account after one unfollow');
select throws_ok(
  $$select social.follow_profile(social_tests.id('dora'))$$, 'PT409', 'following_too_many',
  'after one unfollow, a second new follow is refused');

select * from finish();
rollback;
