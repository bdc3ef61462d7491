begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'regretted');
select social_tests.act_as('bob');
select id from social.update_comment(social_tests.comment_id('regretted'), 'regretted more');
select social_tests.act_as('alice');
select social.like_comment(social_tests.comment_id('regretted more'));
select id from social.add_comment(
  social_tests.post_id('sunrise'), 'a reply', social_tests.comment_id('regretted more'));
select set_config('my.comment', social_tests.comment_id('regretted more')::text, true);
select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.comment')::uuid);

select social_tests.remember();
select social_tests.act_as('mallory');
select is(
  (select (author_id, author_username, body, deleted_by, like_count, is_liked, edited_at)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(,,,author,0,f,)',
  'SEC-26 post_comments returns a deleted comment with a reply without author and text');
select is(
  (select array_agg(body) from social.comments), array['a reply'],
  'SEC-26 the table comments shows no row of a deleted comment');
select is_empty('select * from social.comment_likes',
  'SEC-26 the likes of a deleted comment cannot be read');
select social_tests.act_as('bob');
select is_empty('select * from social.comment_edits',
  'SEC-26 the author cannot read earlier versions of a deleted comment');
select is_empty(
  $$
    select call, outcome
    from unnest(array[
      'select social.comment_history(%L)', 'select social.update_comment(%L, ''back'')',
      'select social.delete_comment(%L)', 'select social.like_comment(%L)'
    ]) as call, social_tests.outcome(format(call, current_setting('my.comment'))) as outcome
    where outcome !~ '^PT404 comment_not_found'
  $$,
  'SEC-26 the author cannot read, edit, delete or like a deleted comment');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('sunrise'),
    current_setting('my.comment')),
  'PT404', 'comment_not_found', 'SEC-26 a person cannot reply to a deleted comment');
select is(
  (select array_agg(body) from social.comment_replies(current_setting('my.comment')::uuid)),
  array['a reply'], 'SEC-26 comment_replies still lists the replies to a deleted comment');
select ok(social_tests.is_unchanged(), 'SEC-26 calls on a deleted comment change no row');
select is_empty(
  $$select * from social.comments where body ~ 'regretted' or deleted_at is not null$$,
  'SEC-26 the author cannot read the text of a deleted comment in the table');
select social_tests.act_as_operator();
update social.comments set deleted_at = now() - interval '31 days' where deleted_at is not null;
select social_tests.work();
select is_empty(
  $$
    select id from social.comments where body ~ 'regretted'
    union all select id from social.comment_edits where body ~ 'regretted'
  $$,
  'SEC-26 after the restoration deadline, maintenance permanently deletes the comment''s text');

select * from finish();
rollback;
