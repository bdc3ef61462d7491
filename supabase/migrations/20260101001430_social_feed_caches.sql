-- Feed caches: the top of the feeds that were read, kept for the next read.
-- Posting costs nothing per follower: a feed is pulled when its owner reads, from the newest post of
-- every followee. What is kept here is brought up to date by a short walk over newer posts.

-- Tables

create unlogged table social_private.feed_caches (
  viewer_id uuid not null,
  post_ids uuid[] not null,
  is_whole boolean not null,
  filled_at timestamptz not null,
  settled_at timestamptz not null,

  constraint feed_caches_pkey primary key (viewer_id),
  constraint feed_caches_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

-- 500 ids fit into a page; in the row they are read with it.
alter table social_private.feed_caches alter column post_ids set storage plain;

comment on table social_private.feed_caches is
'The top of the feeds that were read, without a gap. A cache: it may be emptied at any time.';
comment on column social_private.feed_caches.is_whole is 'Whether there is nothing older.';
comment on column social_private.feed_caches.settled_at is
'Everything that was written before this time is in.';

create unlogged table social_private.feed_marks (
  is_only_row boolean not null default true,
  settled_at timestamptz not null,
  mark_at timestamptz not null,
  mark_xid xid8 not null,

  constraint feed_marks_pkey primary key (is_only_row),
  constraint feed_marks_is_one_row check (is_only_row)
);

comment on table social_private.feed_marks is
'One row: the time before which every transaction has ended. A transaction that commits late brings
posts with older ids than those already read, so feeds look for posts from here on, not from their
last read.';
comment on column social_private.feed_marks.mark_xid is
'Every transaction that was running at mark_at is below this; when they all have ended, mark_at is
settled and the next mark is taken.';

alter table social_private.feed_caches enable row level security;
alter table social_private.feed_marks enable row level security;

-- Reads

create function social_private.save_feed(cache social_private.feed_caches)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A GET runs in a read-only transaction; it just remembers nothing.
  if current_setting('transaction_read_only') = 'off' then
    insert into social_private.feed_caches values (cache.*)
    on conflict on constraint feed_caches_pkey do update set
      post_ids = excluded.post_ids,
      is_whole = excluded.is_whole,
      filled_at = excluded.filled_at,
      settled_at = excluded.settled_at;
  end if;
end;
$$;

comment on function social_private.save_feed(social_private.feed_caches) is
'Keep the top of a feed for the next read.';

create function social_private.settled_time()
  returns timestamptz
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- Covers the moment between taking the time of a row and taking a transaction id.
  pause constant interval := interval '5 seconds';
  mark social_private.feed_marks;
  snapshot pg_snapshot := pg_current_snapshot();
  now_at timestamptz := clock_timestamp();
begin
  select * into mark from social_private.feed_marks;
  if mark.mark_at > now_at - pause or current_setting('transaction_read_only') = 'on' then
    return coalesce(mark.settled_at, 'epoch');
  end if;
  if mark is null then
    insert into social_private.feed_marks (settled_at, mark_at, mark_xid)
    values ('epoch', now_at, pg_snapshot_xmax(snapshot))
    on conflict on constraint feed_marks_pkey do nothing;
  elsif mark.mark_xid <= pg_snapshot_xmin(snapshot) then
    -- One reader takes the next mark; nobody waits for it.
    perform from social_private.feed_marks for update skip locked;
    if found then
      update social_private.feed_marks set
        settled_at = greatest(settled_at, mark.mark_at - pause),
        mark_at = now_at,
        mark_xid = pg_snapshot_xmax(snapshot)
      where mark_at = mark.mark_at;
    end if;
    return greatest(mark.settled_at, mark.mark_at - pause);
  end if;
  return coalesce(mark.settled_at, 'epoch');
end;
$$;

comment on function social_private.settled_time() is
'A time before which every transaction has ended; whoever asks also takes the next mark.';

create function social_private.cached_feed(viewer uuid)
  returns social_private.feed_caches
  language plpgsql
  volatile
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- else it is planned anew each time
as $$
declare
  -- More new posts than this, and pulling anew is cheaper than looking at each.
  walk_length constant integer := 300;
  cache social_private.feed_caches;
  settled_at timestamptz := social_private.settled_time();
  walked integer;
  arrived uuid[];
begin
  select * into cache from social_private.feed_caches
  where feed_caches.viewer_id = cached_feed.viewer;

  -- Followees that are new, authors who are back or unmuted, have old posts: pull anew.
  if cache.filled_at > now() - interval '1 day'
    and not exists (
      select from social.follows
      where follows.follower_id = cached_feed.viewer
        and follows.state = 'accepted'
        and follows.accepted_at >= cache.settled_at
    )
    and not exists (
      select from social_private.feed_changes
      where feed_changes.changed_at >= cache.settled_at
        and case
          when feed_changes.viewer_id is null then
            feed_changes.author_id = cached_feed.viewer or exists (
              select from social.follows
              where follows.follower_id = cached_feed.viewer
                and follows.followee_id = feed_changes.author_id
                and follows.state = 'accepted'
            )
          else feed_changes.viewer_id = cached_feed.viewer
        end
    )
    and not exists (
      select from social_private.mutes
      where mutes.muter_id = cached_feed.viewer
        and mutes.expires_at between cache.settled_at and now()
    )
  then
    select count(*), array_agg(recent.id) filter (
      where recent.author_id = cached_feed.viewer or exists (
        select from social.follows
        where follows.follower_id = cached_feed.viewer
          and follows.followee_id = recent.author_id
          and follows.state = 'accepted'
      )
    )
    into walked, arrived
    from (
      select posts.id, posts.author_id
      from social.posts
      where posts.audience <> 'only_me'
        and posts.id >= social_private.first_id(cache.settled_at)
      order by posts.id desc
      limit walk_length
    ) as recent;
  end if;

  if walked < walk_length then
    if arrived <@ cache.post_ids is not false and walked < walk_length / 10 then
      return cache;
    end if;
    cache.post_ids := coalesce((
      select array_agg(merged.id order by merged.id desc)
      from (
        select kept.id from unnest(cache.post_ids) as kept (id)
        union
        select arrivals.id from unnest(arrived) as arrivals (id)
        where cache.is_whole or arrivals.id > cache.post_ids[cardinality(cache.post_ids)]
      ) as merged
    ), '{}');
    cache.settled_at := greatest(cache.settled_at, settled_at);
    perform social_private.save_feed(cache);
  else
    cache := row(cached_feed.viewer, '{}', false, now(), settled_at)::social_private.feed_caches;
  end if;
  return cache;
end;
$$;

comment on function social_private.cached_feed(uuid) is
'The top of the viewer''s feed as it was read before, brought up to date, or empty. Posts whose
transaction committed after a younger one are found too.';

-- Callable

revoke execute on all functions in schema social_private from public;
