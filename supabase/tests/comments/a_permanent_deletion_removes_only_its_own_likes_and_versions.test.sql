begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', body) from unnest(array['first', 'second']) as body;
select social_tests.comment('bob', 'sunrise', 'answer', 'first');
select set_config('my.' || body, social_tests.comment_id(body)::text, true)
from unnest(array['first', 'second']) as body;

select social_tests.act_as('bob');
select social.like_comment(current_setting('my.' || body)::uuid)
from unnest(array['first', 'second']) as body;
select social_tests.act_as('alice');
select social.update_comment(current_setting('my.' || body)::uuid, body || ' edited')
from unnest(array['first', 'second']) as body;
select social.delete_comment(current_setting('my.first')::uuid);
select is_empty(
  format('select * from social.comment_likes where comment_id = %L', current_setting('my.first')),
  'the likes of a deleted comment are not readable');
select social_tests.act_as_operator();
update social.comments set deleted_at = now() - interval '31 days' where deleted_at is not null;
select social_tests.work();
select set_eq(
  'select comment_id from social.comment_likes', array[current_setting('my.second')::uuid],
  'a permanent deletion removes the likes of the comment and of no other comment');
select set_eq(
  'select comment_id from social.comment_edits', array[current_setting('my.second')::uuid],
  'a permanent deletion removes the versions of the comment and of no other comment');
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
