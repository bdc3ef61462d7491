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
  'people who hide whom they follow are not in the follower lists of other people');
select is_empty(
  $$select * from social.profile_following(social_tests.id('star'))$$,
  'people who hide their followers are not in the following lists of other people');
select is_empty(
  $$select * from social.follows where social_tests.id('star') in (follower_id, followee_id)$$,
  'the follows of a person who hides both lists are not readable in social.follows');
select social_tests.act_as('fan');
select is(
  (select array_agg(username) from social.profile_following(social_tests.id('star'))),
  array['shy'],
  'if followers may see a person''s followers, they see the person in following lists');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('star'))$$,
  'a person who hides whom they follow is not in follower lists, even for a follower');
select social_tests.act_as('star');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['shy'],
  'people see all their own followers, even those who hide whom they follow');
select social_tests.act_as('shy');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('star'))),
  array['shy'], 'people who hide their lists see themselves in the lists of other people');
select is((select count(*) from social.follows), 3::bigint,
  'people who hide their lists can read all their own follows in social.follows');

select * from finish();
rollback;
