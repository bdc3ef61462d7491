begin;
select plan(11);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'his');
select social_tests.comment('mallory', 'sunrise', 'rude');
select set_config('my.his', social_tests.comment_id('his')::text, true);

select social_tests.act_as('mallory');
select throws_ok(
  format('select social.delete_comment(%L)', social_tests.comment_id('his')), 'PT403',
  'not_author', 'a third person cannot delete a comment');
select social_tests.act_as('bob');
select id from social.update_comment(current_setting('my.his')::uuid, 'his own');
select social.like_comment(current_setting('my.his')::uuid);
select is(
  (select (
      post_id, is_tombstone, comment_count, deleted_at, restorable_until - interval '30 days')::text
    from social.delete_comment(current_setting('my.his')::uuid)),
  format('(%s,f,1,"%s","%s")', social_tests.post_id('sunrise'), now(), now()),
  'delete_comment returns the new comment_count and the deadline for a restoration');
select throws_ok(
  format('select social.delete_comment(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'a deleted comment cannot be deleted again');
select is(
  (select array_agg(body) from social.comments), array['rude'],
  'a deleted comment is not readable in social.comments');
select throws_ok(
  format('select social.comment_replies(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'the replies to a deleted comment cannot be listed');

select social_tests.act_as('alice');
select is(
  (social.delete_comment(social_tests.comment_id('rude'))).comment_count, 0,
  'the author of a post can delete the comments of other people on that post');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'deleted comments without replies leave no tombstone in the list');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 0,
  'the comment_count of a post does not include deleted comments');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');
update social.comments set deleted_at = now() - interval '31 days';
select social_tests.work();
select is_empty(
  $$
    select id from social.comments union all select comment_id from social.comment_edits
    union all select comment_id from social.comment_likes
    union all select comment_id from social_private.comment_counters
  $$,
  '31 days after the deletion, maintenance deletes all rows of the comments');
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter is exact after the permanent deletion');

select * from finish();
rollback;
