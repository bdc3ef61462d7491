-- Counters: exact numbers of posts, followers, likes, comments and replies.
-- A count is the sum of several rows: one main row (slot 0) and rows with pending changes (slot >
-- 0). If the main row is not locked, a writer adds its change and all pending changes to the main
-- row. If the main row is locked, the writer inserts its change as a new row. So writers never wait
-- for each other, and they never deadlock. No background job is needed. Each change commits or
-- rolls back with the write that caused it. The method follows Yew, Tzeng and Lawrie, "Distributing
-- Hot-Spot Addressing", 1987.
-- A count includes what a visitor without a login finds in the lists. So likes, follows and
-- comments that nobody may see stay in their tables but do not count. The tables uncounted_edges
-- and uncounted_comments name them. social_count_updates fills these two tables.

-- Tables
-- The counter tables have no foreign keys, because the check of a foreign key would lock the post,
-- comment or profile.

create sequence social_private.counter_slots;

create table social_private.profile_counters (
  profile_id uuid not null,
  slot bigint not null default 0,
  post_count integer not null default 0,
  follower_count integer not null default 0,
  following_count integer not null default 0,

  constraint profile_counters_pkey primary key (profile_id, slot),
  -- Room for the sum of two parts.
  constraint profile_counters_in_range check (
    post_count between -1000000000 and 1000000000
    and follower_count between -1000000000 and 1000000000
    and following_count between -1000000000 and 1000000000
  )
) with (fillfactor = 60);

comment on table social_private.profile_counters is
'The counts of a person: followers, followed people, and posts that others may see. Each count is
the sum over all rows of the person.';

comment on column social_private.profile_counters.profile_id is 'The person.';

comment on column social_private.profile_counters.slot is
'0 for the main row. Rows with other numbers hold changes that are yet to be merged.';

comment on column social_private.profile_counters.post_count is
'A part of the number of posts that others may see.';

comment on column social_private.profile_counters.follower_count is
'A part of the number of followers.';

comment on column social_private.profile_counters.following_count is
'A part of the number of followed people.';

alter table social_private.profile_counters enable row level security;

create trigger keep_keys
  after update of profile_id, slot on social_private.profile_counters
  for each row when ((old.profile_id, old.slot) is distinct from (new.profile_id, new.slot))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.profile_counters
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create table social_private.post_counters (
  post_id uuid not null,
  slot bigint not null default 0,
  like_count integer not null default 0,
  comment_count integer not null default 0,

  constraint post_counters_pkey primary key (post_id, slot),
  -- Room for the sum of two parts.
  constraint post_counters_in_range check (
    like_count between -1000000000 and 1000000000
    and comment_count between -1000000000 and 1000000000
  )
) with (fillfactor = 60);

comment on table social_private.post_counters is
'The number of likes and the number of comments of a post. Deleted and hidden comments and inactive
people do not count. Each number is the sum over all rows of the post.';

comment on column social_private.post_counters.post_id is 'The post.';

comment on column social_private.post_counters.slot is
'0 for the main row. Rows with other numbers hold changes that are yet to be merged.';

comment on column social_private.post_counters.like_count is 'A part of the number of likes.';

comment on column social_private.post_counters.comment_count is
'A part of the number of comments and replies.';

alter table social_private.post_counters enable row level security;

create trigger keep_keys
  after update of post_id, slot on social_private.post_counters
  for each row when ((old.post_id, old.slot) is distinct from (new.post_id, new.slot))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.post_counters
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create table social_private.comment_counters (
  comment_id uuid not null,
  slot bigint not null default 0,
  like_count integer not null default 0,
  reply_count integer not null default 0,

  constraint comment_counters_pkey primary key (comment_id, slot),
  -- Room for the sum of two parts.
  constraint comment_counters_in_range check (
    like_count between -1000000000 and 1000000000
    and reply_count between -1000000000 and 1000000000
  )
) with (fillfactor = 60);

comment on table social_private.comment_counters is
'The number of likes of a comment, and the number of replies in the thread of a top-level comment.
Each number is the sum over all rows of the comment.';

comment on column social_private.comment_counters.comment_id is 'The comment.';

comment on column social_private.comment_counters.slot is
'0 for the main row. Rows with other numbers hold changes that are yet to be merged.';

comment on column social_private.comment_counters.like_count is 'A part of the number of likes.';

