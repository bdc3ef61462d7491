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
  'a reply to a reply has the reply as parent and the same root');
select id from pg_temp.reply('another answer', 'first');
select is(
  (select array_agg(body) from social.comment_replies(social_tests.comment_id('first'))),
  array['answer', 'answer to that', 'another answer'],
  'the thread is one list, oldest first');
select is(
  (select array_agg(depth::integer order by id) from social.comments), array[0, 1, 2, 1],
  'depth counts the comments above a reply');
select is(
  (select (body, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(first,3)', 'the post lists only the top-level comment, with the count of its whole thread');
select is(
  (select array_agg(reply_count) from social.comment_replies(social_tests.comment_id('first'))),
  array[0, 0, 0], 'the reply_count of a reply is 0');
select is_empty(
  format('select * from social.comment_replies(%L)', social_tests.comment_id('answer')),
  'comment_replies of a reply is empty: the thread belongs to its root');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 4,
  'the post counts comments and replies');

select * from finish();
rollback;
