begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'early');

select social_tests.act_as('alice');
select is(
  (select comment_policy from social.update_post(
    social_tests.post_id('sunrise'), comment_policy => 'nobody')),
  'nobody', 'the author of a post can set its comment policy to nobody');
select social_tests.act_as('bob');
select is(
  (select comment_policy from social.post(social_tests.post_id('sunrise'))), 'nobody',
  'post() returns the comment policy of the post to other people');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['early'], 'earlier comments stay visible on a post with closed comments');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('early'))
  $$, 'PT403', 'comments_closed',
  'on a post with closed comments, a person cannot reply to their own comment');
select is(
  (select body from social.update_comment(social_tests.comment_id('early'), 'earlier')),
  'earlier', 'the author of an earlier comment may edit it although the comments are closed');
select is(
  (social.like_comment(social_tests.comment_id('earlier'))).is_liked, true,
  'a person may like an earlier comment although the comments are closed');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', gen_random_uuid())
  $$, 'PT403', 'comments_closed',
  'on a post with closed comments, a reply to an unknown comment fails with comments_closed');
select is(
  (social.delete_comment(social_tests.comment_id('earlier'))).comment_count, 0,
  'the author of an earlier comment may delete it although the comments are closed');

select social_tests.act_as('alice');
select is(
  (select edited_at from social.update_post(
    social_tests.post_id('sunrise'), comment_policy => 'everyone')),
  null, 'a change of the comment policy does not mark the post as edited');
select social_tests.act_as('bob');
select lives_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'again')$$,
  'everybody may comment after the comment policy is set to everyone');

select * from finish();
rollback;
