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
select is((select count(*) from social.home_feed()), 1::bigint, 'a follower has the post in the home feed');
select social_tests.act_as('alice');
select is(
  (social.remove_follower(social_tests.id('mallory'))).followed_by_state, null,
  'SEC-22 alice removes her follower mallory');
select social_tests.act_as('mallory');
select is_empty('select * from social.posts', 'SEC-22 a removed follower cannot see the posts');
select is_empty('select * from social.home_feed()',
  'SEC-22 a removed follower has no posts in the home feed');
select is_empty('select * from social.saved_posts()',
  'SEC-22 a removed follower cannot see posts saved earlier');
select throws_ok(
  format('select social.like_post(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-22 a removed follower cannot like the posts');
select is(
  (social.unsave_post(social_tests.post_id('sunrise'))).is_saved, false,
  'SEC-22 a removed follower can still unsave a post');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'SEC-22 bob unfollows alice');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-22 a person who unfollowed cannot see the posts');

select * from finish();
rollback;
