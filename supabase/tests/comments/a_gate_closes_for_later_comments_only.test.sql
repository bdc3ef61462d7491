begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'early');

select social_tests.act_as('alice');
select is(
  (select comment_policy from social.update_post(
    social_tests.post_id('sunrise'), comment_policy => 'nobody')),
  'nobody', 'the author closes the comments');
select social_tests.act_as('bob');
select is(
  (select comment_policy from social.post(social_tests.post_id('sunrise'))), 'nobody',
  'the card tells who may comment');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['early'], 'what was said stays');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('early'))
  $$, 'PT403', 'comments_closed', 'a reply is a comment, also to oneself');
select is(
  (select body from social.update_comment(social_tests.comment_id('early'), 'earlier')),
  'earlier', 'who said it may edit');
select is(
  (social.like_comment(social_tests.comment_id('earlier'))).is_liked, true, 'and like');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', gen_random_uuid())
  $$, 'PT403', 'comments_closed', 'a closed post tells nothing about its comments');
select is(social.delete_comment(social_tests.comment_id('earlier')), true, 'and delete');

select social_tests.act_as('alice');
select is(
  (select edited_at from social.update_post(
    social_tests.post_id('sunrise'), comment_policy => 'everyone')),
  null, 'opening it again is no edit of the post');
select social_tests.act_as('bob');
select lives_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'again')$$, 'and all may comment');

select * from finish();
rollback;
