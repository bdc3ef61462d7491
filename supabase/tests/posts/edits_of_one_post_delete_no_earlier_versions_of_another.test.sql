begin;
select plan(2);
select social_tests.person('alice');
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', name) from unnest(array['old', 'busy']) as name;
select set_config('my.old', social_tests.post_id('old')::text, true),
  set_config('my.busy', social_tests.post_id('busy')::text, true);

select social_tests.act_as('alice');
select social.update_post(current_setting('my.old')::uuid, 'old 1');
select social.update_post(current_setting('my.busy')::uuid, 'busy ' || n)
from generate_series(1, 12) as n;
select social.update_post(current_setting('my.old')::uuid, 'old 2');
select is(
  (select array_agg(caption) from social.post_history(current_setting('my.old')::uuid)),
  array['old 1', 'old'], 'twelve edits of one post delete no earlier version of another post');
select is(
  (select count(*) from social.post_history(current_setting('my.busy')::uuid)), 10::bigint,
  'a post with twelve edits keeps ten earlier versions');

select * from finish();
rollback;
