begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
create function pg_temp.reply(body text, parent text) returns social.comment_card language sql
return social.add_comment(
  social_tests.post_id('sunrise'), body, social_tests.comment_id(parent));

select social_tests.act_as('bob');
select id from social.add_comment(social_tests.post_id('sunrise'), 'first');
select social_tests.act_as('alice');
select is(
  (select (parent_id, root_id)::text from pg_temp.reply('answer', 'first')),
  format('(%s,%s)', social_tests.comment_id('first'), social_tests.comment_id('first')),
  'a reply to a comment has that comment as parent and root');
select social_tests.act_as('bob');
select is(
  (select (parent_id, root_id)::text from pg_temp.reply('answer to that', 'answer')),
  format('(%s,%s)', social_tests.comment_id('answer'), social_tests.comment_id('first')),
  'a reply to a reply has that reply as its parent and the same root');
select id from pg_temp.reply('another answer', 'first');
select is(
  (select array_agg(body) from social.comment_replies(social_tests.comment_id('first'))),
  array['answer', 'answer to that', 'another answer'],
  'comment_replies returns all replies of a thread in one list, oldest first');
select is(
  (select array_agg(depth::integer order by id) from social.comments), array[0, 1, 2, 1],
  'the depth of a reply is the number of comments above it');
select is(
  (select (body, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(first,3)',
  'post_comments lists only top-level comments, with the reply count of the whole thread');
select is(
  (select array_agg(reply_count) from social.comment_replies(social_tests.comment_id('first'))),
  array[0, 0, 0],
  'the reply_count of a reply is always 0, even if the reply has replies');
select is_empty(
  format('select * from social.comment_replies(%L)', social_tests.comment_id('answer')),
  'comment_replies returns no row for a comment that is itself a reply');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 4,
  'the comment_count of a post includes comments and replies');

select * from finish();
rollback;
