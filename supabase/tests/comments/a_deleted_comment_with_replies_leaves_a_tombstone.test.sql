begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'his');
select social_tests.comment('alice', 'sunrise', 'her answer', 'his');
select social_tests.comment('bob', 'sunrise', 'his answer', 'her answer');
select set_config('my.his', social_tests.comment_id('his')::text, true);
select set_config('my.hers', social_tests.comment_id('her answer')::text, true);

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.his')::uuid);
select is(
  (select (author_id, author_username, body, deleted_by, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(,,,author,2)', 'the tombstone shows that the author of the comment deleted it');
select social_tests.act_as('alice');
select social.delete_comment(social_tests.comment_id('his answer'));
select is(
  (select array_agg((body, deleted_by)::text)
    from social.comment_replies(current_setting('my.his')::uuid)),
  array['("her answer",)'], 'a deleted reply without replies leaves no tombstone');
select social_tests.act_as('bob');
select id from social.add_comment(
  social_tests.post_id('sunrise'), 'once more', current_setting('my.hers')::uuid);
select social_tests.act_as('alice');
select is(
  (social.delete_comment(current_setting('my.hers')::uuid)).is_tombstone, true,
  'delete_comment returns is_tombstone = true for a comment with replies');
select is(
  (select array_agg((body, deleted_by)::text)
    from social.comment_replies(current_setting('my.his')::uuid)),
  array['(,author)', '("once more",)'],
  'deleted_by = author when a person deletes their own comment on their own post');
select social_tests.act_as('bob');
select id from social.add_comment(
  social_tests.post_id('sunrise'), 'last word', social_tests.comment_id('once more'));
select social_tests.act_as('alice');
select social.delete_comment(social_tests.comment_id('once more'));
select is(
  (select array_agg((body, deleted_by)::text)
    from social.comment_replies(current_setting('my.his')::uuid)),
  array['(,author)', '(,post_author)', '("last word",)'],
  'deleted_by = post_author when the author of the post deletes another person''s comment');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 1,
  'the comment_count of a post does not include tombstones');
select is(
  (select reply_count from social.post_comments(social_tests.post_id('sunrise'))), 1,
  'the reply_count of a thread does not include tombstones');

select social.delete_comment(social_tests.comment_id('last word'));
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'deleting the last reply removes all tombstones of the thread from the list');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
