-- Home feed: the viewer's own posts, the posts of followed people who are not muted, and public
-- posts with followed hashtags, newest first.
-- Each row of feed_caches contains the ids of the newest posts in one viewer's feed. The cache
-- never decides what a viewer may see. Each read checks the permission for each cached post again.

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

-- The storage type plain keeps the array of ids inside the row, so that Postgres reads one place
-- instead of two. A page of the table has room for 400 ids.
alter table social_private.feed_caches alter column post_ids set storage plain;

comment on table social_private.feed_caches is
'Each row contains the ids of the newest posts in one viewer''s feed, without gaps. Rows of this
cache may be deleted at any time.';

comment on column social_private.feed_caches.viewer_id is 'The person whose feed it is.';

comment on column social_private.feed_caches.post_ids is
'The ids of the newest posts in the feed, newest first.';

comment on column social_private.feed_caches.is_whole is
'True if the row contains the ids of all posts in the feed.';

comment on column social_private.feed_caches.filled_at is 'The time when the cache was filled.';

comment on column social_private.feed_caches.settled_at is
'The cache takes into account every post that was written before this time.';

alter table social_private.feed_caches enable row level security;

create unlogged table social_private.feed_marks (
  is_only_row boolean not null default true,
  settled_at timestamptz not null,
  mark_at timestamptz not null,
  mark_xid xid8 not null,

  constraint feed_marks_pkey primary key (is_only_row),
  constraint feed_marks_is_one_row check (is_only_row),
  constraint feed_marks_are_times check (isfinite(settled_at) and isfinite(mark_at))
);

comment on table social_private.feed_marks is
'The table has one row, which stores the time settled_at. All transactions that wrote posts before
settled_at are finished.

A transaction can commit late. Its post is then older than posts that a feed has already read. So a
feed searches for new posts since settled_at, not since its last read.';

comment on column social_private.feed_marks.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.feed_marks.settled_at is
'All transactions that wrote posts before this time are finished.';

comment on column social_private.feed_marks.mark_at is
'The time of the mark that becomes the next settled_at.';

comment on column social_private.feed_marks.mark_xid is
'Every transaction that was running at mark_at has an id lower than mark_xid. When all of these
transactions have ended, settled_at becomes mark_at minus a few seconds, and mark_at and mark_xid
get new values.';

alter table social_private.feed_marks enable row level security;

-- Reads

