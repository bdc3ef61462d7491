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
select is((social.my_profile()).post_count, 1, 'alice has one post');
select is(
  (select (post_id = current_setting('my.post')::uuid, deleted_at, restorable_until)::text
    from social.delete_post(current_setting('my.post')::uuid)),
  (true, now(), now() + interval '30 days')::text,
  'delete_post returns when the post was deleted and until when it can be restored');
select is((social.my_profile()).post_count, 0, 'the deleted post is not counted');
select throws_ok(
  format('select social.post(%L)', current_setting('my.post')), 'PT404', 'post_not_found',
  'the deleted post is not found');
select throws_ok(
  format('select social.delete_post(%L)', current_setting('my.post')), 'PT404',
  'post_not_found', 'deleting the post again is not found');
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
  'after 30 days no row of the post is left');
select is(
  (select array_agg(caption) from social.posts join social.likes on post_id = id), array['rain'],
  'other posts and likes remain');
select is(
  (select array_agg(bucket_id || path) from social_private.file_deletions),
  array['social-media' || current_setting('my.upload')],
  'the file of the post is queued for deletion');
select is_empty(
  'select * from social_private.verify_counters()', 'every counter equals the number of its rows');

select * from finish();
rollback;
