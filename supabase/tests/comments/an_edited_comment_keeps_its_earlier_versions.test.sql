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
  '("version 0",)', 'update_comment with the same text does not mark the comment as edited');
select is_empty(
  format('select * from social.comment_history(%L)', current_setting('my.comment')),
  'update_comment with the same text stores no earlier version');
select is(
  (select (body, edited_at)::text
    from social.update_comment(current_setting('my.comment')::uuid, 'version 1')),
  format('("version 1","%s")', now()),
  'update_comment with another text marks the comment as edited');
select is(
  (select (body, replaced_at)::text
    from social.comment_history(current_setting('my.comment')::uuid)),
  format('("version 0","%s")', now()), 'comment_history shows the author the previous version');
select count(social.update_comment(current_setting('my.comment')::uuid, 'version ' || n))
from generate_series(2, 12) as n;
select is(
  (select array_agg(body) from social.comment_history(current_setting('my.comment')::uuid)),
  array['version 11', 'version 10', 'version 9', 'version 8', 'version 7', 'version 6',
    'version 5', 'version 4', 'version 3', 'version 2'],
  'comment_history lists the last ten versions, latest first');

select social_tests.act_as('alice');
select is(
  (select (body, edited_at is not null)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '("version 12",t)',
  'other people see the current text of a comment, and they see that it was edited');
select throws_ok(
  format('select social.comment_history(%L)', current_setting('my.comment')), 'PT403',
  'not_author', 'other people cannot read the earlier versions of a comment');
select social.update_post(social_tests.post_id('sunrise'), visibility => 'only_me') is not null;
select social_tests.act_as('bob');
select throws_ok(
  format('select social.update_comment(%L, ''more'')', current_setting('my.comment')), 'PT404',
  'comment_not_found', 'you cannot edit your comment on a post that you can no longer see');
select is(
  (social.delete_comment(current_setting('my.comment')::uuid)).restorable_until, null,
  'you can permanently delete your comment on a post that you can no longer see');

select * from finish();
rollback;
