begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.comment('bob', 'sunrise', 'top');
select social_tests.comment('bob', 'sunrise', 'other');
select social_tests.comment('alice', 'sunrise', 'reply', 'top');
select social_tests.act_as_operator();

create function pg_temp.reply(
  caption text, parent text, root text, depth integer default null) returns text language sql as $$
  select left(social_tests.outcome(format(
    'insert into social.comments (post_id, author_id, body, parent_id, root_id, depth)
    values (%L, %L, ''by hand'', %L, %L, %s)',
    social_tests.post_id(reply.caption), social_tests.id('bob'),
    (select id from social.comments where body = reply.parent),
    (select id from social.comments where body = reply.root), coalesce(reply.depth, 0))), 21)
$$;

select is(pg_temp.reply('sunset', 'top', 'top'), 'PT422 reply_misplaced',
  'a reply under another post than its parent is refused');
select is(pg_temp.reply('sunrise', 'reply', 'other'), 'PT422 reply_misplaced',
  'a reply with the root of another thread is refused');
select is(pg_temp.reply('sunrise', 'reply', 'reply'), 'PT422 reply_misplaced',
  'a reply whose root is a reply is refused');
select is(
  social_tests.outcome(format(
    'insert into social.comments (post_id, author_id, body, parent_id) values (%L, %L, ''deep'', %L)',
    social_tests.post_id('sunrise'), social_tests.id('bob'),
    (select id from social.comments where body = 'reply'))),
  '1 rows', 'a reply needs no root and no depth');
select results_eq(
  $$select roots.body, comments.depth::integer from social.comments
    join social.comments as roots on roots.id = comments.root_id where comments.body = 'deep'$$,
  $$values ('top', 2)$$, 'the reply gets the root and the depth of its place');
select is(pg_temp.reply('sunrise', 'top', 'top', 7), '1 rows', 'a wrong depth is corrected');
select is((select max(depth) from social.comments), 2::smallint, 'no comment has the wrong depth');
select is(left(pg_temp.reply('sunrise', null, null, 1), 5), '23514',
  'a comment with a depth and without a parent is refused');
select is(
  left(social_tests.outcome('update social.comments set pinned_at = now() where depth > 0'), 5),
  '23514', 'a reply cannot be pinned');

select * from finish();
rollback;
