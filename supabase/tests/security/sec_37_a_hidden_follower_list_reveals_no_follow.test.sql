begin;
select plan(10);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mallory']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'carol');
select social_tests.follow('mallory', 'carol');
select social_tests.act_as('alice');
select social.update_profile(followers_visibility => 'only_me', following_visibility => 'only_me');

select social_tests.act_as('mallory');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('alice'))$$,
  'SEC-37 a stranger sees no followers of the account');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-37 a stranger sees nobody whom the account follows');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('carol'))),
  array['mallory'], 'SEC-37 the account is missing in the followers of others');
select is_empty(
  $$select * from social.profile_following(social_tests.id('bob'))$$,
  'SEC-37 the account is missing among those whom its followers follow');
select is_empty(
  $$select * from social.follows where social_tests.id('alice') in (follower_id, followee_id)$$,
  'SEC-37 the table shows no follow of the account');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,1)', 'SEC-37 the counts are still visible');
select social_tests.act_as('bob');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-37 a follower sees no other follows');
select is(
  (select array_agg(username) from social.profile_following(auth.uid())), array['alice'],
  'SEC-37 a follower sees their own follow');
select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['bob'],
  'SEC-37 the owner sees all followers');
select social.update_profile(followers_visibility => 'public');
select social_tests.act_as('mallory');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['bob'], 'SEC-37 the owner can open the list again');

select * from finish();
rollback;
