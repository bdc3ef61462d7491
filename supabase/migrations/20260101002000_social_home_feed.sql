-- Home feed: the posts of the people whom one follows and does not mute, and one's own, newest first.

-- Tables

create table social_private.latest_posts (
  author_id uuid not null,
  post_id uuid not null,

  constraint latest_posts_pkey primary key (author_id),
  constraint latest_posts_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

comment on table social_private.latest_posts is
'The newest post of each person that all followers may see.';

alter table social_private.latest_posts enable row level security;

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
'Old posts of an author are new to a viewer''s feed, or to every follower''s (viewer_id null): shown
again, back from a deactivation or a mute, or for close friends the viewer now is one of.';

-- What changed since then?
create index feed_changes_changed_at_idx on social_private.feed_changes (changed_at);

-- Covers the foreign key.
create index feed_changes_viewer_id_idx on social_private.feed_changes (viewer_id);

alter table social_private.feed_changes enable row level security;

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

alter table social_private.feed_caches enable row level security;

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

alter table social_private.feed_marks enable row level security;

-- Latest posts

create function social_private.refresh_latest_post(author_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  newest uuid;
  had_latest boolean;
begin
  -- The lock comes first: the look for the newest must see what a twin has committed.
  perform from social_private.latest_posts
  where latest_posts.author_id = refresh_latest_post.author_id
  for update;
  had_latest := found;
  select posts.id into newest from social.posts
  where posts.author_id = refresh_latest_post.author_id
    and posts.audience <= 'followers'
    and exists (
      select from social_private.accounts
      where accounts.profile_id = posts.author_id and accounts.audience_level > 0
    )
  order by posts.id desc
  limit 1;
  if newest is null then
    delete from social_private.latest_posts where latest_posts.author_id = refresh_latest_post.author_id;
  elsif had_latest then
    update social_private.latest_posts set post_id = newest
    where latest_posts.author_id = refresh_latest_post.author_id;
  else
    -- Without a row there was no lock: a twin may have brought a newer one.
    insert into social_private.latest_posts (author_id, post_id)
    values (refresh_latest_post.author_id, newest)
    on conflict on constraint latest_posts_pkey do update set post_id = excluded.post_id
    where latest_posts.post_id < excluded.post_id;
  end if;
end;
$$;

comment on function social_private.refresh_latest_post(uuid) is
'Look up the newest post of a person; none while the person is away.';

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
  -- A cache is kept for a day, so nobody asks for older ones.
  delete from social_private.feed_changes where changed_at < now() - interval '2 days';
end;
$$;

comment on function social_private.record_feed_change(uuid, uuid) is
'Have feeds pulled anew that miss old posts of this author: one viewer''s, or with null all.';

create function social_private.tg_posts__sync_latest_post()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by triggers only
  set search_path = ''
as $$
declare
  was_shown boolean := tg_op <> 'INSERT' and coalesce(old.audience <= 'followers', false);
  is_shown boolean := tg_op <> 'DELETE' and coalesce(new.audience <= 'followers', false);
  head uuid;
begin
  if tg_op = 'INSERT' and is_shown then
    insert into social_private.latest_posts (author_id, post_id) values (new.author_id, new.id)
    on conflict on constraint latest_posts_pkey do update set post_id = excluded.post_id
    where latest_posts.post_id < excluded.post_id;
  elsif is_shown and not was_shown then
    perform social_private.refresh_latest_post(new.author_id);
  elsif was_shown and not is_shown then
    -- With the lock we see what a twin has made of it, not what it was before.
    select latest_posts.post_id into head from social_private.latest_posts
    where latest_posts.author_id = old.author_id
    for update;
    if head = old.id then
      perform social_private.refresh_latest_post(old.author_id);
    end if;
  end if;
  -- Wider than before, or back from deletion.
  if tg_op = 'UPDATE' and (new.audience < old.audience or old.audience is null) then
    perform social_private.record_feed_change(new.author_id, null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_latest_post() is
'Keeps the newest post of each person that followers may see.';

create trigger sync_latest_post
  after insert or delete or update of visibility, archived_at, hidden_at, deleted_at
  on social.posts
  for each row execute function social_private.tg_posts__sync_latest_post();

create function social_private.tg_accounts__sync_latest_post()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by triggers only
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
'Takes a person who is away out of what feeds pull, and puts them back.';

create trigger sync_latest_post
  after update on social_private.accounts
  for each row when ((old.audience_level > 0) <> (new.audience_level > 0))
  execute function social_private.tg_accounts__sync_latest_post();

create function social_private.tg_mutes__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- feed changes are written by triggers only
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(old.muted_id, old.muter_id);
  return null;
end;
$$;

comment on function social_private.tg_mutes__record_feed_change() is
'Brings the old posts of an unmuted person back into the feed.';

-- Not where a deleted profile takes its mutes along, which makes this a trigger in a trigger.
create trigger record_feed_change
  after delete on social_private.mutes
  for each row when (pg_trigger_depth() = 0)
  execute function social_private.tg_mutes__record_feed_change();

create function social_private.tg_close_friends__record_feed_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- feed changes are written by triggers only
  set search_path = ''
as $$
begin
  perform social_private.record_feed_change(new.owner_id, new.friend_id);
  return null;
end;
$$;

comment on function social_private.tg_close_friends__record_feed_change() is
'Brings the old posts for close friends into the feed of a new close friend.';

create trigger record_feed_change
  after insert on social_private.close_friends
  for each row execute function social_private.tg_close_friends__record_feed_change();

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
declare
  muted uuid[] := array(
    select mutes.muted_id from social_private.mutes
    where mutes.muter_id = pull_feed.viewer
      and (mutes.expires_at is null or mutes.expires_at > now())
  );
begin
  return (
    with authors as (
      select follows.followee_id as id
      from social.follows
      where follows.follower_id = pull_feed.viewer
        and follows.state = 'accepted'
        and follows.followee_id <> all (muted)
      union all
      select pull_feed.viewer
    ), heads as materialized (
      select newest.author_id, newest.post_id
      from (
        select
          latest_posts.author_id,
          case when latest_posts.post_id < pull_feed.before then latest_posts.post_id
          else (
            select posts.id
            from social.posts
            where posts.author_id = latest_posts.author_id
              and posts.audience <= 'followers'
              and posts.id < pull_feed.before
            order by posts.id desc
            limit 1
          ) end as post_id
        from authors
        join social_private.latest_posts on latest_posts.author_id = authors.id
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
          and posts.audience <= 'followers'
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
      union all
      select candidates.id
      from (
        select close_friends.owner_id as id
        from social_private.close_friends
        join social.follows on follows.followee_id = close_friends.owner_id
        where close_friends.friend_id = pull_feed.viewer
          and follows.follower_id = pull_feed.viewer
          and follows.state = 'accepted'
          and close_friends.owner_id <> all (muted)
        union all
        select pull_feed.viewer
      ) as friends
      cross join lateral (
        select posts.id
        from social.posts
        where posts.author_id = friends.id
          and posts.audience = 'close_friends'
          and posts.id < pull_feed.before
        order by posts.id desc
        limit pull_feed.size
      ) as candidates
      order by id desc
      limit pull_feed.size
    ) as page
  );
end;
$$;

comment on function social_private.pull_feed(uuid, uuid, integer) is
'The newest posts before an id of the people that the viewer follows and does not mute, and of the
viewer.';

create function social_private.store_feed_cache(cache social_private.feed_caches)
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

comment on function social_private.store_feed_cache(social_private.feed_caches) is
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
        and posts.id >= social_private.min_id_at(cache.settled_at)
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
    perform social_private.store_feed_cache(cache);
  else
    cache := row(cached_feed.viewer, '{}', false, now(), settled_at)::social_private.feed_caches;
  end if;
  return cache;
end;
$$;

comment on function social_private.cached_feed(uuid) is
'The top of the viewer''s feed as it was read before, brought up to date, or empty. Posts whose
transaction committed after a younger one are found too.';

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
    select cards.*
    from social_private.post_cards(actor, batch, null) as cards
    join social_private.accounts on accounts.profile_id = cards.author_id and accounts.audience_level > 0
    left join social_private.mutes on mutes.muter_id = actor and mutes.muted_id = cards.author_id
    -- With a block between two people there is no edge, so that needs no look.
    where cards.deleted_at is null
      and cards.archived_at is null
      and cards.hidden_at is null
      and cards.visibility <> 'only_me'
      and (
        cards.author_id = actor
        or cards.is_following_author
          and (cards.visibility <> 'close_friends' or (
            select true from social_private.close_friends
            where close_friends.owner_id = cards.author_id and close_friends.friend_id = actor
          ))
          and (mutes.muter_id is null or mutes.expires_at <= now())
      )
    order by cards.id desc;
    get diagnostics shown = row_count;
    missing := missing - shown;
    place := batch[cardinality(batch)];
    exit when missing = 0 or is_last;
  end loop;

  if is_changed and not pg_is_in_recovery() then
    perform social_private.store_feed_cache(cache);
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
'Posts of the people you follow and do not mute, and your own, newest first; posts for the author
only are not in it.
Call it by POST: a GET works, and on a read replica too, but remembers nothing for the next page.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.home_feed(text, integer), social.home_feed(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
