begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.post('alice', 'sunrise');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);
select social_tests.act_as('bob');
select social.like_post(current_setting('my.post')::uuid);
select social.like_post(current_setting('my.post')::uuid);
select social.add_comment(current_setting('my.post')::uuid, 'Nice, @alice');
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('carol');
select social.like_post(current_setting('my.post')::uuid);

select social_tests.act_as('alice');
select results_eq(
  $$select kind, array(select username from unnest(actors)), other_count, is_seen, is_read
    from social.notifications()$$,
  $$values
    ('post_like', array['carol', 'bob'], 0, false, false),
    ('follow', array['bob'], 0, false, false),
    ('comment', array['bob'], 0, false, false)$$,
  'notifications lists one row for each kind and object, the latest first');
select is(social.unseen_count(), 3, 'unseen_count counts the rows that are not seen');
select is(
  (select body from social.notifications() where kind = 'comment'), 'Nice, @alice',
  'the row of a comment shows its text');
select is(
  (select array_agg(post_id::text) from social.notifications() where kind <> 'follow'),
  array[current_setting('my.post'), current_setting('my.post')],
  'rows about a post and its comments name the post');
select is(
  social.mark_notifications_seen((select cursor from social.notifications() where kind = 'follow')),
  1, 'mark_notifications_seen marks the row of the cursor and all older rows');
select is(
  social.mark_notifications_read(array(select id from social.notifications())), 0,
  'a row that is read counts as seen');
select ok(
  (select bool_and(is_seen and is_read) from social.notifications()),
  'mark_notifications_read marks the rows');

select social_tests.act_as('bob');
select social.unlike_post(current_setting('my.post')::uuid);
select social_tests.act_as('alice');
select is(
  (select array(select username from unnest(actors)) from social.notifications()
    where kind = 'post_like'), array['carol'],
  'a like that was taken back leaves its row');
select social_tests.act_as('bob');
select social.like_post(current_setting('my.post')::uuid);
select social_tests.act_as('alice');
select is(social.unseen_count(), 0, 'a like that returns the same day is not unseen again');
select social.block_profile(social_tests.id('bob'));
select results_eq(
  $$select kind, array(select username from unnest(actors)) from social.notifications()$$,
  $$values ('post_like', array['carol'])$$,
  'a block removes every notification that the person caused');
select social.unblock_profile(social_tests.id('bob'));
select social.mute_profile(social_tests.id('carol'));
select results_eq(
  $$select kind, array(select username from unnest(actors)) from social.notifications()$$,
  $$values ('comment', array['bob']), ('post_like', array['bob'])$$,
  'a muted person is left out, and the notifications of an unblocked person are back');
select social_tests.act_as('bob');
select is_empty('select * from social.notifications()', 'nobody sees the notifications of others');

select * from finish();
rollback;
