begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'root of @carol');
select social_tests.comment('carol', 'sunrise', 'reply', 'root of @carol');
select set_config('my.root', social_tests.comment_id('root of @carol')::text, true);
select set_config('my.reply', social_tests.comment_id('reply')::text, true);
create function pg_temp.expire(comment_id text) returns void language sql as $$
  update social.comments set deleted_at = now() - interval '31 days' where id = comment_id::uuid
$$;
select social_tests.act_as('carol');
select social.like_comment(current_setting('my.root')::uuid);
select social_tests.act_as('alice');
select social.hide_comment(current_setting('my.root')::uuid);
select social_tests.act_as('bob');
select id from social.update_comment(current_setting('my.root')::uuid, 'new root of @carol');
select social.delete_comment(current_setting('my.root')::uuid);

select social_tests.act_as_operator();
insert into social_private.hidden_comments (comment_id, hidden_by)
values (current_setting('my.root')::uuid, 'staff');
select pg_temp.expire(current_setting('my.root'));
select ok(social_private.is_work_due(),
  'is_work_due returns true when a deleted comment can no longer be restored');
select social_tests.work();
select ok(not social_private.is_work_due(), 'is_work_due returns false after maintenance has run');
select is(
  (select (author_id, body, deleter_id, edited_at)::text from social.comments
    where id = current_setting('my.root')::uuid),
  '(,,,)', 'maintenance removes the text, the author and the deleter of the comment');
select is_empty(
  $$
    select comment_id from social.comment_edits
    union all select comment_id from social.comment_likes
    union all select comment_id from social.comment_mentions
    union all select comment_id from social_private.hidden_comments
  $$,
  'maintenance removes the versions, likes, mentions and hidden states of the comment');
select is(
  (select array_agg(action::text) from social_private.audit_log), array['hide'],
  'the audit log still contains the hide action by staff, and no restore action');
select social_tests.act_as('carol');
select is(
  (select (body, deleted_by, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(,author,1)', 'the tombstone of the comment stays above its reply');
select social.delete_comment(current_setting('my.reply')::uuid);
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'deleting the last reply removes the tombstone from the list');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.reply')), 'PT404',
  'comment_not_found',
  'a reply cannot be restored if the comment above it is permanently deleted');
select social_tests.act_as_operator();
update social.comments set deleted_at = null where id = current_setting('my.reply')::uuid;
select social_tests.act_as('carol');
select is(
  (select (body, deleted_by, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(,author,1)', 'the list shows the tombstone again after an operator restores its last reply');
select social.delete_comment(current_setting('my.reply')::uuid);
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'the counters are exact after the reply is deleted again');
select pg_temp.expire(current_setting('my.reply'));
select social_tests.work();
select is_empty('select * from social.comments',
  'the permanent deletion of the last reply also deletes the tombstone');
select is_empty(
  'select * from social_private.verify_counters()',
  'the counters are exact after the permanent deletion of the last comment');

select * from finish();
rollback;
