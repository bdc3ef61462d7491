begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('bob');
select set_config('my.comment', (
  select id::text from social.add_comment(social_tests.post_id('sunrise'), 'version 0')), true);

select is(
  (select (body, edited_at)::text
    from social.update_comment(current_setting('my.comment')::uuid, ' version 0 ')),
  '("version 0",)', 'saving the same text is no edit');
select is_empty(
  format('select * from social.comment_history(%L)', current_setting('my.comment')),
  'saving the same text keeps no version');
select is(
  (select (body, edited_at)::text
    from social.update_comment(current_setting('my.comment')::uuid, 'version 1')),
  format('("version 1","%s")', now()), 'saving another text is an edit');
select is(
  (select (body, replaced_at)::text
    from social.comment_history(current_setting('my.comment')::uuid)),
  format('("version 0","%s")', now()), 'the author sees the version before');
select count(social.update_comment(current_setting('my.comment')::uuid, 'version ' || n))
from generate_series(2, 12) as n;
select is(
  (select array_agg(body) from social.comment_history(current_setting('my.comment')::uuid)),
  array['version 11', 'version 10', 'version 9', 'version 8', 'version 7', 'version 6',
    'version 5', 'version 4', 'version 3', 'version 2'],
  'the last ten versions are kept, latest first');

select social_tests.act_as('alice');
select is(
  (select (body, edited_at is not null)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '("version 12",t)', 'others see the current text and that it was edited');
select throws_ok(
  format('select social.comment_history(%L)', current_setting('my.comment')), 'PT403',
  'not_author', 'others do not see the versions');
select social.update_post(social_tests.post_id('sunrise'), visibility => 'only_me') is not null;
select social_tests.act_as('bob');
select throws_ok(
  format('select social.update_comment(%L, ''more'')', current_setting('my.comment')), 'PT404',
  'comment_not_found', 'a comment on a post that you can no longer see cannot be edited');
select throws_ok(
  format('select social.delete_comment(%L)', current_setting('my.comment')), 'PT404',
  'comment_not_found', 'a comment on a post that you can no longer see cannot be deleted');

select * from finish();
rollback;
