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
  'comment_not_found', 'its author cannot undo what the host did');
select is_empty('select * from social.deleted_comments()', 'nor find it');
select social_tests.act_as('alice');
select is(
  (select array_agg(author_username || ' ' || body) from social.deleted_comments()),
  array['bob rude'], 'the host finds it');
select is((social.restore_comment(current_setting('my.rude')::uuid)).body, 'rude', 'and can');

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.rude')::uuid);
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id('sunrise'));
select social_tests.act_as('bob');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.rude')), 'PT404',
  'post_not_found', 'nothing comes back under a post that is gone');
select is_empty('select * from social.deleted_comments()', 'nor is it listed');

select * from finish();
rollback;
