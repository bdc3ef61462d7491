begin;
select plan(1);
update social_private.config set discovery = true;
-- Eight people do many things in a random order, some directly by SQL. Then one is merged into
-- another, and everything that triggers keep is compared with plain queries.
create function pg_temp.pick(n integer) returns text language sql volatile as $$
  select 'p' || 1 + floor(random() * n)::integer || 'x'
$$;
create function pg_temp.act(n integer) returns void language plpgsql as $$
declare
  a uuid := social_tests.id(pg_temp.pick(8));
  b uuid := social_tests.id(pg_temp.pick(8));
  post uuid := (select id from social.posts order by random() limit 1);
  talk social.comments := (select c from social.comments as c where deleted_at is null
    order by random() limit 1);
begin
  case floor(random() * 15)::integer
    when 0, 1 then insert into social.posts (author_id, caption, visibility) values (a,
      'post ' || n || ' #tag' || n % 3,
      (array['public', 'followers', 'close_friends', 'only_me'])[1 + n % 4]::social.visibility);
    when 2, 3 then insert into social.follows (follower_id, followee_id, state, accepted_at)
      values (a, b, case when n % 4 > 0 then 'accepted' else 'pending' end::social.follow_state,
        case when n % 4 > 0 then now() end);
    when 4, 5 then insert into social.likes (user_id, post_id) values (a, post);
    when 6 then insert into social.comments (author_id, post_id, body) values (a, post, 'c' || n);
    when 7 then insert into social.comments (author_id, post_id, body, parent_id, root_id, depth)
      values (a, talk.post_id, 'r' || n, talk.id, coalesce(talk.root_id, talk.id), talk.depth + 1);
    when 8 then insert into social.comment_likes (user_id, comment_id) values (a, talk.id);
    when 9 then insert into social_private.blocks (blocker_id, blocked_id) values (a, b);
    when 10 then insert into social_private.close_friends (owner_id, friend_id)
      select followee_id, follower_id from social.follows
      where state = 'accepted' order by random() limit 1;
    when 11 then insert into social_private.hidden_comments (comment_id, hidden_by)
      values (talk.id, case when n % 2 = 0 then 'staff' else 'post_author' end::social_private.hidden_by);
    when 12 then update social_private.accounts set deactivated_at =
      case when deactivated_at is null then now() end where profile_id = a and random() < 0.5;
    when 13 then update social_private.accounts set is_private = not is_private
      where profile_id = a;
    when 14 then update social.comments set deleted_at = now() where id = talk.id and n % 2 = 0;
  end case;
exception when unique_violation or check_violation or not_null_violation then null;
end;
$$;
-- The newest post for all followers, the counted hashtags and the posts on their pages.
create function pg_temp.wrong() returns setof text language sql as $$
  select 'latest ' || username from social.profiles
  join social_private.accounts on profile_id = profiles.id
  where (select post_id from social_private.latest_posts where author_id = profiles.id)
    is distinct from case when audience_level > 0 then (select id from social.posts
      where posts.author_id = profiles.id and audience <= 'followers' order by id desc limit 1) end
  union all
  select 'page ' || coalesce(stored.post_id, wanted.post_id) from social_private.hashtag_posts stored
  full join (select hashtag, post_id, author_id from social.post_hashtags
    join social_private.open_posts on open_posts.id = post_id) as wanted
  using (hashtag, post_id, author_id) where stored.post_id is null or wanted.post_id is null
  union all
  select 'words ' || posts.id from social.posts join social_private.post_words on post_id = posts.id
  where post_words.author_id <> posts.author_id
  union all
  select 'blocked ' || follower_id from social.follows join social_private.blocks
  on (blocker_id, blocked_id) in ((follower_id, followee_id), (followee_id, follower_id))
  union all
  select 'no follower ' || owner_id from social_private.close_friends where not exists (
    select from social.follows where (follower_id, followee_id) = (friend_id, owner_id)
      and state = 'accepted')
  union all
  select 'request ' || follower_id from social.follows join social.profiles on id = followee_id
  where state = 'pending' and not is_private and username = 'p2x'
  union all
  select counter || ' ' || subject_id from social_private.verify_counters()
$$;
create function pg_temp.world(seed integer) returns text[] language plpgsql as $$
declare
  answer text[];
begin
  perform setseed(seed / 100.0);
  perform social_tests.person('p' || n || 'x', random() < 0.3) from generate_series(1, 8) as n;
  for n in 1 .. 130 loop
    perform pg_temp.act(n);
  end loop;
  delete from social.follows using social_private.blocks
  where (blocker_id, blocked_id) in ((follower_id, followee_id), (followee_id, follower_id));
  delete from social_private.close_friends where not exists (
    select from social.follows where (follower_id, followee_id) = (friend_id, owner_id)
      and state = 'accepted');
  delete from social_private.count_updates;
  -- Inactive people cannot like, but SQL can make them.
  perform social_private.repair_counters();
  if exists (select pg_temp.wrong() except select 'request ' || follower_id from social.follows) then
    raise exception 'wrong before the merge of world %: %', seed, array(select pg_temp.wrong());
  end if;
  perform social_private.merge_profiles('p1x', 'p2x', 'One person');
  delete from social_private.count_updates;
  answer := array(select seed || ': ' || wrong from pg_temp.wrong() as wrong);
  raise exception using errcode = 'UNDO1', message = answer::text;
exception when sqlstate 'UNDO1' then
  return answer;
end;
$$;
select is_empty($$
  select unnest(pg_temp.world(seed)) from generate_series(1, 6) as seed
$$, 'after a merge, everything is as plain queries compute it');

select * from finish();
rollback;
