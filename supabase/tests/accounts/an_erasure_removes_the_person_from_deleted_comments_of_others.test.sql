begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'for @bob and @carol');
select set_config('my.comment', social_tests.comment_id('for @bob and @carol')::text, true);
select set_config('my.bob', social_tests.id('bob')::text, true);
select social_tests.act_as(name) from unnest(array['bob']) as name;
select social.like_comment(current_setting('my.comment')::uuid);
select social_tests.act_as('carol');
select social.like_comment(current_setting('my.comment')::uuid);
select social_tests.act_as('alice');
select social.delete_comment(current_setting('my.comment')::uuid);

select social_tests.leave('bob');
select social_tests.act_as_operator();
select is(
  (select count(*) from social.comments where deleted_at is not null), 1::bigint,
  'the erasure of another person does not remove a soft-deleted comment');
select is_empty(
  $$
    select user_id from social.comment_likes where user_id::text = current_setting('my.bob')
    union all
    select profile_id from social.comment_mentions
    where profile_id::text = current_setting('my.bob')
  $$,
  'the soft-deleted comment keeps no like and no mention of the erased person');
select social_tests.act_as('alice');
select is(
  (social.restore_comment(current_setting('my.comment')::uuid)).like_count, 1,
  'the restored comment has the likes of the remaining people');
select is(
  (select array_agg(username) from social.comment_mentions), array['carol'],
  'the restored comment has the mentions of the remaining people');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
