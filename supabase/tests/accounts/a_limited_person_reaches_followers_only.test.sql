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
  (select array_agg(caption) from social.home_feed()), array['sunrise'], 'followers see all');
select is((select count(*) from social.posts), 1::bigint, 'in the table');
select is(
  (select array_agg(username) from social.profile_search('ali')), array['alice'], 'in a search');
select is(
  (select post_count from social.profile(social_tests.id('alice'))), 1, 'and counts');
select social_tests.act_as('mallory');
select is(
  (select (username, post_count)::text from social.profile_by_username('alice')), '(alice,)',
  'others see who it is');
select is_empty('select * from social.posts', 'but no post');
select throws_ok(
  $$select social.post(social_tests.post_id('sunrise'))$$, 'PT404', 'post_not_found',
  'on no way');
select is_empty($$select * from social.profile_search('alice')$$, 'no search finds them');
select is_empty(
  $$select * from social.profile_search() where username = 'alice'$$, 'nor the list of all');
select is_empty(
  $$select * from social.profile_followers(social_tests.id('alice'))$$, 'their lists are closed');
select social_tests.act_as('alice');
select is(
  (select (is_private, post_count, follower_count)::text from social.my_profile()), '(f,1,1)',
  'they are not told');
select is(
  (select array_agg(username) from social.profile_search('alice')), array['alice'],
  'and find themselves');
select lives_ok(
  $$select social.update_post(social_tests.post_id('sunrise'), 'sunset')$$, 'and go on');

select * from finish();
rollback;
