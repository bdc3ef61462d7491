begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['star', 'shy', 'fan', 'mallory']) as name;
select social_tests.follow('shy', 'star');
select social_tests.follow('star', 'shy');
select social_tests.follow('fan', 'shy');

select social_tests.act_as('shy');
select social.update_profile(
  followers_visibility => 'followers', following_visibility => 'only_me');
select social_tests.act_as('mallory');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('star'))$$,
  'who does not show whom they follow is among nobody''s followers');
select is_empty(
  $$select * from social.profile_following(social_tests.id('star'))$$,
  'who does not show their followers is in nobody''s list of followees');
select is_empty(
  $$select * from social.follows where social_tests.id('star') in (follower_id, followee_id)$$,
  'nor do the edges show');
select social_tests.act_as('fan');
select is(
  (select array_agg(username) from social.profile_following(social_tests.id('star'))),
  array['shy'], 'each list is decided by itself');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('star'))$$, 'the other stays closed');
select social_tests.act_as('star');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['shy'],
  'one sees all one''s own');
select social_tests.act_as('shy');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('star'))),
  array['shy'], 'and oneself');
select is((select count(*) from social.follows), 3::bigint, 'and one''s edges');

select * from finish();
rollback;
