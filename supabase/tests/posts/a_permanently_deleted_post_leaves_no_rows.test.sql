begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select set_config('my.upload', social_tests.upload('alice'), true);
select social_tests.act_as('alice');
select id from social.create_post('sunrise', social_tests.media(current_setting('my.upload')));
select id from social.update_post(social_tests.post_id('sunrise'), 'sunset');
select social_tests.comment('bob', 'sunset', 'first');
select social_tests.comment('alice', 'sunset', 'second', 'first');
select social_tests.post('bob', 'rain');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunset'));
select social.save_post(social_tests.post_id('sunset'));
select social.like_comment(social_tests.comment_id('second'));
select social.like_post(social_tests.post_id('rain'));
select set_config('my.post', social_tests.post_id('sunset')::text, true);

select social_tests.act_as('alice');
select is((social.my_profile()).post_count, 1, 'post_count is 1 before the post is deleted');
select is(
  (select (post_id = current_setting('my.post')::uuid, deleted_at, restorable_until)::text
    from social.delete_post(current_setting('my.post')::uuid)),
  (true, now(), now() + interval '30 days')::text,
  'delete_post returns when the post was deleted and until when it can be restored');
select is((social.my_profile()).post_count, 0, 'post_count does not include a deleted post');
select throws_ok(
  format('select social.post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'a deleted post cannot be opened');
select throws_ok(
  format('select social.delete_post(%L)', current_setting('my.post')), 'PT404',
  'post_not_found', 'deleting a deleted post again fails with post_not_found');
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '31 days' where deleted_at is not null;
select social_tests.work();
select is_empty(
  $$
    select 'media' from social.post_media union all select 'edits' from social.post_edits
    union all select 'comments' from social.comments union all
    select 'comment likes' from social.comment_likes union all select 'saves' from social.saves
    union all select 'counters' from social_private.comment_counters
  $$,
  'after 30 days, maintenance has deleted all rows that belong to the deleted post');
select is(
  (select array_agg(caption) from social.posts join social.likes on post_id = id), array['rain'],
  'maintenance keeps other posts and their likes');
select is(
  (select array_agg(bucket_id || path) from social_private.file_deletions),
  array['social-media' || current_setting('my.upload')],
  'the file of the permanently deleted post is queued for deletion');
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
