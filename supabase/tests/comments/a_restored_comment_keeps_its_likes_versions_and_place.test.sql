begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'root');
select social_tests.comment('carol', 'sunrise', 'answer', 'root');
select social_tests.comment('bob', 'sunrise', 'last', 'answer');
select set_config('my.' || body, id::text, true) from social.comments;
select social_tests.act_as('bob');
select id from social.update_comment(current_setting('my.root')::uuid, 'the root for @carol');
select social_tests.act_as('carol');
select social.like_comment(current_setting('my.root')::uuid);
create function pg_temp.thread() returns text language sql as $$
  select string_agg(r::text, '|' order by r.id)
  from (
    select * from social.post_comments(social_tests.post_id('sunrise'))
    union all
    select * from social.comment_replies(current_setting('my.root')::uuid)
  ) as r
$$;
select set_config('my.thread', pg_temp.thread(), true);

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.last')::uuid);
select social.delete_comment(current_setting('my.root')::uuid);
select is(
  (select deleted_by::text from social.post_comments(social_tests.post_id('sunrise'))), 'author',
  'a deleted comment with replies is listed as a tombstone');
select is(
  (select array_agg(body order by body) from social.deleted_comments()),
  array['last', 'the root for @carol'],
  'deleted_comments lists the comments that the caller deleted');
select social_tests.act_as('carol');
select is_empty(
  'select * from social.deleted_comments()',
  'deleted_comments does not list comments that other people deleted');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.root')), 'PT404',
  'comment_not_found', 'a person cannot restore a comment that somebody else deleted');
select social.delete_comment(current_setting('my.answer')::uuid);
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 0,
  'the comment_count of the post does not include deleted comments');
select is(
  (select count(*) from social.comments)
    + (select count(*) from social.post_comments(social_tests.post_id('sunrise'))), 0::bigint,
  'no tombstone is listed when every reply of the thread is deleted');

select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.last')), 'PT404',
  'comment_not_found', 'a reply cannot be restored while the comment above it is deleted');
select is(
  (social.restore_comment(current_setting('my.root')::uuid)).like_count, 1,
  'a restored top-level comment keeps its like');
select is(
  (social.restore_comment(current_setting('my.root')::uuid)).mentions #>> '{0,username}', 'carol',
  'a second call of restore_comment returns the comment with its mentions');
select is(
  (select array_agg(body) from social.comment_history(current_setting('my.root')::uuid)),
  array['root'], 'a restored top-level comment keeps its earlier versions');
select social_tests.act_as('carol');
select id from social.restore_comment(current_setting('my.answer')::uuid);
select social_tests.act_as('bob');
select is(
  (social.restore_comment(current_setting('my.last')::uuid)).parent_id,
  current_setting('my.answer')::uuid,
  'a restored reply has the same parent as before its deletion');
select social_tests.act_as('carol');
select is(
  pg_temp.thread(), current_setting('my.thread'),
  'after all restorations the thread is the same as it was before the deletions');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');
select is_empty(
  'select * from social.comments where deleted_at is not null or is_tombstone',
  'after all restorations no comment is marked as deleted');

update social_private.config set restore_days = 0;
select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.last')::uuid);
select social_tests.act_as_operator();
update social.comments set deleted_at = now() - interval '1 second' where deleted_at is not null;
select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.last')), 'PT410',
  'restore_expired', 'a comment cannot be restored after the deadline for a restoration');

select * from finish();
rollback;
