begin;
select plan(8);
select social_tests.visibility_scene();
insert into social.comments (author_id, post_id, body)
select author_id, id, 'under ' || caption from social.posts;
create function social_tests.comment_under(post_id uuid)
  returns uuid
  language sql
  security definer
return (
  select min(id::text)::uuid from social.comments where comments.post_id = comment_under.post_id);

-- This function leaves out viewers without a profile. They get not_signed_in or profile_missing
-- before the visibility of the post is checked.
create function social_tests.refusals(template text, code text)
  returns table (viewer text, caption text, expected text, outcome text)
  language sql
as $$
  select * from social_tests.surprises(template, code)
  where not (viewer = 'anon' and outcome like 'PT401 not_signed_in%')
    and not (viewer = 'newcomer' and outcome like 'PT403 profile_missing%')
$$;

select is_empty(
  format($$select * from social_tests.refusals('select social.%s', 'PT404 post_not_found')$$, call),
  format('%s succeeds for the people who may see the post and fails for all others',
    split_part(call, '(', 1)))
from unnest(array[
  'like_post(%L)', 'save_post(%L)', 'add_comment(%L, ''''hello'''')'
]) as call;
select is_empty(
  $$
    select * from social_tests.refusals(
      'select social.like_comment(social_tests.comment_under(%L))', 'PT404 comment_not_found')
  $$,
  'like_comment succeeds for the people who may see the post and fails for all others');

select social_tests.act_as_operator();
select set_eq(
  $$select username || ' likes ' || caption from social.likes
    join social.profiles on profiles.id = user_id join social.posts on posts.id = post_id$$,
  $$select viewer || ' likes ' || caption from social_tests.expectations
    where is_visible and viewer not in ('anon', 'newcomer')$$,
  'like_post adds a like for every viewer who may see the post and for no other viewer');
select set_eq(
  'select user_id, post_id from social.saves', 'select user_id, post_id from social.likes',
  'save_post adds a save for every viewer who may see the post and for no other viewer');
select set_eq(
  $$select author_id, post_id from social.comments where body = 'hello'$$,
  'select user_id, post_id from social.likes',
  'add_comment adds a comment for every viewer who may see the post and for no other viewer');
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
