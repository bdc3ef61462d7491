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
  'bob does not see the post any more');
select is(
  social.unlike_post(current_setting('my.post')::uuid)::text, '(f,)',
  'bob can remove his like, without learning how many like the post now');
select is(
  (social.unsave_post(current_setting('my.post')::uuid)).is_saved, false,
  'bob can remove the post from his saved posts');
select is(
  social.unlike_comment(current_setting('my.comment')::uuid)::text, '(f,)',
  'bob can remove his like of a comment, without learning how many like it now');
select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(current_setting('my.post')::uuid)),
  '(0,1)', 'the author sees that it is gone');
select social_tests.act_as_operator();
select is_empty('select * from social.saves', 'nothing of it stays');
select is_empty(
  'select * from social_private.verify_counters()', 'every counter is what the rows say');

select * from finish();
rollback;
