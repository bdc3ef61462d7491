-- Latest posts: the newest post of each author, and the changes that make cached feeds incomplete.
-- The home feed first reads the newest post of each followed person, because this is fast. Triggers
-- maintain the two tables of this file. Only the home feed reads the tables.

-- Tables

create table social_private.latest_posts (
  author_id uuid not null,
  post_id uuid,

  constraint latest_posts_pkey primary key (author_id),
  constraint latest_posts_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

comment on table social_private.latest_posts is
'Each row contains, for one person, the newest post that all followers of the person may see. The
post is null if there is none, or while the person is inactive.';

comment on column social_private.latest_posts.author_id is 'The person.';

comment on column social_private.latest_posts.post_id is
'The newest post that all followers may see. Null if there is none.';

alter table social_private.latest_posts enable row level security;

create trigger keep_keys
  after update of author_id on social_private.latest_posts
  for each row when (old.author_id <> new.author_id)
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.latest_posts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create table social_private.feed_changes (
  id uuid not null default social_private.uuid_v7(),
  author_id uuid not null,
  viewer_id uuid,
  changed_at timestamptz not null default clock_timestamp(),

  constraint feed_changes_pkey primary key (id),
  constraint feed_changes_author_id_viewer_id_key unique nulls not distinct (author_id, viewer_id),
  constraint feed_changes_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint feed_changes_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.feed_changes is
'Each row records that cached feeds lack old posts of an author. viewer_id is the viewer whose
cached feed lacks the posts, or null if all cached feeds may lack the posts.

A row has one of these reasons: the posts or the author became visible again, the viewer unmuted the
author, the author added the viewer as a close friend, or somebody inserted an old post or follow.
If both people are the same, the viewer follows a hashtag since an old time.';

comment on column social_private.feed_changes.id is 'The id of the row.';

comment on column social_private.feed_changes.author_id is
'The author whose old posts cached feeds lack.';

comment on column social_private.feed_changes.viewer_id is
'The viewer whose cached feed lacks them. Null if all cached feeds may lack them.';

comment on column social_private.feed_changes.changed_at is 'The time of the change.';

-- This index serves the search for changes since a given time.
create index feed_changes_changed_at_idx on social_private.feed_changes (changed_at);

-- This index covers the foreign key: it finds all changes for one viewer.
create index feed_changes_viewer_id_idx on social_private.feed_changes (viewer_id);

alter table social_private.feed_changes enable row level security;

create trigger keep_keys
  after update of id, author_id, viewer_id on social_private.feed_changes
  for each row when (
    (old.id, old.author_id, old.viewer_id)
      is distinct from (new.id, new.author_id, new.viewer_id)
  )
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.feed_changes
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Effects

create function social_private.refresh_latest_post(author_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  newest uuid;
begin
  -- Lock the row first. The query below then sees the changes that a concurrent transaction has
  -- committed. The row stays when no post is left: a transaction that waits for a row which is
  -- deleted and inserted again would find none, and would change nothing.
  insert into social_private.latest_posts (author_id) values (refresh_latest_post.author_id)
  on conflict on constraint latest_posts_pkey do nothing;
  perform from social_private.latest_posts
  where latest_posts.author_id = refresh_latest_post.author_id
  for update;
  select posts.id into newest from social.posts
  where posts.author_id = refresh_latest_post.author_id
    and posts.audience <= 'followers'
    and exists (
      select from social_private.accounts
      where accounts.profile_id = posts.author_id and accounts.audience_level > 0
    )
  order by posts.id desc
  limit 1;
  update social_private.latest_posts set post_id = newest
  where latest_posts.author_id = refresh_latest_post.author_id
    and latest_posts.post_id is distinct from newest;
end;
$$;

comment on function social_private.refresh_latest_post(uuid) is
'Stores, for one person, the newest post that all followers of the person may see. Stores no post
while the person is inactive.';

create function social_private.record_feed_change(author_id uuid, viewer_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.feed_changes (author_id, viewer_id)
  values (record_feed_change.author_id, record_feed_change.viewer_id)
  on conflict on constraint feed_changes_author_id_viewer_id_key
  do update set changed_at = excluded.changed_at;
  -- Cached feeds expire after one day, so they do not need changes that are older than two days.
  delete from social_private.feed_changes where changed_at < now() - interval '2 days';
end;
$$;

comment on function social_private.record_feed_change(uuid, uuid) is
'Records that cached feeds lack old posts of an author. viewer_id is the viewer whose cached feed
lacks the posts, or null if all cached feeds may lack the posts.';

create function social_private.tg_posts__sync_latest_post()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write latest posts; clients have no grants
  set search_path = ''
as $$
declare
  was_shown boolean := tg_op <> 'INSERT' and coalesce(old.audience <= 'followers', false);
  is_shown boolean := tg_op <> 'DELETE' and coalesce(new.audience <= 'followers', false);
  latest_id uuid;
begin
  if tg_op = 'INSERT' and is_shown then
    update social_private.latest_posts set post_id = new.id
    where latest_posts.author_id = new.author_id and latest_posts.post_id < new.id;
    -- The first post, and an old one of an import. Nobody may decide here that the row has a newer
    -- post, because it is not locked.
    if not found then
      perform social_private.refresh_latest_post(new.author_id);
    end if;
  elsif is_shown and not was_shown then
    perform social_private.refresh_latest_post(new.author_id);
  elsif was_shown and not is_shown then
    -- With "for update", this query waits for a concurrent transaction and reads the post that the
    -- transaction stored.
    select latest_posts.post_id into latest_id from social_private.latest_posts
    where latest_posts.author_id = old.author_id
    for update;
    if latest_id = old.id then
      perform social_private.refresh_latest_post(old.author_id);
    end if;
  end if;
  -- The audience became wider, the post was restored, or somebody inserted an old post. Cached
  -- feeds search only for new posts, so they may lack this post.
  if tg_op = 'UPDATE' and (new.audience < old.audience or old.audience is null)
    -- One record each second is enough for a statement that inserts many posts. Because of the
    -- margin of settled_time(), caches that lack a post are a few seconds older than the post.
    or tg_op = 'INSERT' and new.id < social_private.min_id_at(now()) and not exists (
      select from social_private.feed_changes
      where feed_changes.author_id = new.author_id and feed_changes.viewer_id is null
        and feed_changes.changed_at > clock_timestamp() - interval '1 second'
    )
  then
    perform social_private.record_feed_change(new.author_id, null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_latest_post() is
'Updates the author''s row in latest_posts when one of the author''s posts changes. If a post became
visible again, or if an old post is inserted, also records that cached feeds lack this post.';

create trigger sync_latest_post
  after insert or delete or update of visibility, archived_at, hidden_at, deleted_at
  on social.posts
  for each row execute function social_private.tg_posts__sync_latest_post();

create function social_private.tg_accounts__sync_latest_post()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write latest posts; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.refresh_latest_post(new.profile_id);
  if new.audience_level > 0 then
    perform social_private.record_feed_change(new.profile_id, null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_latest_post() is
'Removes the posts of a person from feeds when the person becomes inactive. Adds the posts again
when the person becomes active again.';

create trigger sync_latest_post
  after update on social_private.accounts
  for each row when ((old.audience_level > 0) <> (new.audience_level > 0))
  execute function social_private.tg_accounts__sync_latest_post();

create function social_private.tg_mutes__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write feed changes; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(old.muted_id, old.muter_id);
  return null;
end;
$$;

comment on function social_private.tg_mutes__record_feed_change() is
'Records that the cached feed of the viewer lacks the old posts of an unmuted person.';

-- Skip this trigger if the mute is deleted together with a profile. In that case, this trigger runs
-- inside another trigger.
create trigger record_feed_change
  after delete on social_private.mutes
  for each row when (pg_trigger_depth() = 0)
  execute function social_private.tg_mutes__record_feed_change();

create trigger record_past_end
  after update of expires_at on social_private.mutes
  for each row when (new.expires_at <= now())
  execute function social_private.tg_mutes__record_feed_change();

create function social_private.tg_follows__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write feed changes; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(new.followee_id, new.follower_id);
  return null;
end;
$$;

comment on function social_private.tg_follows__record_feed_change() is
'Records that the cached feed of the follower lacks the posts of the followed person.';

-- The home feed itself finds follows of the time of their transaction.
create trigger record_old_follow
  after insert or update of state, accepted_at on social.follows
  for each row when (new.accepted_at < now())
  execute function social_private.tg_follows__record_feed_change();

create function social_private.tg_hashtag_follows__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write feed changes; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(new.profile_id, new.profile_id);
  return null;
end;
$$;

comment on function social_private.tg_hashtag_follows__record_feed_change() is
'Records that the cached feed of the follower lacks the posts of the hashtag.';

create trigger record_old_follow
  after insert or update of created_at on social_private.hashtag_follows
  for each row when (new.created_at < now())
  execute function social_private.tg_hashtag_follows__record_feed_change();

create function social_private.tg_close_friends__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write feed changes; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(new.owner_id, new.friend_id);
  return null;
end;
$$;

comment on function social_private.tg_close_friends__record_feed_change() is
'Records that the cached feed of a new close friend lacks old posts that are visible to close
friends only.';

create trigger record_feed_change
  after insert on social_private.close_friends
  for each row execute function social_private.tg_close_friends__record_feed_change();

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
