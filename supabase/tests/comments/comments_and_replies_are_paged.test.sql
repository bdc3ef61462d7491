begin;
select plan(8);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
select count(social_tests.comment('alice', 'sunrise', 'comment ' || n))
from generate_series(1, 7) as n;
select count(social_tests.comment('alice', 'sunrise', 'reply ' || n, 'comment 1'))
from generate_series(1, 7) as n;
create temp view pages as
select
  social_tests.walk(format('select body as item, cursor from social.post_comments(%L, %%L, 3)',
    social_tests.post_id('sunrise'))) as comments,
  social_tests.walk(format('select body as item, cursor from social.comment_replies(%L, %%L, 3)',
    social_tests.comment_id('comment 1'))) as replies;
grant select on pages to anon;

select social_tests.act_as_anon();
select is(
  (select comments from pages),
  array(select 'comment ' || n from generate_series(7, 1, -1) as n),
  'the pages of post_comments contain every comment once, newest first');
select is(
  (select replies from pages), array(select 'reply ' || n from generate_series(1, 7) as n),
  'the pages of comment_replies contain every reply once, oldest first');

select set_config('my.comment', (
  select cursor from social.post_comments(social_tests.post_id('sunrise'))
  where body = 'comment 5'), true);
select set_config('my.reply', (
  select cursor from social.comment_replies(social_tests.comment_id('comment 1'))
  where body = 'reply 3'), true);
select social_tests.act_as('alice');
select social.delete_comment(social_tests.comment_id('comment 5'));
select social.delete_comment(social_tests.comment_id('comment 4'));
select social.delete_comment(social_tests.comment_id('reply 3'));
select id from social.add_comment(social_tests.post_id('sunrise'), 'comment 8');
select id from social.add_comment(
  social_tests.post_id('sunrise'), 'reply 8', social_tests.comment_id('comment 1'));
select is(
  (select array_agg(body) from social.post_comments(
    social_tests.post_id('sunrise'), current_setting('my.comment'), 2)),
  array['comment 3', 'comment 2'],
  'the next page can be read even after the comment of the cursor is deleted');
select is(
  (select array_agg(body) from social.comment_replies(
    social_tests.comment_id('comment 1'), current_setting('my.reply'))),
  array['reply 4', 'reply 5', 'reply 6', 'reply 7', 'reply 8'],
  'the next page can be read after the reply of the cursor is deleted, and has new replies');
select is(
  (select count(*) from social.post_comments(social_tests.post_id('sunrise'), page_size => 1)),
  1::bigint, 'a page with page_size 1 has one row');

select social.delete_comment(social_tests.comment_id('comment 1'));
select is(
  (select array_agg(deleted_by) from social.post_comments(social_tests.post_id('sunrise'))
    where body is null),
  array['author']::social.deleted_by[],
  'post_comments lists a deleted comment with replies as a tombstone');
select is(
  (select (cursor = replace(id::text, '-', '')) from social.post_comments(
    social_tests.post_id('sunrise'), page_size => 1)), true,
    'the cursor of an unpinned comment is the id of the comment without hyphens');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
