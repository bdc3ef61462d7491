begin;
select plan(6);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.comment('alice', 'sunset', 'second');
select social_tests.comment('bob', 'sunset', 'third');

-- The likes of the second post and the second comment must not be counted.
select social_tests.act_as('alice');
select social.like_post(social_tests.post_id('sunset'));
select social.like_comment(social_tests.comment_id('second'));

select social_tests.act_as('bob');
select is(
  social.like_post(social_tests.post_id('sunrise'))::text, '(t,1)',
  'like_post counts only the likes of the given post');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'unlike_post counts only the likes of the given post');
select is(
  social.like_comment(social_tests.comment_id('first'))::text, '(t,1)',
  'like_comment counts only the likes of the given comment');
select is(
  social.unlike_comment(social_tests.comment_id('first'))::text, '(f,0)',
  'unlike_comment counts only the likes of the given comment');
select is(
  (social.delete_comment(social_tests.comment_id('third'))).comment_count, 1,
  'delete_comment returns the number of comments that remain on the post');
select is(
  (select like_count from social.post(social_tests.post_id('sunset'))), 1,
  'removing a like of one post does not remove the like of another post');

select * from finish();
rollback;
