begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'rude');
select social_tests.comment('bob', 'sunrise', 'nice');
select set_config('my.rude', social_tests.comment_id('rude')::text, true),
  set_config('my.nice', social_tests.comment_id('nice')::text, true);
select social_tests.act_as('alice');
select social.hide_comment(current_setting('my.rude')::uuid);
select set_config('my.post', (social.watch_post(social_tests.post_id('sunrise'))).topic, true);
-- Makes a call as bob, and returns how many hints it sends.
create function pg_temp.hints(call text) returns integer language plpgsql as $$
declare
  before integer := cardinality(social_tests.sent(current_setting('my.post')));
begin
  perform social_tests.act_as_operator();
  update social_private.watched_posts set hinted_at = '-infinity';
  perform social_tests.act_as('bob');
  execute 'select social.' || call;
  return cardinality(social_tests.sent(current_setting('my.post'))) - before;
end;
$$;

select social_tests.act_as('bob');
select is(pg_temp.hints(format(call, current_setting('my.nice')::uuid)), 1,
  'a change of a visible comment sends a hint: ' || call)
from unnest(array['like_comment(%L)', 'unlike_comment(%L)', 'update_comment(%L, ''better'')',
  'delete_comment(%L)', 'restore_comment(%L)']) as call;
select is(pg_temp.hints(format(call, current_setting('my.rude')::uuid)), 1,
  'a change of a hidden comment sends a hint, so that its author notices nothing: ' || call)
from unnest(array['like_comment(%L)', 'unlike_comment(%L)', 'update_comment(%L, ''worse'')',
  'delete_comment(%L)', 'restore_comment(%L)']) as call;

select * from finish();
rollback;
