-- Erasing: what was deleted long ago goes for good, a bounded number of rows at a time.
-- Each call is a transaction of its own; counters are exact after each, and who is interrupted goes
-- on where the last call ended.

-- Reported: kept until staff decided, that is.

create function social_private.reported_posts()
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select coalesce(comments.post_id, kept.post_id, reports.target_id)
  from social_private.reports
  left join social.comments on comments.id = reports.target_id
  left join social_private.deleted_comments as kept on kept.comment_id = reports.target_id
  where reports.decided_at is null and reports.target_kind <> 'profile'
);

comment on function social_private.reported_posts() is
'Posts that an open report is about, or about a comment under them.';

-- Commands

create function social_private.erase_post(post_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  like_count integer;
  comment_count integer := 0;
begin
  delete from social.likes where likes.ctid = any (array(
    select few.ctid from social.likes as few
    where few.post_id = erase_post.post_id
    limit erase_post.max_rows
  ));
  get diagnostics like_count = row_count;
  if like_count < erase_post.max_rows then
    -- The deepest first, so that none takes others along.
    delete from social.comments where comments.id = any (array(
      select few.id from social.comments as few
      where few.post_id = erase_post.post_id
      order by few.depth desc
      limit erase_post.max_rows - like_count
    ));
    get diagnostics comment_count = row_count;
  end if;
  if like_count + comment_count < erase_post.max_rows then
    delete from social.posts where posts.id = erase_post.post_id;
  end if;
  return least(like_count + comment_count + 1, erase_post.max_rows);
end;
$$;

comment on function social_private.erase_post(uuid, integer) is
'Erase a post, or so many of its likes and comments; returns how many rows, fewer than allowed when
the post is gone.';

create function social_private.erase_posts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  reported uuid[] := social_private.reported_posts();
  post_id uuid;
  erased integer := 0;
begin
  for post_id in
    select posts.id from social.posts
    where posts.deleted_at < social_private.restorable_since()
      and posts.id <> all (reported)
    order by posts.deleted_at
    limit erase_posts.max_rows
    for update skip locked
  loop
    erased := erased + social_private.erase_post(post_id, erase_posts.max_rows - erased);
    exit when erased >= erase_posts.max_rows;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts(integer) is
'Erase posts that were deleted too long ago to be restored, save what an open report is about;
returns how many rows went.';

create function social_private.erase_comments(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased integer;
begin
  delete from social_private.deleted_comments where deleted_comments.ctid = any (array(
    select old.ctid from social_private.deleted_comments as old
    where old.deleted_at < social_private.restorable_since()
      and not exists (
        select from social_private.reports
        where reports.target_id = old.comment_id and reports.decided_at is null
      )
    limit erase_comments.max_rows
    for update skip locked
  ));
  get diagnostics erased = row_count;
  return erased;
end;
$$;

comment on function social_private.erase_comments(integer) is
'Erase comments that were deleted too long ago to be restored, save what an open report is about;
returns how many.';

create function social_private.erase_edges(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  left_over integer := erase_edges.max_rows;
  liked integer;
begin
  delete from social.likes where likes.ctid = any (array(
    select ctid from social.likes where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics liked = row_count;
  left_over := left_over - liked;
  delete from social.comment_likes where comment_likes.ctid = any (array(
    select ctid from social.comment_likes where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics erased.like_count = row_count;
  left_over := left_over - erased.like_count;
  erased.like_count := erased.like_count + liked;
  delete from social.saves where saves.ctid = any (array(
    select ctid from social.saves where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics erased.save_count = row_count;
  left_over := left_over - erased.save_count;
  delete from social.follows where follows.ctid = any (array(
    select ctid from social.follows
    where erase_edges.person in (follower_id, followee_id) limit left_over
    for update skip locked));
  get diagnostics erased.follow_count = row_count;
  left_over := left_over - erased.follow_count;
  delete from social_private.blocks where blocks.ctid = any (array(
    select ctid from social_private.blocks
    where erase_edges.person in (blocker_id, blocked_id) limit left_over
    for update skip locked));
  get diagnostics erased.block_count = row_count;
  return erased;
end;
$$;

comment on function social_private.erase_edges(uuid, integer) is
'Erase so many likes, saves, follows and blocks of a person; returns how many of each. It waits for
nobody: what somebody is changing this moment is left to the next call.';

create function social_private.is_connected(person uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (select from social.likes where user_id = is_connected.person)
    or exists (select from social.comment_likes where user_id = is_connected.person)
    or exists (select from social.saves where user_id = is_connected.person)
    or exists (
      select from social.follows where is_connected.person in (follower_id, followee_id)
    )
    or exists (
      select from social_private.blocks where is_connected.person in (blocker_id, blocked_id)
    );
end;
$$;

comment on function social_private.is_connected(uuid) is
'Whether erase_edges has something left to do.';

create function social_private.erase_comments_of(person uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment_id uuid;
  erased integer := 0;
begin
  for comment_id in
    select comments.id from social.comments
    where comments.author_id = erase_comments_of.person
    order by comments.id
    limit erase_comments_of.max_rows
  loop
    -- A deletion of the post locks it before its comments, and so do we.
    perform from social.posts
    where posts.id = (select post_id from social.comments where comments.id = comment_id)
    for key share;
    perform from social.comments where comments.id = comment_id for update;
    continue when not found;
    if exists (select from social.comments where comments.parent_id = comment_id) then
      perform social_private.entomb_comment(comment_id, 'author');
    else
      delete from social.comments where comments.id = comment_id;
    end if;
    erased := erased + 1;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_comments_of(uuid, integer) is
'Erase so many comments of a person, leaving tombstones above the replies of others; returns how
many.';

create function social_private.erase_posts_of(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  post social.posts;
  left_over integer := erase_posts_of.max_rows;
  media integer;
begin
  erased.post_count := 0;
  erased.media_count := 0;
  for post in
    select * from social.posts
    where posts.author_id = erase_posts_of.person
    order by posts.id
    limit erase_posts_of.max_rows
    for update
  loop
    media := (select count(*) from social.post_media where post_media.post_id = post.id);
    left_over := left_over - social_private.erase_post(post.id, left_over);
    if not exists (select from social.posts where posts.id = post.id) then
      erased.post_count := erased.post_count + 1;
      erased.media_count := erased.media_count + media;
    end if;
    exit when left_over <= 0;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts_of(uuid, integer) is
'Erase posts of a person, so many rows; returns how many posts and media.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
