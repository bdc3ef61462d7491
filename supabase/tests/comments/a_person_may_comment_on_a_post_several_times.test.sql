begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'for me', 'only_me');

select social_tests.act_as('bob');
select is(
  (select (post_id, parent_id, root_id, author_id, author_username, body, deleted_by, like_count,
      reply_count, is_liked, edited_at)::text
    from social.add_comment(social_tests.post_id('sunrise'), '  Lovely!  ')),
  format('(%s,,,%s,bob,Lovely!,,0,0,f,)', social_tests.post_id('sunrise'), auth.uid()),
  'add_comment returns the comment as its author sees it');
select is(
  (social.add_comment(social_tests.post_id('sunrise'), 'Where is it?')).body, 'Where is it?',
  'a person can add a second comment to the same post');
select is(
  (social.add_comment(social_tests.post_id('sunrise'), 'Where is it?')).body, 'Where is it?',
  'a person can add a second comment with the same text');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['Where is it?', 'Where is it?', 'Lovely!'], 'comments are listed newest first');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 3,
  'the comment_count of the post includes every comment');

select social_tests.act_as('mallory');
select throws_ok(
  format('select social.add_comment(%L, ''Found you'')', social_tests.post_id('for me')), 'PT404',
  'post_not_found', 'a person cannot comment on a post that they cannot see');
select social_tests.act_as('alice');
select is(
  (social.add_comment(social_tests.post_id('for me'), 'Note to self')).author_username, 'alice',
  'authors may comment on their own only_me posts');
select social_tests.act_as_anon();
select is(
  (select count(*) from social.comments), 3::bigint,
  'social.comments does not return comments on a post that the caller cannot see');

select * from finish();
rollback;
