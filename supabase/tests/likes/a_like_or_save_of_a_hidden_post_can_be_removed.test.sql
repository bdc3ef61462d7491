begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);
select set_config('my.comment', social_tests.comment_id('first')::text, true);
select social_tests.act_as('bob');
select social.like_post(current_setting('my.post')::uuid);
select social.save_post(current_setting('my.post')::uuid);
select social.like_comment(current_setting('my.comment')::uuid);
select social_tests.act_as('alice');
select id from social.update_profile(is_private => true);

select social_tests.act_as('bob');
select throws_ok(
  format('select social.like_post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'a stranger cannot like a post after its author makes the account private');
select is(
  social.unlike_post(current_setting('my.post')::uuid)::text, '(f,)',
  'unlike_post removes a like of a hidden post and returns null as like_count');
select is(
  (social.unsave_post(current_setting('my.post')::uuid)).is_saved, false,
  'unsave_post removes a save of a hidden post');
select is(
  social.unlike_comment(current_setting('my.comment')::uuid)::text, '(f,)',
  'unlike_comment removes a like of a hidden comment and returns null as like_count');
select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(current_setting('my.post')::uuid)),
  '(0,1)', 'the like_count that the author sees no longer includes the removed like');
select social_tests.act_as_operator();
select is_empty('select * from social.saves',
  'unsave_post deletes the row of the hidden post from the table saves');
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
