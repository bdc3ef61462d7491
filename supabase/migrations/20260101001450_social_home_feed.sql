-- The home feed: posts of the people I follow and my own, newest first. Posting costs nothing per
-- follower: a feed is pulled when its owner reads, from the newest post of every followee, and what
-- was pulled is kept for the next read.
-- An accepted edge is the right to see what its followee shows to followers; so the feed needs no
-- other check, and checks this one again on every row that it returns.

-- Tables

create table social_private.post_heads (
  author_id uuid not null,
  post_id uuid not null,

  constraint post_heads_pkey primary key (author_id),
  constraint post_heads_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

comment on table social_private.post_heads is
'The newest post of each person that is not for the author only. The 20 newest posts of many people
are by at most 20 of them, and those are among the 20 with the newest heads.';

create table social_private.reshown_posts (
  post_id uuid not null,
  shown_at timestamptz not null default clock_timestamp(),

  constraint reshown_posts_pkey primary key (post_id),
  constraint reshown_posts_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.reshown_posts is
'Posts that were for the author only and are not any more: old ids that are new to feeds.';

-- Which posts were shown again since then?
create index reshown_posts_shown_at_idx on social_private.reshown_posts (shown_at);

create unlogged table social_private.feed_caches (
  viewer_id uuid not null,
  post_ids uuid[] not null,
  is_whole boolean not null,
  filled_at timestamptz not null,
  settled_at timestamptz not null,
  mark_at timestamptz not null,
  mark_xid xid8 not null,

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
'Everything that was written before this time is in: no transaction of then is still running.';
comment on column social_private.feed_caches.mark_xid is
'Every transaction that was running at mark_at is below this; when all of them have ended, mark_at
is settled.';

alter table social_private.post_heads enable row level security;
alter table social_private.reshown_posts enable row level security;
alter table social_private.feed_caches enable row level security;

-- Effects

create function social_private.tg_posts__head()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by this trigger only
  set search_path = ''
as $$
declare
  newest uuid;
begin
  if tg_op <> 'DELETE' and new.visibility <> 'only_me' then
    insert into social_private.post_heads (author_id, post_id) values (new.author_id, new.id)
    on conflict on constraint post_heads_pkey do update set post_id = excluded.post_id
    where post_heads.post_id < excluded.post_id;
    if tg_op = 'UPDATE' and old.visibility = 'only_me' then
      insert into social_private.reshown_posts (post_id) values (new.id)
      on conflict on constraint reshown_posts_pkey do update set shown_at = excluded.shown_at;
      -- A cache is kept for a day, so nobody asks for older ones.
      delete from social_private.reshown_posts where shown_at < now() - interval '2 days';
    end if;
  elsif tg_op <> 'INSERT' and old.visibility <> 'only_me' then
    -- The lock comes first: the look for the newest must see what a twin has committed.
    perform from social_private.post_heads
    where post_heads.author_id = old.author_id and post_heads.post_id = old.id
    for update;
    if found then
      select posts.id into newest from social.posts
      where posts.author_id = old.author_id and posts.visibility <> 'only_me'
      order by posts.id desc
      limit 1;
      if newest is null then
        delete from social_private.post_heads where post_heads.author_id = old.author_id;
      else
        update social_private.post_heads set post_id = newest
        where post_heads.author_id = old.author_id;
      end if;
    end if;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__head() is 'Keeps the newest post of each person.';

create trigger keep_head
  after insert or delete or update of visibility on social.posts
  for each row execute function social_private.tg_posts__head();

-- Reads

create function social_private.pull_feed(viewer uuid, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  -- One plan for all: planning anew for each number of followees costs more than it gains.
  set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    with authors as (
      select follows.followee_id as id
      from social.follows
      where follows.follower_id = pull_feed.viewer and follows.state = 'accepted'
      union all
      select pull_feed.viewer
    ), heads as materialized (
      select newest.author_id, newest.post_id
      from (
        select
          post_heads.author_id,
          case when post_heads.post_id < pull_feed.before then post_heads.post_id
          else (
            select posts.id
            from social.posts
            where posts.author_id = post_heads.author_id
              and posts.visibility <> 'only_me'
              and posts.id < pull_feed.before
            order by posts.id desc
            limit 1
          ) end as post_id
        from authors
        join social_private.post_heads on post_heads.author_id = authors.id
      ) as newest
      where newest.post_id is not null
      order by newest.post_id desc
      limit pull_feed.size
    )
    select array_agg(page.id order by page.id desc)
    from (
      select candidates.id
      from heads
      cross join lateral (
        select posts.id
        from social.posts
        where posts.author_id = heads.author_id
          and posts.visibility <> 'only_me'
          and posts.id <= heads.post_id
          -- Nothing older than the last head can be on the page.
          and posts.id >= (
            select case when count(*) < pull_feed.size
              then '00000000-0000-0000-0000-000000000000'
              else (array_agg(lowest.post_id order by lowest.post_id))[1] end
            from heads as lowest
          )
        order by posts.id desc
        limit pull_feed.size
      ) as candidates
      order by candidates.id desc
      limit pull_feed.size
    ) as page
  );
end;
$$;

comment on function social_private.pull_feed(uuid, uuid, integer) is
'The newest posts before an id of the people that the viewer follows, and of the viewer.';

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
      settled_at = excluded.settled_at,
      mark_at = excluded.mark_at,
      mark_xid = excluded.mark_xid;
  end if;
end;
$$;

comment on function social_private.save_feed(social_private.feed_caches) is
'Keep the top of a feed for the next read.';

create function social_private.cached_feed(viewer uuid)
  returns social_private.feed_caches
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- More new posts than this, and pulling anew is cheaper than looking at each.
  walk_length constant integer := 300;
  cache social_private.feed_caches;
  snapshot pg_snapshot := pg_current_snapshot();
  read_at timestamptz := clock_timestamp();
  walked integer;
  arrived uuid[];
begin
  select * into cache from social_private.feed_caches
  where feed_caches.viewer_id = cached_feed.viewer;
  if cache.mark_xid <= pg_snapshot_xmin(snapshot) then
    -- The pause covers the moment between taking a time and taking a transaction id.
    cache.settled_at := cache.mark_at - interval '5 seconds';
  end if;

  -- Followees that are new, and posts that are shown again, have old posts: pull anew.
  if cache.filled_at > read_at - interval '1 day'
    and not exists (
      select from social.follows
      where follows.follower_id = cached_feed.viewer
        and follows.state = 'accepted'
        and follows.accepted_at >= cache.settled_at
    )
    and not exists (
      select from social_private.reshown_posts where reshown_posts.shown_at >= cache.settled_at
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
      where posts.visibility <> 'only_me'
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
  else
    cache := row(
      cached_feed.viewer, '{}', false, read_at, '-infinity', read_at, pg_snapshot_xmax(snapshot)
    )::social_private.feed_caches;
  end if;
  cache.mark_at := read_at;
  cache.mark_xid := pg_snapshot_xmax(snapshot);
  if cache.post_ids <> '{}' then
    perform social_private.save_feed(cache);
  end if;
  return cache;
end;
$$;

comment on function social_private.cached_feed(uuid) is
'The top of the viewer''s feed as it was read before, brought up to date, or empty. Posts whose
transaction committed after a younger one are found too: they are looked for until every transaction
that was running at the last look has ended.';

create function social_private.home_feed(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- remembers what it pulled
  security definer -- reads past the policies: an accepted edge is the right to see
  set search_path = ''
as $$
declare
  -- What is further down is pulled each time.
  cache_length constant integer := 400;
  endless constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  actor uuid := social_private.require_actor();
  place uuid := social_private.parse_id_cursor(home_feed.after, endless);
  missing integer := social_private.checked_page_size(home_feed.page_size);
  cache social_private.feed_caches;
  batch uuid[];
  is_last boolean := false;
  is_changed boolean := false;
  shown integer;
begin
  cache.post_ids := '{}';
  -- A read replica cannot read unlogged tables.
  if not pg_is_in_recovery() then
    cache := social_private.cached_feed(actor);
  end if;
  loop
    batch := array(
      select kept.id from unnest(cache.post_ids) as kept (id) where kept.id < place limit missing
    );
    if batch = '{}' then
      exit when cache.is_whole;
      batch := coalesce(social_private.pull_feed(actor, place, missing), '{}');
      is_last := cardinality(batch) < missing;
      if place = coalesce(cache.post_ids[cardinality(cache.post_ids)], endless)
        and cardinality(cache.post_ids) < cache_length
      then
        cache.post_ids := cache.post_ids || batch;
        cache.is_whole := is_last;
        is_changed := true;
      end if;
    end if;
    exit when batch = '{}';

    return query
    select cards.* from social_private.post_cards(actor, batch, null) as cards
    where cards.visibility <> 'only_me'
      and (cards.is_following_author or cards.author_id = actor);
    get diagnostics shown = row_count;
    missing := missing - shown;
    place := batch[cardinality(batch)];
    exit when missing = 0 or is_last;
  end loop;

  if is_changed and not pg_is_in_recovery() then
    perform social_private.save_feed(cache);
  end if;
end;
$$;

create function social.home_feed(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.home_feed(home_feed.after, home_feed.page_size);

comment on function social.home_feed(text, integer) is
'Posts of the people you follow and your own, newest first; posts for the author only are not in it.
Call it by POST: a GET works, and on a read replica too, but remembers nothing for the next page.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.home_feed(text, integer), social.home_feed(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
