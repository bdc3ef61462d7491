begin;
select plan(13);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'fan', 'mallory']) as name;
select social_tests.follow('fan', 'alice');
select social_tests.post('alice', 'sunrise');
update social_private.accounts set limited_at = now()
where profile_id = social_tests.id('alice');

select social_tests.act_as('fan');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'a follower sees the posts of a limited account in the home feed');
select is((select count(*) from social.posts), 1::bigint,
  'a follower can read the posts of a limited account in social.posts');
select is(
  (select array_agg(username) from social.profile_search('ali')), array['alice'],
  'a follower finds a limited account in a search');
select is(
  (select post_count from social.profile(social_tests.id('alice'))), 1,
  'a follower sees the counts of a limited account');
select social_tests.act_as('mallory');
select is(
  (select (username, post_count)::text from social.profile_by_username('alice')), '(alice,)',
  'a stranger sees the profile of a limited account without counts');
select is_empty('select * from social.posts',
  'a stranger cannot read the posts of a limited account in social.posts');
select throws_ok(
  $$select social.post(social_tests.post_id('sunrise'))$$, 'PT404', 'post_not_found',
  'a stranger cannot open a post of a limited account');
select is_empty($$select * from social.profile_search('alice')$$,
  'a stranger does not find a limited account in a search');
select is_empty(
  $$select * from social.profile_search() where username = 'alice'$$,
  'a profile search without a term does not list a limited account');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('alice'))$$,
  'the list of followers of a limited account is empty for a stranger');
select social_tests.act_as('alice');
select is(
  (select (is_private, post_count, follower_count)::text from social.my_profile()), '(f,1,1)',
  'my_profile does not tell the owner that the account is limited, and returns all counts');
select is(
  (select array_agg(username) from social.profile_search('alice')), array['alice'],
  'the owner of a limited account finds it in a search');
select lives_ok(
  $$select social.update_post(social_tests.post_id('sunrise'), 'sunset')$$,
  'the owner of a limited account can edit a post');

select * from finish();
rollback;