comment on column social_private.comment_counters.reply_count is
'A part of the number of replies in the thread.';

alter table social_private.comment_counters enable row level security;

create trigger keep_keys
  after update of comment_id, slot on social_private.comment_counters
  for each row when ((old.comment_id, old.slot) is distinct from (new.comment_id, new.slot))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.comment_counters
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create type social_private.edge_kind as enum ('like', 'comment_like', 'follow');

create table social_private.uncounted_edges (
  kind social_private.edge_kind not null,
  actor_id uuid not null,
  subject_id uuid not null,

  constraint uncounted_edges_pkey primary key (kind, actor_id, subject_id)
);

comment on table social_private.uncounted_edges is
'Likes and accepted follows that do not count, because the actor or the followee is inactive. The
actor is the person who likes or follows. The subject is the post, the comment or the followee.';

comment on column social_private.uncounted_edges.kind is
'The kind of the row that does not count: like, comment_like or follow.';

comment on column social_private.uncounted_edges.actor_id is 'The person who likes or follows.';

comment on column social_private.uncounted_edges.subject_id is
'The liked post or comment, or the followed person.';

alter table social_private.uncounted_edges enable row level security;

create trigger keep_keys
  after update of kind, actor_id, subject_id on social_private.uncounted_edges
  for each row when (
    (old.kind, old.actor_id, old.subject_id)
      is distinct from (new.kind, new.actor_id, new.subject_id)
  )
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.uncounted_edges
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create table social_private.uncounted_comments (
  comment_id uuid not null,
  post_id uuid not null,
  root_id uuid,
  author_id uuid not null,
  hider_id uuid,

  constraint uncounted_comments_pkey primary key (comment_id)
);

comment on table social_private.uncounted_comments is
'Comments that exist but do not count: somebody hid the comment, its author is inactive, or the
author of the post blocks its author.

The author of the comment still sees the comment, and so does the author of the post who hid it. For
these two viewers, the counts include the comment. So the author of a comment cannot tell from the
counts that it is hidden.';

comment on column social_private.uncounted_comments.comment_id is
'The comment that does not count.';

comment on column social_private.uncounted_comments.post_id is 'The post of the comment.';

comment on column social_private.uncounted_comments.root_id is
'The top-level comment of the thread. Null for a top-level comment.';

comment on column social_private.uncounted_comments.author_id is 'The author of the comment.';

comment on column social_private.uncounted_comments.hider_id is
'The author of the post, if they still see the comment because they hid it themselves.';

-- These three indexes serve the search for the comments that count only for one viewer.
create index uncounted_comments_author_id_idx on social_private.uncounted_comments (author_id);

create index uncounted_comments_hider_id_post_id_idx
  on social_private.uncounted_comments (hider_id, post_id) where hider_id is not null;

create index uncounted_comments_hider_id_root_id_idx
  on social_private.uncounted_comments (hider_id, root_id) where hider_id is not null;

alter table social_private.uncounted_comments enable row level security;

create trigger keep_keys
  after update of comment_id, post_id, root_id, author_id on social_private.uncounted_comments
  for each row when (
    (old.comment_id, old.post_id, old.root_id, old.author_id)
      is distinct from (new.comment_id, new.post_id, new.root_id, new.author_id)
  )
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.uncounted_comments
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create view social.profile_counts with (security_invoker = true) as
select
  profile_id,
  sum(post_count)::integer as post_count,
  sum(follower_count)::integer as follower_count,
  sum(following_count)::integer as following_count
from social_private.profile_counters
group by profile_id;

comment on view social.profile_counts is
'The numbers of posts, followers and followed people, for each person whose posts you may see.';

comment on column social.profile_counts.profile_id is 'The person.';

comment on column social.profile_counts.post_count is 'Number of posts that others may see.';

comment on column social.profile_counts.follower_count is 'Number of followers.';

comment on column social.profile_counts.following_count is 'Number of followed people.';

create view social.post_counts with (security_invoker = true) as
select
  counters.post_id,
  sum(counters.like_count)::integer as like_count,
  (sum(counters.comment_count) + coalesce(max(own.comments), 0))::integer as comment_count
from social_private.post_counters as counters
left join (
  select post_id, count(*) as comments
  from social_private.uncounted_comments
  where (select auth.uid()) in (author_id, hider_id)
  group by post_id
) as own on own.post_id = counters.post_id
group by counters.post_id;

