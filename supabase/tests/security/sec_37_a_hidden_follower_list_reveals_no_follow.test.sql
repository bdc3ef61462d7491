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
  'SEC-37 a stranger cannot list the followers of an account with hidden lists');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-37 a stranger cannot list the people whom an account with hidden lists follows');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('carol'))),
  array['mallory'],
  'SEC-37 an account with hidden lists is not listed among the followers of other people');
select is_empty(
  $$select * from social.profile_following(social_tests.id('bob'))$$,
  'SEC-37 profile_following of a follower does not list an account with hidden lists');
select is_empty(
  $$select * from social.follows where social_tests.id('alice') in (follower_id, followee_id)$$,
  'SEC-37 the table follows shows a stranger no follow of an account with hidden lists');
select is(
  (select (follower_count, following_count)::text from social.profile(social_tests.id('alice'))),
  '(1,1)', 'SEC-37 a stranger still sees the counts of an account with hidden lists');
select social_tests.act_as('bob');
select is_empty(
  $$select * from social.profile_following(social_tests.id('alice'))$$,
  'SEC-37 a follower cannot list the people whom an account with hidden lists follows');
select is(
  (select array_agg(username) from social.profile_following(auth.uid())), array['alice'],
  'SEC-37 a follower sees their own follow of an account with hidden lists');
select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['bob'],
  'SEC-37 the owner of hidden lists sees all their followers');
select social.update_profile(followers_visibility => 'public');
select social_tests.act_as('mallory');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['bob'], 'SEC-37 a stranger sees the followers again after the owner makes the list public');

select * from finish();
rollback;
