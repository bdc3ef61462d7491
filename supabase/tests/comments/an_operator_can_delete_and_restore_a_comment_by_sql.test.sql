begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'root');
select social_tests.comment('alice', 'sunrise', 'reply', 'root');
select set_config('my.root', social_tests.comment_id('root')::text, true);
select set_config('my.reply', social_tests.comment_id('reply')::text, true);
create function pg_temp.page() returns text language sql as $$
  select string_agg(cards::text, '|')
  from (
    select body, deleted_by, reply_count from social.post_comments(social_tests.post_id('sunrise'))
  ) as cards
$$;

-- The operator sets deleted_at by SQL, for example in Studio.
update social.comments set deleted_at = now() where id = current_setting('my.root')::uuid;
select social_tests.act_as('alice');
select is(pg_temp.page(), '(,staff,1)',
  'when an operator deletes a comment with replies, its tombstone has deleted_by = staff');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.root')), 'PT404',
  'comment_not_found', 'the author cannot restore a comment that an operator deleted');
select is_empty('select * from social.deleted_comments()',
  'for the author, deleted_comments does not list a comment that an operator deleted');

select social_tests.act_as_operator();
update social.comments set deleted_at = now() where id = current_setting('my.reply')::uuid;
select is(
  (select array_agg(is_present) from social.comments), array[false, false],
  'the tombstone disappears from the list after an operator deletes its last reply');
select is_empty(
  'select * from social_private.verify_counters()', 'the counters are exact after deletions');
update social.comments set deleted_at = null where id = current_setting('my.reply')::uuid;
select social_tests.act_as('alice');
select is(pg_temp.page(), '(,staff,1)',
  'the tombstone is listed again after an operator restores its reply');
select social_tests.act_as_operator();
update social.comments set deleted_at = null where id = current_setting('my.root')::uuid;
select is(
  (select (deleted_by, deleter_id, is_tombstone)::text from social.comments where body = 'root'),
  '(,,f)', 'setting deleted_at to null clears deleted_by, deleter_id and is_tombstone');
select social_tests.act_as('bob');
select is(pg_temp.page(), '(root,,1)', 'other people see a comment that an operator restored');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()', 'the counters are exact after restorations');

select * from finish();
rollback;
