begin;
select plan(7);
update social_private.config set allow_text_posts = true;
select social_tests.person('alice');
select social_tests.post('alice', caption)
from unnest(array['old', 'one', 'two', 'three', 'four']) as caption;
select social_tests.act_as('alice');
select set_config('my.' || caption, id::text, true) from social.posts;
select id from social.pin_post(current_setting('my.one')::uuid);
select social.delete_post(current_setting('my.one')::uuid);
select (social.pin_post(current_setting('my.' || name)::uuid)).id
from unnest(array['two', 'three', 'four']) as name;
select is(
  (social.restore_post(current_setting('my.one')::uuid)).pinned_at, null,
  'restoring a pinned post unpins it when the maximum number of posts is already pinned');

select social.delete_post(current_setting('my.old')::uuid);
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '29 days' where caption = 'old';
select social_tests.work();
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.deleted_posts()), array['old'],
  'deleted_posts lists a post deleted 29 days ago');
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '31 days' where caption = 'old';
select social_tests.act_as('alice');
select is_empty('select * from social.deleted_posts()',
  'deleted_posts does not list a post deleted 31 days ago');
select throws_ok(
  format('select social.restore_post(%L)', current_setting('my.old')), 'PT410', 'restore_expired',
  'a post deleted 31 days ago cannot be restored');
select social_tests.work();
select is(
  (select count(*) from social.posts where caption = 'old'), 0::bigint,
  'maintenance permanently deletes a post deleted 31 days ago');
select social_tests.act_as('alice');
select throws_ok(
  format('select social.restore_post(%L)', current_setting('my.old')), 'PT404', 'post_not_found',
  'restoring a permanently deleted post fails with post_not_found');
select social_tests.act_as_operator();
select is((select count(*) from social.posts), 4::bigint,
  'maintenance permanently deletes only the expired post');

select * from finish();
rollback;
