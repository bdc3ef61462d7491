begin;
select plan(9);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise', 'followers');
select social_tests.follow('bob', 'alice');
select social_tests.follow('mallory', 'alice');

select social_tests.act_as('mallory');
select social.save_post(social_tests.post_id('sunrise'));
select is((select count(*) from social.home_feed()), 1::bigint, 'a follower has it in the feed');
select social_tests.act_as('alice');
select is(
  (social.remove_follower(social_tests.id('mallory'))).followed_by_state, null,
  'SEC-22 alice removes mallory');
select social_tests.act_as('mallory');
select is_empty('select * from social.posts', 'SEC-22 who is removed sees the posts no more');
select is_empty('select * from social.home_feed()', 'SEC-22 nor in the feed');
select is_empty('select * from social.saved_posts()', 'SEC-22 nor among what was saved');
select throws_ok(
  format('select social.like_post(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-22 nor can like them');
select is(
  (social.unsave_post(social_tests.post_id('sunrise'))).is_saved, false,
  'SEC-22 but can forget what was saved');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null, 'SEC-22 bob leaves');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-22 who leaves sees nothing more either');

select * from finish();
rollback;
