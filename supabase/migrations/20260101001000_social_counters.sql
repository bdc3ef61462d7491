-- Counters: how many, exactly, after any history.
-- A counter is the sum of its rows: the one in slot 0, and a few parts. Whoever finds slot 0 free
-- adds to it and folds the parts in; whoever finds it locked leaves a part and goes. So nobody
-- waits, nobody deadlocks, no job is needed, and all of it commits or rolls back with its cause.
-- (Combining, after Yew, Tzeng and Lawrie, "Distributing Hot-Spot Addressing", 1987.)

-- Tables. No foreign keys: checking them would lock the row that everybody counts on once more.
-- The triggers that start counters end them; whatever counts is a row that holds its subject.

create sequence social_private.counter_slots;

create table social_private.profile_counters (
  profile_id uuid not null,
  slot bigint not null default 0,
  post_count integer not null default 0,
  follower_count integer not null default 0,
  following_count integer not null default 0,

  constraint profile_counters_pkey primary key (profile_id, slot)
) with (fillfactor = 60);

comment on table social_private.profile_counters is
'Posts that others may see, accepted followers and followees of a person.';

create table social_private.post_counters (
  post_id uuid not null,
  slot bigint not null default 0,
  like_count integer not null default 0,
  comment_count integer not null default 0,

  constraint post_counters_pkey primary key (post_id, slot)
) with (fillfactor = 60);

comment on table social_private.post_counters is
'Likes of a post, and its comments without tombstones.';

create table social_private.comment_counters (
  comment_id uuid not null,
  slot bigint not null default 0,
  like_count integer not null default 0,
  reply_count integer not null default 0,

  constraint comment_counters_pkey primary key (comment_id, slot)
) with (fillfactor = 60);

comment on table social_private.comment_counters is
'Likes of a comment, and replies in the thread below a top-level comment.';

-- Access: the sums, as visible as what they count on; a private account shows its own to followers.

create view social.profile_counts with (security_invoker = true) as
select
  profile_id,
  sum(post_count)::integer as post_count,
  sum(follower_count)::integer as follower_count,
  sum(following_count)::integer as following_count
from social_private.profile_counters
group by profile_id;

comment on view social.profile_counts is 'A person''s counts, where you may see the posts.';

create view social.post_counts with (security_invoker = true) as
select
  post_id,
  sum(like_count)::integer as like_count,
  sum(comment_count)::integer as comment_count
from social_private.post_counters
group by post_id;

comment on view social.post_counts is 'Likes and comments of the posts that you may see.';

create view social.comment_counts with (security_invoker = true) as
select
  comment_id,
  sum(like_count)::integer as like_count,
  sum(reply_count)::integer as reply_count
from social_private.comment_counters
group by comment_id;

comment on view social.comment_counts is 'Likes and replies of the comments that you may see.';

alter table social_private.profile_counters enable row level security;
alter table social_private.post_counters enable row level security;
alter table social_private.comment_counters enable row level security;

-- The views read these tables with the right of the caller, who cannot name the closed schema.
grant select on
  social_private.profile_counters, social_private.post_counters, social_private.comment_counters
  to anon, authenticated, service_role;

create policy select_visible on social_private.profile_counters
  for select to anon, authenticated
  using (social_private.can_view_account((select social_private.viewer_id()), profile_id));

create policy select_visible on social_private.post_counters
  for select to anon, authenticated
  using ((select true from social.posts where posts.id = post_counters.post_id));

create policy select_visible on social_private.comment_counters
  for select to anon, authenticated
  using ((select true from social.comments where comments.id = comment_counters.comment_id));

-- Effects. These return something: plpgsql performs a call in twice the time of an expression.

create function social_private.add_to_profile_counters(
  profile_id uuid, posts integer, followers integer, following integer)
  returns boolean
  language plpgsql
  volatile
  security definer -- counters are written by triggers only, whoever causes them
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Spares work where a subject goes with all its rows, which makes this a trigger in a trigger.
  if pg_trigger_depth() > 1
    and least(
      add_to_profile_counters.posts, add_to_profile_counters.followers,
      add_to_profile_counters.following
    ) < 0
    and not exists (
      select from social.profiles where profiles.id = add_to_profile_counters.profile_id
    )
  then
    return false;
  end if;
  update social_private.profile_counters as counters set
    post_count = counters.post_count + add_to_profile_counters.posts,
    follower_count = counters.follower_count + add_to_profile_counters.followers,
    following_count = counters.following_count + add_to_profile_counters.following
  where counters.ctid = (
    select free.ctid from social_private.profile_counters as free
    where free.profile_id = add_to_profile_counters.profile_id and free.slot = 0
    for no key update skip locked
  )
  returning exists (
    select from social_private.profile_counters as parts
    where parts.profile_id = add_to_profile_counters.profile_id and parts.slot > 0
  ) into has_parts;
  if not found then
    insert into social_private.profile_counters
      (profile_id, slot, post_count, follower_count, following_count)
    select
      counters.profile_id, nextval('social_private.counter_slots'),
      add_to_profile_counters.posts, add_to_profile_counters.followers,
      add_to_profile_counters.following
    from social_private.profile_counters as counters
    where counters.profile_id = add_to_profile_counters.profile_id and counters.slot = 0;
  elsif has_parts then
    with folded as (
      delete from social_private.profile_counters as counters
      where counters.profile_id = add_to_profile_counters.profile_id and counters.slot > 0
      returning counters.*
    ), parts as (
      select
        sum(folded.post_count)::integer as post_count,
        sum(folded.follower_count)::integer as follower_count,
        sum(folded.following_count)::integer as following_count
      from folded
      having count(*) > 0
    )
    update social_private.profile_counters as counters set
      post_count = counters.post_count + parts.post_count,
      follower_count = counters.follower_count + parts.follower_count,
      following_count = counters.following_count + parts.following_count
    from parts
    where counters.profile_id = add_to_profile_counters.profile_id and counters.slot = 0;
  end if;
  return true;