comment on view social.post_counts is
'The numbers of likes and comments, for each post that you may see.';

comment on column social.post_counts.post_id is 'The post.';

comment on column social.post_counts.like_count is 'Number of likes.';

comment on column social.post_counts.comment_count is 'Number of comments and replies.';

create view social.comment_counts with (security_invoker = true) as
select
  counters.comment_id,
  sum(counters.like_count)::integer as like_count,
  (sum(counters.reply_count) + coalesce(max(own.replies), 0))::integer as reply_count
from social_private.comment_counters as counters
left join (
  select root_id, count(*) as replies
  from social_private.uncounted_comments
  where (select auth.uid()) in (author_id, hider_id)
  group by root_id
) as own on own.root_id = counters.comment_id
group by counters.comment_id;

comment on view social.comment_counts is
'The numbers of likes and replies, for each comment that you may see.';

comment on column social.comment_counts.comment_id is 'The comment.';

comment on column social.comment_counts.like_count is 'Number of likes.';

comment on column social.comment_counts.reply_count is
'Number of replies in the thread of a top-level comment.';

create function social_private.fold_profile_counters(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with folded as (
    delete from social_private.profile_counters as counters
    where counters.profile_id = fold_profile_counters.profile_id and counters.slot > 0
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
  where counters.profile_id = fold_profile_counters.profile_id and counters.slot = 0;
end;
$$;

comment on function social_private.fold_profile_counters(uuid) is
'Adds the pending counter rows (slot > 0) of a profile to its main row and deletes them. The caller
must have locked the main row.';

-- Three similar functions exist, because one function with dynamic SQL would use 40 % more CPU time
-- for each like.

create function social_private.add_to_profile_counters(
  profile_id uuid, posts integer, followers integer, following integer)
  returns void
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Do nothing if a cascade deletes the counted profile itself. In a cascade, the trigger that
  -- calls this function runs inside another trigger.
  if pg_trigger_depth() > 1
    and least(
      add_to_profile_counters.posts, add_to_profile_counters.followers,
      add_to_profile_counters.following
    ) < 0
    and not exists (
      select from social.profiles where profiles.id = add_to_profile_counters.profile_id
    )
  then
    return;
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
    perform social_private.fold_profile_counters(add_to_profile_counters.profile_id);
  end if;
end;
$$;

comment on function social_private.add_to_profile_counters(uuid, integer, integer, integer) is
'Adds these numbers to the counters of a profile, without waiting for locks. Does nothing if the
profile is being deleted.';

create function social_private.fold_post_counters(post_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with folded as (
    delete from social_private.post_counters as counters
    where counters.post_id = fold_post_counters.post_id and counters.slot > 0
    returning counters.*
  ), parts as (
    select
      sum(folded.like_count)::integer as like_count,
      sum(folded.comment_count)::integer as comment_count
    from folded
    having count(*) > 0
  )
  update social_private.post_counters as counters set
    like_count = counters.like_count + parts.like_count,
    comment_count = counters.comment_count + parts.comment_count
  from parts
  where counters.post_id = fold_post_counters.post_id and counters.slot = 0;
end;
$$;

comment on function social_private.fold_post_counters(uuid) is
'Adds the pending counter rows (slot > 0) of a post to its main row and deletes them. The caller
must have locked the main row.';

create function social_private.add_to_post_counters(
  post_id uuid, likes integer, comments integer)
  returns void
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Do nothing if a cascade deletes the counted post itself. In a cascade, the trigger that calls
  -- this function runs inside another trigger.
  if pg_trigger_depth() > 1
    and least(add_to_post_counters.likes, add_to_post_counters.comments) < 0
    and not exists (select from social.posts where posts.id = add_to_post_counters.post_id)
  then
    return;
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
    perform social_private.fold_post_counters(add_to_post_counters.post_id);
  end if;
end;
$$;

comment on function social_private.add_to_post_counters(uuid, integer, integer) is
'Adds these numbers to the counters of a post, without waiting for locks. Does nothing if the
post is being deleted.';

create function social_private.fold_comment_counters(comment_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with folded as (
    delete from social_private.comment_counters as counters
    where counters.comment_id = fold_comment_counters.comment_id and counters.slot > 0
    returning counters.*
  ), parts as (
    select
      sum(folded.like_count)::integer as like_count,
      sum(folded.reply_count)::integer as reply_count
    from folded
    having count(*) > 0
  )
  update social_private.comment_counters as counters set
    like_count = counters.like_count + parts.like_count,
    reply_count = counters.reply_count + parts.reply_count
  from parts
  where counters.comment_id = fold_comment_counters.comment_id and counters.slot = 0;
end;
$$;

comment on function social_private.fold_comment_counters(uuid) is
'Adds the pending counter rows (slot > 0) of a comment to its main row and deletes them. The caller
must have locked the main row.';

create function social_private.add_to_comment_counters(
  comment_id uuid, likes integer, replies integer)
  returns void
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  has_parts boolean;
begin
  -- Do nothing if a cascade deletes the counted comment itself. In a cascade, the trigger that
  -- calls this function runs inside another trigger.
  if pg_trigger_depth() > 1
    and least(add_to_comment_counters.likes, add_to_comment_counters.replies) < 0
    and not exists (
      select from social.comments where comments.id = add_to_comment_counters.comment_id
    )
  then
    return;
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
    perform social_private.fold_comment_counters(add_to_comment_counters.comment_id);
  end if;
end;
$$;

comment on function social_private.add_to_comment_counters(uuid, integer, integer) is
'Adds these numbers to the counters of a comment, without waiting for locks. Does nothing if the
comment is being deleted.';

-- Effects

create function social_private.tg_profiles__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    insert into social_private.profile_counters (profile_id) values (new.id);
  else
    delete from social_private.profile_counters where profile_id = old.id;
    delete from social_private.count_updates where person_id = old.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__count() is
'Creates the counters of a new person. Deletes the counters when the person is deleted.';

create trigger count_profile
  after insert or delete on social.profiles
  for each row execute function social_private.tg_profiles__count();

create function social_private.tg_posts__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  was_counted integer := (
    tg_op <> 'INSERT' and coalesce(old.audience <> 'only_me', false))::integer;
  is_counted integer := (
    tg_op <> 'DELETE' and coalesce(new.audience <> 'only_me', false))::integer;
begin
  if tg_op = 'INSERT' then
    insert into social_private.post_counters (post_id) values (new.id);
  elsif tg_op = 'DELETE' then
    delete from social_private.post_counters where post_id = old.id;
  end if;
  if is_counted <> was_counted then
    perform social_private.add_to_profile_counters(
      coalesce(new.author_id, old.author_id), is_counted - was_counted, 0, 0);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__count() is
'Creates the counters of a new post. Deletes the counters when the post is deleted. The post count
of the author includes the post while other people may see the post.';

create trigger count_post
  after insert or delete or update of visibility, archived_at, hidden_at, deleted_at
  on social.posts
  for each row execute function social_private.tg_posts__count();

create function social_private.tg_likes__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
begin
  -- EXISTS is faster than DELETE, and nearly always false.
  if tg_op = 'DELETE' and exists (
    select from social_private.uncounted_edges
    where kind = 'like' and actor_id = old.user_id and subject_id = old.post_id
  ) then
    delete from social_private.uncounted_edges
    where kind = 'like' and actor_id = old.user_id and subject_id = old.post_id;
    return null;
  end if;
  -- Only the operator can insert a like of an inactive person.
  if tg_op = 'INSERT' and exists (
    select from social_private.accounts
    where accounts.profile_id = new.user_id and accounts.audience_level = 0
  ) then
    insert into social_private.uncounted_edges (kind, actor_id, subject_id)
    values ('like', new.user_id, new.post_id);
    return null;
  end if;
  perform social_private.add_to_post_counters(
    coalesce(new.post_id, old.post_id), case tg_op when 'INSERT' then 1 else -1 end, 0);
  return null;
end;
$$;

comment on function social_private.tg_likes__count() is
'Updates the like count of a post. Neither adds nor subtracts a like that does not count.';

create trigger count_like
  after insert or delete on social.likes
  for each row execute function social_private.tg_likes__count();

create function social_private.tg_comments__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  comment social.comments := coalesce(new, old);
  was_live integer := (tg_op <> 'INSERT' and old.deleted_at is null)::integer;
  is_live integer := (tg_op <> 'DELETE' and new.deleted_at is null)::integer;
  is_uncounted boolean := false;
begin
  if tg_op = 'INSERT' then
    insert into social_private.comment_counters (comment_id) values (new.id);
  elsif tg_op = 'DELETE' then
    delete from social_private.comment_counters where comment_id = old.id;
  end if;
  if is_live <> was_live then
    if tg_op <> 'INSERT' and is_live = 0 then
      delete from social_private.uncounted_comments where comment_id = old.id;
      is_uncounted := found;
    elsif tg_op = 'UPDATE' or exists (
      -- Only the operator can insert a comment of an inactive or blocked person.
      select from social_private.accounts
      where accounts.profile_id = new.author_id and accounts.audience_level = 0
    ) or exists (
      select from social.posts
      join social_private.blocks on blocks.blocker_id = posts.author_id
      where posts.id = new.post_id and blocks.blocked_id = new.author_id
    ) then
      insert into social_private.uncounted_comments
        (comment_id, post_id, root_id, author_id, hider_id)
      select
        countable.comment_id, countable.post_id, countable.root_id, countable.author_id,
        countable.hider_id
      from social_private.countable_comments as countable
      where countable.comment_id = new.id and not countable.is_counted;
      is_uncounted := found;
    end if;
    if is_uncounted then
      return null;
    end if;
    perform social_private.add_to_post_counters(
      comment.post_id, 0, is_live - was_live);
    if comment.root_id is not null then
      perform social_private.add_to_comment_counters(
        comment.root_id, 0, is_live - was_live);
    end if;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_comments__count() is
'Creates the counters of a new comment. Deletes the counters when the comment is permanently
deleted. Adds the comment to the counts of its post and thread, unless deleted_at is set. A restored
comment may be hidden, and then it does not count.';

create trigger count_comment
  after insert or delete or update of deleted_at on social.comments
  for each row execute function social_private.tg_comments__count();

create function social_private.tg_comment_likes__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
begin
  -- EXISTS is faster than DELETE, and nearly always false.
  if tg_op = 'DELETE' and exists (
    select from social_private.uncounted_edges
    where kind = 'comment_like' and actor_id = old.user_id and subject_id = old.comment_id
  ) then
    delete from social_private.uncounted_edges
    where kind = 'comment_like' and actor_id = old.user_id and subject_id = old.comment_id;
    return null;
  end if;
  -- Only the operator can insert a like of an inactive person.
  if tg_op = 'INSERT' and exists (
    select from social_private.accounts
    where accounts.profile_id = new.user_id and accounts.audience_level = 0
  ) then
    insert into social_private.uncounted_edges (kind, actor_id, subject_id)
    values ('comment_like', new.user_id, new.comment_id);
    return null;
  end if;
  perform social_private.add_to_comment_counters(
    coalesce(new.comment_id, old.comment_id), case tg_op when 'INSERT' then 1 else -1 end, 0);
  return null;
end;
$$;

comment on function social_private.tg_comment_likes__count() is
'Updates the like count of a comment, as tg_likes__count() does for posts.';

create trigger count_like
  after insert or delete on social.comment_likes
  for each row execute function social_private.tg_comment_likes__count();

create function social_private.tg_follows__count()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  was_accepted integer := (tg_op <> 'INSERT' and old.state = 'accepted')::integer;
  is_accepted integer := (tg_op <> 'DELETE' and new.state = 'accepted')::integer;
begin
  if is_accepted <> was_accepted then
    if is_accepted = 0 then
      delete from social_private.uncounted_edges
      where kind = 'follow' and actor_id = old.follower_id and subject_id = old.followee_id;
    else
      -- A private account that becomes public also accepts the requests of inactive people, and the
      -- operator can insert a follow of an inactive person.
      insert into social_private.uncounted_edges (kind, actor_id, subject_id)
      select 'follow', new.follower_id, new.followee_id
      where exists (
        select from social_private.accounts
        where accounts.profile_id in (new.follower_id, new.followee_id)
          and accounts.audience_level = 0
      );
    end if;
    if found then
      return null;
    end if;
    perform social_private.add_to_profile_counters(
      coalesce(new.followee_id, old.followee_id), 0, is_accepted - was_accepted, 0);
    perform social_private.add_to_profile_counters(
      coalesce(new.follower_id, old.follower_id), 0, 0, is_accepted - was_accepted);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_follows__count() is
'Updates the counts of the follower and the followee. Only accepted follows between active people
count.';

create trigger count_follow
  after insert or delete or update of state on social.follows
  for each row execute function social_private.tg_follows__count();

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
