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
  $$select * from social.profile_followers(social_tests.id('alice'))$$, 'SEC-37 no follower');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$, 'SEC-37 no followee');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('carol'))),
  array['mallory'], 'SEC-37 not from the other end either');
select is_empty(
  $$select * from social.profile_following(social_tests.id('bob'))$$, 'SEC-37 whichever way');
select is_empty(
  $$select * from social.follows where social_tests.id('alice') in (follower_id, followee_id)$$,
  'SEC-37 nor an edge in the table');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,1)', 'SEC-37 the counts, which are totals, show');
select social_tests.act_as('bob');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-37 a follower sees no more');
select is(
  (select array_agg(username) from social.profile_following(auth.uid())), array['alice'],
  'SEC-37 than their own edge');
select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['bob'],
  'SEC-37 the owner sees all');
select social.update_profile(followers_visibility => 'public');
select social_tests.act_as('mallory');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['bob'], 'SEC-37 and may open it again');

select * from finish();
rollback;
