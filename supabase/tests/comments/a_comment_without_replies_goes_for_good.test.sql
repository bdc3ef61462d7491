begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'his');
select social_tests.comment('mallory', 'sunrise', 'rude');
select set_config('my.his', social_tests.comment_id('his')::text, true);

select social_tests.act_as('mallory');
select throws_ok(
  format('select social.delete_comment(%L)', social_tests.comment_id('his')), 'PT403',
  'not_author', 'a third person deletes nothing');
select social_tests.act_as('bob');
select id from social.update_comment(current_setting('my.his')::uuid, 'his own');
select social.like_comment(current_setting('my.his')::uuid);
select is(social.delete_comment(current_setting('my.his')::uuid), true, 'its writer deletes it');
select throws_ok(
  format('select social.delete_comment(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'once');
select is(
  (select array_agg(body) from social.comments), array['rude'], 'no tombstone stays of it');
select throws_ok(
  format('select social.comment_replies(%L)', current_setting('my.his')), 'PT404',
  'comment_not_found', 'its thread is not found');

select social_tests.act_as('alice');
select is(
  social.delete_comment(social_tests.comment_id('rude')), true,
  'the author of the post deletes anybody''s comment under it');
select is(
  (social.post(social_tests.post_id('sunrise'))).comment_count, 0, 'nothing is left to count');
select social_tests.act_as_operator();
select is_empty(
  $$
    select id from social.comments union all select comment_id from social.comment_edits
    union all select comment_id from social.comment_likes
    union all select comment_id from social_private.comment_counters
  $$,
  'and nothing of them is left');
select is_empty(
  'select * from social_private.verify_counters()', 'every counter is what the rows say');

select * from finish();
rollback;