create function social_private.pull_feed(viewer uuid, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  -- Use one query plan for all viewers. A separate plan for each number of followed people would
  -- cost more time than it saves.
  set plan_cache_mode = force_generic_plan
as $$
declare
  muted uuid[] := social_private.muted_people(pull_feed.viewer);
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
    ), latest as materialized (
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
          and latest_posts.post_id is not null
      ) as newest
      where newest.post_id is not null
      order by newest.post_id desc
      limit pull_feed.size
    )
    select array_agg(page.id order by page.id desc)
    from (
      select candidates.id
      from latest
      cross join lateral (
        select posts.id
        from social.posts
        where posts.author_id = latest.author_id
          and posts.audience <= 'followers'
          and posts.id <= latest.post_id
          -- If the query "latest" returns a full page of posts, skip posts older than these posts.
          and posts.id >= (
            select case when count(*) < pull_feed.size
              then '00000000-0000-0000-0000-000000000000'
              else (array_agg(lowest.post_id order by lowest.post_id))[1] end
            from latest as lowest
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
'Returns the post ids of one page of the viewer''s feed, without using the cache. All ids on the
page are older than the id `before`.

For each author, the function first finds the newest post that is older than `before`. It selects
the authors with the newest of these posts. It then reads more posts of the selected authors only.';

create function social_private.store_feed_cache(cache social_private.feed_caches)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A GET request runs in a read-only transaction, which cannot store the cache.
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
'Stores the cache of a feed, so that the next read of the feed can use it.';

create function social_private.settled_time()
  returns timestamptz
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- A transaction may set the time of a row shortly before Postgres gives the transaction an id. So
  -- settled_at must be a few seconds earlier than mark_at.
  margin constant interval := interval '5 seconds';
  mark social_private.feed_marks;
  snapshot pg_snapshot := pg_current_snapshot();
  now_at timestamptz := clock_timestamp();
begin
  select * into mark from social_private.feed_marks;
  if mark.mark_at > now_at - margin or current_setting('transaction_read_only') = 'on' then
    return coalesce(mark.settled_at, 'epoch');
  end if;
  if mark is null then
    insert into social_private.feed_marks (settled_at, mark_at, mark_xid)
    values ('epoch', now_at, pg_snapshot_xmax(snapshot))
    on conflict on constraint feed_marks_pkey do nothing;
  elsif mark.mark_xid <= pg_snapshot_xmin(snapshot) then
    -- One reader updates the row. Concurrent readers skip the update instead of waiting for it.
    perform from social_private.feed_marks for update skip locked;
    if found then
      update social_private.feed_marks set
        settled_at = greatest(settled_at, mark.mark_at - margin),
        mark_at = now_at,
        mark_xid = pg_snapshot_xmax(snapshot)
      where mark_at = mark.mark_at;
    end if;
    return greatest(mark.settled_at, mark.mark_at - margin);
  end if;
  return coalesce(mark.settled_at, 'epoch');
end;
$$;

comment on function social_private.settled_time() is
'Returns the time settled_at. All transactions that wrote posts before settled_at are finished. Also
updates the row in feed_marks when an update is due.';

create function social_private.merged_feed(cache social_private.feed_caches, new_ids uuid[])
  returns uuid[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select cached.id from unnest(merged_feed.cache.post_ids) as cached (id)
    union
    select added.id from unnest(merged_feed.new_ids) as added (id)
    where merged_feed.cache.is_whole
      or added.id > merged_feed.cache.post_ids[cardinality(merged_feed.cache.post_ids)]
    order by id desc
  );
end;
$$;

comment on function social_private.merged_feed(social_private.feed_caches, uuid[]) is
'Returns the ids of the cache and the new ids together, newest first. If the cache does not contain
the whole feed, the result leaves out new ids that are older than all cached ids.';

create function social_private.is_cache_valid(
  viewer uuid, tags text[], filled_at timestamptz, settled_at timestamptz)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return is_cache_valid.filled_at > now() - interval '1 day'
    and not exists (
      select from social.follows
      where follows.follower_id = is_cache_valid.viewer
        and follows.state = 'accepted'
        and follows.accepted_at >= is_cache_valid.settled_at
    )
    and not exists (
      select from social_private.feed_changes
      where feed_changes.changed_at >= is_cache_valid.settled_at
        and case
          when feed_changes.viewer_id is null then
            feed_changes.author_id = is_cache_valid.viewer or exists (
              select from social.follows
              where follows.follower_id = is_cache_valid.viewer
                and follows.followee_id = feed_changes.author_id
                and follows.state = 'accepted'
            )
          else feed_changes.viewer_id = is_cache_valid.viewer
        end
    )
    and not exists (
      select from social_private.mutes
      where mutes.muter_id = is_cache_valid.viewer
        and mutes.expires_at between is_cache_valid.settled_at and now()
    )
    and (is_cache_valid.tags is null or not exists (
      select from social_private.hashtag_follows
      where hashtag_follows.profile_id = is_cache_valid.viewer
        and hashtag_follows.created_at >= is_cache_valid.settled_at
    ));
end;
$$;

comment on function social_private.is_cache_valid(uuid, text[], timestamptz, timestamptz) is
'Returns whether a cache with these values of filled_at and settled_at is complete, apart from new
posts and from posts of hashtags. tags are the followed hashtags, or null.

Returns false if the cache is more than one day old. Also returns false if the cache may lack old
posts of an author or hashtag. That happens when the viewer follows the author or hashtag, when the
author or their posts become visible again, and when a mute of the author ends.';

create type social_private.feed_news as (seen_count integer, ids uuid[]);

create function social_private.feed_news(
  viewer uuid, tags text[], since timestamptz, most integer)
  returns social_private.feed_news
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  news social_private.feed_news;
  late_ids uuid[];
begin
  select count(*)::integer, array_agg(recent.id) filter (
    where recent.author_id = feed_news.viewer or exists (
      select from social.follows
      where follows.follower_id = feed_news.viewer
        and follows.followee_id = recent.author_id
        and follows.state = 'accepted'
    ) or feed_news.tags is not null and exists (
      select from social.post_hashtags
      where post_hashtags.post_id = recent.id and post_hashtags.hashtag = any (feed_news.tags)
    )
  )
  into news.seen_count, news.ids
  from (
    select posts.id, posts.author_id
    from social.posts
    where posts.audience <> 'only_me'
      and posts.id >= social_private.min_id_at(feed_news.since)
    order by posts.id desc
    limit feed_news.most
  ) as recent;
  if feed_news.tags is not null then
    late_ids := social_private.late_tagged(feed_news.tags, feed_news.since);
    if late_ids is null then
      news.seen_count := feed_news.most;
    end if;
    news.ids := news.ids || late_ids;
  end if;
  return news;
end;
$$;

comment on function social_private.feed_news(uuid, text[], timestamptz, integer) is
'Returns the ids of posts that a cached feed lacks since the given time, and the number of new posts
of all people. If this number is `most`, ids may be incomplete. tags are the followed hashtags, or
null.';

create function social_private.cached_feed(viewer uuid, tags text[])
  returns social_private.feed_caches
  language plpgsql
  volatile
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  -- If the number of new posts is greater than this maximum, reading the feed without the cache is
  -- cheaper than checking each new post.
  max_new_posts constant integer := 300;
  cache social_private.feed_caches;
  settled_at timestamptz;
  news social_private.feed_news;
begin
  -- A read replica cannot read unlogged tables. So the cache is always empty on a read replica.
  if pg_is_in_recovery() then
    return (cached_feed.viewer, '{}', false, now(), now())::social_private.feed_caches;
  end if;
  settled_at := social_private.settled_time();
  select * into cache from social_private.feed_caches
  where feed_caches.viewer_id = cached_feed.viewer;
  if social_private.is_cache_valid(
    cached_feed.viewer, cached_feed.tags, cache.filled_at, cache.settled_at)
  then
    news := social_private.feed_news(
      cached_feed.viewer, cached_feed.tags, cache.settled_at, max_new_posts);
  end if;

  if news.seen_count < max_new_posts then
    if news.ids <@ cache.post_ids is not false and news.seen_count < max_new_posts / 10 then
      return cache;
    end if;
    cache.post_ids := social_private.merged_feed(cache, news.ids);
    cache.settled_at := greatest(cache.settled_at, settled_at);
    perform social_private.store_feed_cache(cache);
    return cache;
  end if;
  return (cached_feed.viewer, '{}', false, now(), settled_at)::social_private.feed_caches;
end;
$$;

comment on function social_private.cached_feed(uuid, text[]) is
'Adds new posts to the viewer''s cache and returns it. Returns an empty cache if the stored cache is
invalid or missing. tags are the followed hashtags, or null.

The result also includes posts that were committed late, after a newer post.';

create function social_private.extend_feed_cache(
  cache social_private.feed_caches, before uuid, pulled_ids uuid[], is_last boolean)
  returns social_private.feed_caches
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- The cache stores up to 400 posts. Older posts are read without the cache.
  max_length constant integer := 400;
  new_cache social_private.feed_caches := extend_feed_cache.cache;
  cached_count integer := cardinality(new_cache.post_ids);
begin
  -- Add ids only if they directly follow the cached ids, so that the cache has no gap.
  if cached_count < max_length and extend_feed_cache.before = coalesce(
    new_cache.post_ids[cached_count], 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  then
    new_cache.post_ids := new_cache.post_ids || extend_feed_cache.pulled_ids;
    new_cache.is_whole := extend_feed_cache.is_last;
    perform social_private.store_feed_cache(new_cache);
  end if;
  return new_cache;
end;
$$;

comment on function social_private.extend_feed_cache(
  social_private.feed_caches, uuid, uuid[], boolean) is
'Appends the ids of a page to the cache, if the page directly follows the cached ids. The page
contains ids that are older than the id `before`. Stores and returns the cache.';

create function social_private.pull_page(
  viewer uuid, tags text[], before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[] := coalesce(
    social_private.pull_feed(pull_page.viewer, pull_page.before, pull_page.size), '{}');
begin
  if pull_page.tags is null then
    return ids;
  end if;
  return array(
    select pulled.id from unnest(ids) as pulled (id)
    union
    select tagged.id from unnest(social_private.pull_tagged(
      pull_page.viewer, pull_page.tags, pull_page.before, pull_page.size)) as tagged (id)
    order by id desc
    limit pull_page.size
  );
end;
$$;

comment on function social_private.pull_page(uuid, text[], uuid, integer) is
'Returns the post ids of one page of the viewer''s feed like pull_feed(), together with the posts of
these hashtags.';

create function social_private.shown_feed(
  viewer uuid, tags text[], pattern text, ids uuid[])
  returns setof social.post_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
as $$
begin
  return query
  select
    cards.id, cards.author_id, cards.author_username, cards.author_display_name,
    cards.author_avatar_path, cards.caption, cards.visibility, cards.is_sensitive,
    cards.sensitive_note, cards.media, cards.mentions, cards.hashtags, cards.like_count,
    cards.comment_count, cards.is_liked, cards.is_saved, cards.is_following_author,
    cards.comment_policy, cards.can_comment, cards.is_shareable, cards.created_at, cards.edited_at,
    cards.pinned_at, cards.archived_at, cards.hidden_at, cards.deleted_at,
    case
      when cards.author_id = shown_feed.viewer then '{"kind": "own"}'
      when cards.is_following_author then '{"kind": "followed"}'
      else jsonb_build_object('kind', 'hashtag', 'hashtag', tagged.hashtag)
    end,
    cards.cursor
  from social_private.post_cards(shown_feed.viewer, shown_feed.ids, null) as cards
  join social_private.accounts
    on accounts.profile_id = cards.author_id and accounts.audience_level > 0
  left join social_private.mutes
    on mutes.muter_id = shown_feed.viewer and mutes.muted_id = cards.author_id
  left join lateral (
    select min(post_hashtags.hashtag) as hashtag from social.post_hashtags
    where shown_feed.tags is not null and not cards.is_following_author
      and cards.visibility = 'public' and accounts.audience_level = 2
      and post_hashtags.post_id = cards.id and post_hashtags.hashtag = any (shown_feed.tags)
      and not exists (
        select from social_private.blocks
        where blocks.blocker_id = shown_feed.viewer and blocks.blocked_id = cards.author_id
          or blocks.blocker_id = cards.author_id and blocks.blocked_id = shown_feed.viewer
      )
  ) as tagged on true
  where cards.deleted_at is null and cards.archived_at is null and cards.hidden_at is null
    and cards.visibility <> 'only_me'
    and (
      cards.author_id = shown_feed.viewer
      or case when cards.is_following_author
        -- A block deletes the follows between two people, so this case need not check blocks.
        then cards.visibility <> 'close_friends' or (
          select true from social_private.close_friends
          where close_friends.owner_id = cards.author_id
            and close_friends.friend_id = shown_feed.viewer
        )
        else tagged.hashtag is not null
        end
        and (mutes.muter_id is null or mutes.expires_at <= now())
        and (shown_feed.pattern is null
          or not social_private.is_muted_text(shown_feed.pattern, cards.caption))
    )
  order by cards.id desc;
end;
$$;

comment on function social_private.shown_feed(uuid, text[], text, uuid[]) is
'Returns the cards of those posts that belong to the viewer''s feed at this moment, with the reason.
tags are the followed hashtags, and pattern is the result of muted_pattern().';

create function social_private.home_feed(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- stores the cache
  security definer -- clients may have no table access; it checks follows and audiences
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  before uuid := social_private.parse_id_cursor(
    home_feed.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  missing_count integer := social_private.checked_page_size(home_feed.page_size);
  tags text[] := social_private.followed_tags(actor);
  pattern text := social_private.muted_pattern(actor);
  cache social_private.feed_caches := social_private.cached_feed(actor, tags);
  batch uuid[];
  is_last boolean := false;
  shown_count integer;
  -- A page ends after this many posts with muted words, because the viewer may mute a word that
  -- nearly all posts of a followed hashtag have. Posts that the viewer may not see do not count.
  max_muted constant integer := 1000;
  muted_count integer := 0;
begin
  loop
    batch := array(
      select cached.id from unnest(cache.post_ids) as cached (id)
      where cached.id < before limit missing_count
    );
    if batch = '{}' then
      exit when cache.is_whole;
      batch := social_private.pull_page(actor, tags, before, missing_count);
      is_last := cardinality(batch) < missing_count;
      cache := social_private.extend_feed_cache(cache, before, batch, is_last);
    end if;
    exit when batch = '{}';

    return query select * from social_private.shown_feed(actor, tags, pattern, batch);
    get diagnostics shown_count = row_count;
    missing_count := missing_count - shown_count;
    before := batch[cardinality(batch)];
    exit when missing_count = 0 or is_last;
    if pattern is not null then
      muted_count := muted_count - shown_count
        + (select count(*)::integer from social_private.shown_feed(actor, tags, null, batch));
      exit when muted_count >= max_muted;
    end if;
  end loop;
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
'List your own posts, the posts of people whom you follow and do not mute, and public posts with
hashtags that you follow, newest first.

reason says why the list shows a post: {"kind": "own"}, {"kind": "followed"}, or {"kind": "hashtag",
"hashtag"}. The list leaves out posts of others with words that you mute, archived posts, and posts
with the visibility only_me. Call the function by POST,
so that it caches the feed for the next page. A GET request works too, even on a read replica, but
it does not cache the feed.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.home_feed(text, integer), social.home_feed(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
