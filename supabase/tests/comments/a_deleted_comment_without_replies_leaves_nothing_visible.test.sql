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
  'delete_comment tells what is left and until when the comment can be restored');
select throws_ok(
  format('select social.delete_comment(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'a deleted comment cannot be deleted again');
select is(
  (select array_agg(body) from social.comments), array['rude'], 'the table shows nothing of it');
select throws_ok(
  format('select social.comment_replies(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'its thread is not found');

select social_tests.act_as('alice');
select is(
  (social.delete_comment(social_tests.comment_id('rude'))).comment_count, 0,
  'the author of the post deletes anybody''s comment on it');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'no tombstone is listed');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 0, 'the post counts no comment');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()', 'every counter is exact');
update social.comments set deleted_at = now() - interval '31 days';
select social_tests.work();
select is_empty(
  $$
    select id from social.comments union all select comment_id from social.comment_edits
    union all select comment_id from social.comment_likes
    union all select comment_id from social_private.comment_counters
  $$,
  'after the time to restore them no row is left');
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter is exact after the permanent deletion');

select * from finish();
rollback;
