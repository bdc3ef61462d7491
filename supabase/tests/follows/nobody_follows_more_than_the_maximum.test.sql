begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.person('locked', true);
-- What others follow and ask for does not count.
select social_tests.follow('bob', 'carol');
select social_tests.request('dora', 'locked');
update social_private.config set following_max = 2;

select social_tests.act_as('alice');
select social.follow_profile(social_tests.id('bob'));
select is(
  (select follow_state from social.follow_profile(social_tests.id('locked'))), 'pending',
  'one follow and one request');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'a request counts, so that no answer leads beyond the maximum');
select throws_ok(
  $$select social.follow_profile(gen_random_uuid())$$, 'PT404', 'profile_not_found',
  'who is not there is not found');
select is(
  (select follow_state from social.follow_profile(social_tests.id('bob'))), 'accepted',
  'whom one follows one may follow again');
select social_tests.act_as('locked');
select social.accept_follow(social_tests.id('alice'));
select social_tests.act_as('alice');
select is((select following_count from social.my_profile()), 2, 'an accepted request counts once');
select throws_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'PT409', 'following_too_many',
  'as before');
select social.unfollow_profile(social_tests.id('bob'));
select lives_ok(
  $$select social.follow_profile(social_tests.id('carol'))$$, 'one unfollow makes room');
select throws_ok(
  $$select social.follow_profile(social_tests.id('dora'))$$, 'PT409', 'following_too_many',
  'for one');

select * from finish();
rollback;
