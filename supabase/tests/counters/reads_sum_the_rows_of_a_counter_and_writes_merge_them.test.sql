begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

-- Concurrent writes store their changes in additional counter rows (slot > 0).
insert into social_private.post_counters (post_id, slot, like_count, comment_count)
values
  (social_tests.post_id('sunrise'), 1, 5, 0), (social_tests.post_id('sunrise'), 2, -2, 3),
  (social_tests.post_id('sunrise'), 3, 0, -1);
insert into social_private.profile_counters (profile_id, slot, post_count, follower_count)
values (social_tests.id('alice'), 1, 2, 0), (social_tests.id('alice'), 2, 0, 7);
insert into social_private.comment_counters (comment_id, slot, like_count, reply_count)
values (social_tests.comment_id('first'), 1, 4, 1);

select social_tests.act_as('bob');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(3,3)', 'post() returns the sum of all counter rows of the post');
select is(
  (select (like_count, comment_count)::text from social.post_counts), '(3,3)',
  'the view post_counts returns the sum of all counter rows of the post');
select is(
  (select (post_count, follower_count)::text from social.profile(social_tests.id('alice'))),
  '(3,7)', 'profile() returns the sum of all counter rows of the profile');
select is(
  (select (like_count, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(4,1)', 'post_comments returns the sum of all counter rows of the comment');

select social.like_post(social_tests.post_id('sunrise'));
select social.follow_profile(social_tests.id('alice'));
select social.like_comment(social_tests.comment_id('first'));
select social_tests.act_as_operator();
select results_eq(
  'select slot, like_count, comment_count from social_private.post_counters',
  'values (0::bigint, 4, 3)',
  'a new like of a post merges all counter rows of the post into one row');
select results_eq(
  format('select slot, post_count, follower_count, following_count
    from social_private.profile_counters where profile_id = %L', social_tests.id('alice')),
  'values (0::bigint, 3, 8, 0)',
  'a new follow of a profile merges all counter rows of the profile into one row');
select results_eq(
  'select slot, like_count, reply_count from social_private.comment_counters',
  'values (0::bigint, 5, 1)',
  'a new like of a comment merges all counter rows of the comment into one row');
select is(
  (select count(*) from social_private.profile_counters), 2::bigint,
  'after the new follow each person has one counter row');

select * from finish();
rollback;
