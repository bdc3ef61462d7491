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
select is((select count(*) from social.home_feed()), 1::bigint,
  'SEC-22 the home feed of a follower contains a post for followers');
select social_tests.act_as('alice');
select is(
  (social.remove_follower(social_tests.id('mallory'))).followed_by_state, null,
  'SEC-22 a person can remove a follower');
select social_tests.act_as('mallory');
select is_empty('select * from social.posts',
  'SEC-22 a removed follower cannot read posts of the private account');
select is_empty('select * from social.home_feed()',
  'SEC-22 the home feed of a removed follower does not contain posts of the private account');
select is_empty('select * from social.saved_posts()',
  'SEC-22 saved_posts of a removed follower does not list posts of the private account');
select throws_ok(
  format('select social.like_post(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-22 a removed follower cannot like posts of the private account');
select is(
  (social.unsave_post(social_tests.post_id('sunrise'))).is_saved, false,
  'SEC-22 a removed follower can still unsave a post');

select social_tests.act_as('bob');
select is(
  (social.unfollow_profile(social_tests.id('alice'))).follow_state, null,
  'SEC-22 a follower can unfollow a private account');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-22 a person who unfollowed a private account cannot open its posts');

select * from finish();
rollback;