end;
$$;

comment on function social_private.add_to_profile_counters(uuid, integer, integer, integer) is
'Add to the counters of a profile, without waiting for anybody. False where it is going.';

create function social_private.add_to_post_counters(
  post_id uuid, likes integer, comments integer)
  returns boolean
  language plpgsql
  volatile
  security definer -- counters are written by triggers only, whoever causes them
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Spares work where a subject goes with all its rows, which makes this a trigger in a trigger.
  if pg_trigger_depth() > 1
    and least(add_to_post_counters.likes, add_to_post_counters.comments) < 0
    and not exists (select from social.posts where posts.id = add_to_post_counters.post_id)
  then
    return false;
  end if;
  update social_private.post_counters as counters set
    like_count = counters.like_count + add_to_post_counters.likes,
    comment_count = counters.comment_count + add_to_post_counters.comments
  where counters.ctid = (
    select free.ctid from social_private.post_counters as free
    where free.post_id = add_to_post_counters.post_id and free.slot = 0
    for no key update skip locked
  )
  returning exists (
    select from social_private.post_counters as parts
    where parts.post_id = add_to_post_counters.post_id and parts.slot > 0
  ) into has_parts;
  if not found then
    insert into social_private.post_counters (post_id, slot, like_count, comment_count)
    select
      counters.post_id, nextval('social_private.counter_slots'),
      add_to_post_counters.likes, add_to_post_counters.comments
    from social_private.post_counters as counters
    where counters.post_id = add_to_post_counters.post_id and counters.slot = 0;
  elsif has_parts then
    with folded as (
      delete from social_private.post_counters as counters
      where counters.post_id = add_to_post_counters.post_id and counters.slot > 0
      returning counters.*
    ), parts as (
      select sum(folded.like_count) as like_count, sum(folded.comment_count) as comment_count
      from folded
      having count(*) > 0
    )
    update social_private.post_counters as counters set
      like_count = counters.like_count + parts.like_count,
      comment_count = counters.comment_count + parts.comment_count
    from parts
    where counters.post_id = add_to_post_counters.post_id and counters.slot = 0;
  end if;
  return true;
end;
$$;

comment on function social_private.add_to_post_counters(uuid, integer, integer) is
'Add to the counters of a post, without waiting for anybody. False where it is going.';

create function social_private.add_to_comment_counters(
  comment_id uuid, likes integer, replies integer)
  returns boolean
  language plpgsql
  volatile
  security definer -- counters are written by triggers only, whoever causes them
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Spares work where a subject goes with all its rows, which makes this a trigger in a trigger.
  if pg_trigger_depth() > 1
    and least(add_to_comment_counters.likes, add_to_comment_counters.replies) < 0
    and not exists (
      select from social.comments where comments.id = add_to_comment_counters.comment_id
    )
  then
    return false;
  end if;
  update social_private.comment_counters as counters set
    like_count = counters.like_count + add_to_comment_counters.likes,
    reply_count = counters.reply_count + add_to_comment_counters.replies
  where counters.ctid = (
    select free.ctid from social_private.comment_counters as free
    where free.comment_id = add_to_comment_counters.comment_id and free.slot = 0
    for no key update skip locked
  )
  returning exists (
    select from social_private.comment_counters as parts
    where parts.comment_id = add_to_comment_counters.comment_id and parts.slot > 0
  ) into has_parts;
  if not found then
    insert into social_private.comment_counters (comment_id, slot, like_count, reply_count)
    select
      counters.comment_id, nextval('social_private.counter_slots'),
      add_to_comment_counters.likes, add_to_comment_counters.replies
    from social_private.comment_counters as counters
    where counters.comment_id = add_to_comment_counters.comment_id and counters.slot = 0;
  elsif has_parts then
    with folded as (
      delete from social_private.comment_counters as counters
      where counters.comment_id = add_to_comment_counters.comment_id and counters.slot > 0
      returning counters.*
    ), parts as (
      select sum(folded.like_count) as like_count, sum(folded.reply_count) as reply_count
      from folded
      having count(*) > 0
    )
    update social_private.comment_counters as counters set
      like_count = counters.like_count + parts.like_count,
      reply_count = counters.reply_count + parts.reply_count
    from parts
    where counters.comment_id = add_to_comment_counters.comment_id and counters.slot = 0;
  end if;
  return true;
end;
$$;

comment on function social_private.add_to_comment_counters(uuid, integer, integer) is
'Add to the counters of a comment, without waiting for anybody. False where it is going.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
