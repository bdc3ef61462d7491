begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bobby', 'carol']) as name;
insert into social_private.former_usernames (profile_id, username)
select social_tests.id(name), 'former.' || name from unnest(array['alice', 'bobby']) as name;
select social_tests.post(name, name || ' post'), social_tests.comment(name, name || ' post', name)
from unnest(array['alice', 'bobby', 'carol']) as name;
-- Alice, bobby and carol follow, like and comment on each other.
select social_tests.follow(a, b), social_tests.like(a, b || ' post'),
  social_tests.comment(a, b || ' post', a || ' to ' || b)
from unnest(array['alice', 'bobby', 'carol']) as a, unnest(array['alice', 'bobby', 'carol']) as b
where a <> b;
select social_tests.comment('carol', 'carol post', 'answer to ' || name, name || ' to carol')
from unnest(array['alice', 'bobby']) as name;
select social_tests.comment('carol', 'carol post', 'thread');
select social_tests.comment(name, 'carol post', name || ' in thread', 'thread')
from unnest(array['alice', 'bobby']) as name;
insert into social.saves (user_id, post_id) select user_id, post_id from social.likes;
insert into social.comment_likes (user_id, comment_id)
select people.id, comments.id from social.profiles as people, social.comments;
insert into social.post_media (post_id, position, path, mime_type, width, height)
select id, 0, social_tests.upload(split_part(caption, ' ', 1)), 'image/jpeg', 8, 6
from social.posts;
create function social_tests.path(caption text) returns text language sql security definer
return (select m.path from social.post_media as m where m.post_id = social_tests.post_id(caption));

-- All functions and tables that can return a person. %L stands for the username of the person.
create temp table surfaces as
select surface from unnest(array[
  'profile(social_tests.id(%L))', 'profile_by_username(%L)',
  'profile_by_username(''former.'' || %L)',
  'profile_followers(social_tests.id(%L))', 'profile_following(social_tests.id(%L))',
  'profile_followers(social_tests.id(''carol'')) where username = %L',
  'profile_following(social_tests.id(''carol'')) where username = %L',
  'profile_followers(auth.uid()) where username = %L',
  'profile_following(auth.uid()) where username = %L',
  'profile_search(%L)', 'profile_search() where username = %L',
  'profile_posts(social_tests.id(%L))', 'post(social_tests.post_id(%L || '' post''))',
  'home_feed() where author_username = %L', 'saved_posts() where author_username = %L',
  'post_comments(social_tests.post_id(%L || '' post''))',
  'post_comments(social_tests.post_id(''carol post'')) where author_username = %L',
  'comment_replies(social_tests.comment_id(''thread'')) where author_username = %L',
  'post_likers(social_tests.post_id(%L || '' post''))',
  'post_likers(social_tests.post_id(''carol post'')) where username = %L',
  'comment_likers(social_tests.comment_id(%L || '' to carol''))',
  'comment_likers(social_tests.comment_id(''carol'')) where username = %L',
  'profiles where username = %L', 'profile_counts where profile_id = social_tests.id(%L)',
  'posts where author_id = social_tests.id(%L)',
  'post_media where path = social_tests.path(%L || '' post'')',
  'post_counts where post_id = social_tests.post_id(%L || '' post'')',
  'comments where author_id = social_tests.id(%L)',
  'comment_counts where comment_id = social_tests.comment_id(%L || '' to carol'')',
  'likes where user_id = social_tests.id(%L)', 'comment_likes where user_id = social_tests.id(%L)',
  'follows where social_tests.id(%L) in (follower_id, followee_id)',
  'saves where post_id = social_tests.post_id(%L || '' post'')',
  '.storage.objects where name = social_tests.path(%L || '' post'')'
]) as surface;
grant select on surfaces to authenticated;
create function pg_temp.found(other text) returns setof text language sql as $$
  select surface from surfaces
  -- When a row is invisible, the function fails or returns no row.
  where social_tests.outcome(
    replace(format('select from social.' || surface, other), 'social..', '')) ~ '^[1-9][0-9]* rows'
$$;

select social_tests.act_as('alice');
select set_eq($$select pg_temp.found('bobby')$$, 'select * from surfaces',
  'before the block the blocker sees the other person through every function and table');
select social_tests.act_as('bobby');
select set_eq($$select pg_temp.found('alice')$$, 'select * from surfaces',
  'before the block the other person sees the blocker through every function and table');
select social_tests.block('alice', 'bobby');
select is_empty($$select pg_temp.found('alice')$$,
  'the blocked person sees the blocker through no function and no table');
select social_tests.act_as('alice');
select is_empty($$select pg_temp.found('bobby')$$,
  'the blocker sees the blocked person through no function and no table');
select social_tests.act_as('carol');
select set_eq($$select pg_temp.found('bobby')$$, 'select * from surfaces',
  'a third person sees the blocked person through every function and table');

select * from finish();
rollback;
