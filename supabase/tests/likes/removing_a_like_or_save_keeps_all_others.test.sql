begin;
select plan(4);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.comment('alice', 'sunrise', 'second');
insert into social.likes (user_id, post_id) select profiles.id, posts.id
from social.profiles, social.posts;
insert into social.saves (user_id, post_id) select user_id, post_id from social.likes;
insert into social.comment_likes (user_id, comment_id) select profiles.id, comments.id
from social.profiles, social.comments;
create function social_tests.left_over(one_table text) returns text[] language plpgsql
security definer as $$
declare
  rows text[];
begin
  execute format('select array_agg(username || '' '' || coalesce(caption, body) order by 1)
    from (select to_jsonb(t) as r from social.%I as t) as rows
    join social.profiles on profiles.id = (r ->> ''user_id'')::uuid
    left join social.posts on posts.id = (r ->> ''post_id'')::uuid
    left join social.comments on comments.id = (r ->> ''comment_id'')::uuid', one_table)
  into rows;
  return array(select unnest(rows) order by 1);
end;
$$;

select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select is(social_tests.left_over('likes'),
  array['alice sunrise', 'alice sunset', 'bob sunset'],
  'unlike_post removes only the like of the caller on the given post');
select social.unsave_post(social_tests.post_id('sunrise'));
select is(social_tests.left_over('saves'),
  array['alice sunrise', 'alice sunset', 'bob sunset'],
  'unsave_post removes only the save of the caller on the given post');
select social.unlike_comment(social_tests.comment_id('first'));
select is(social_tests.left_over('comment_likes'),
  array['alice first', 'alice second', 'bob second'],
  'unlike_comment removes only the like of the caller on the given comment');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
