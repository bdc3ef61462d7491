begin;
select plan(14);
update social_private.config set allow_text_posts = true;
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
  current_setting('my.post')::uuid, 'the author can delete a post');
select throws_ok(
  format('select social.post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'the author cannot open a deleted post');
select is(
  (select array_agg(caption order by caption) from social.profile_posts(auth.uid())),
  array['first', 'third'], 'profile_posts does not list a deleted post, even for its author');
select is((social.my_profile()).post_count, 2, 'post_count does not include a deleted post');
select is_empty(
  $$select * from social.posts where caption = 'second'$$,
  'the author cannot read a deleted post from the table posts');
select is(
  (select array_agg(caption) from social.deleted_posts()), array['second'],
  'deleted_posts lists a deleted post');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['third', 'first'],
  'the home feed of a follower does not contain a deleted post');
select is_empty('select * from social.saved_posts()', 'saved_posts does not list a deleted post');
select throws_ok(
  format('select social.restore_post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'another person cannot restore a deleted post');

select social_tests.act_as('alice');
select is(
  (social.restore_post(current_setting('my.post')::uuid)).like_count, 1,
  'a restored post still has its likes');
select is(
  (social.restore_post(current_setting('my.post')::uuid)).comment_count, 1,
  'restoring a restored post again returns the post with its comments');
select is(
  (select string_agg(r::text, '|') from social.profile_posts(auth.uid()) as r),
  current_setting('my.grid'),
  'a restored post has the same position and pin on the profile as before');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption || is_saved || comment_count) from social.home_feed()),
  array['thirdfalse0', 'secondtrue1', 'firstfalse0'],
  'a restored post is in the home feed again and is still saved');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
