begin;
select plan(14);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', caption) from unnest(array['first', 'second', 'third']) as caption;
select social_tests.like('bob', 'second');
select social_tests.comment('bob', 'second', 'nice');
select social_tests.act_as('bob');
select social.save_post(social_tests.post_id('second'));
select social.like_comment(social_tests.comment_id('nice'));
select count(*) from social.home_feed();
select social_tests.act_as('alice');
select id from social.pin_post(social_tests.post_id('second'));
select set_config('my.grid', (
  select string_agg(r::text, '|') from social.profile_posts(auth.uid()) as r), true);
select set_config('my.post', social_tests.post_id('second')::text, true);

select is(
  (social.delete_post(current_setting('my.post')::uuid)).post_id,
  current_setting('my.post')::uuid, 'alice deletes a post');
select throws_ok(
  format('select social.post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'it is not there for herself');
select is(
  (select array_agg(caption order by caption) from social.profile_posts(auth.uid())),
  array['first', 'third'], 'not on her page');
select is((social.my_profile()).post_count, 2, 'nor counted');
select is_empty(
  $$select * from social.posts where caption = 'second'$$, 'nor in the table');
select is(
  (select array_agg(caption) from social.deleted_posts()), array['second'],
  'it lies among what she deleted');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['third', 'first'],
  'bob''s feed goes on without it');
select is_empty('select * from social.saved_posts()', 'also where he saved it');
select throws_ok(
  format('select social.restore_post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'he cannot bring it back');

select social_tests.act_as('alice');
select is(
  (social.restore_post(current_setting('my.post')::uuid)).like_count, 1, 'she can');
select is(
  (social.restore_post(current_setting('my.post')::uuid)).comment_count, 1, 'again does nothing');
select is(
  (select string_agg(r::text, '|') from social.profile_posts(auth.uid()) as r),
  current_setting('my.grid'), 'her page is what it was');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption || is_saved || comment_count) from social.home_feed()),
  array['thirdfalse0', 'secondtrue1', 'firstfalse0'], 'and so is bob''s feed');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()', 'every counter is right');

select * from finish();
rollback;
