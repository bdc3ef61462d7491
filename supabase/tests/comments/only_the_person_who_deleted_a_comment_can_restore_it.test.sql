begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'rude');
select set_config('my.rude', social_tests.comment_id('rude')::text, true);

select social_tests.act_as('alice');
select social.delete_comment(current_setting('my.rude')::uuid);
select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.rude')), 'PT404',
  'comment_not_found',
  'the author of a comment cannot restore it when the author of the post deleted it');
select is_empty(
  'select * from social.deleted_comments()',
  'deleted_comments does not list a comment that the author of the post deleted');
select social_tests.act_as('alice');
select is(
  (select array_agg(author_username || ' ' || body) from social.deleted_comments()),
  array['bob rude'],
  'for the author of the post, deleted_comments lists the comment that they deleted');
select is(
  (social.restore_comment(current_setting('my.rude')::uuid)).body, 'rude',
  'the author of the post can restore the comment that they deleted');

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.rude')::uuid);
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id('sunrise'));
select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.rude')), 'PT404',
  'post_not_found', 'a comment on a deleted post cannot be restored');
select is_empty(
  'select * from social.deleted_comments()',
  'deleted_comments does not list a comment on a deleted post');

select * from finish();
rollback;
