-- Ranking of the feed For You: which posts the feed considers, and in which order.
-- The posts come from four sources: people whom the viewer follows, hashtags that the viewer
-- follows, likes of followed people, and explore. Each function about a source leaves out what the
-- viewer may not see before it counts to its limit. So a hidden post takes no place from another
-- post.

-- Tables

create type social_private.for_you_item as (
  post_id uuid,
  author_id uuid,
  reason text,
  hashtag text,
  liker_ids uuid[],
  weight real,
  recency real,
  engagement real,
  damper real
);

comment on type social_private.for_you_item is
'A post in the ranking of a viewer. Its score is the product of the four numbers. liker_ids are up
to three people whom the viewer follows and who like the post.';

-- Sources

create function social_private.unwanted_authors(viewer uuid)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.avoided_people(unwanted_authors.viewer) || unwanted_authors.viewer;
end;
$$;

comment on function social_private.unwanted_authors(uuid) is
'Returns the ids of everybody whose posts the feed For You leaves out: the viewer, muted people, and
people who block the viewer or whom the viewer blocks.';

create type social_private.for_you_candidate as (
  post_id uuid, reason text, hashtag text, liker_ids uuid[]);

create function social_private.wanted_posts(viewer uuid, ids uuid[], at timestamptz)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  unwanted uuid[] := social_private.unwanted_authors(wanted_posts.viewer);
  pattern text := social_private.muted_pattern(wanted_posts.viewer);
begin
  return array(
    select posts.id
    from unnest(wanted_posts.ids) as given (id)
    join social.posts on posts.id = given.id
      and posts.created_at <= wanted_posts.at and posts.author_id <> all (unwanted)
    join social.follows
      on follows.follower_id = wanted_posts.viewer
      and follows.followee_id = posts.author_id and follows.state = 'accepted'
    join social_private.accounts
      on accounts.profile_id = posts.author_id and accounts.audience_level > 0
    where (
        posts.audience <= 'followers'
        or posts.audience = 'close_friends' and exists (
          select from social_private.close_friends
          where close_friends.owner_id = posts.author_id
            and close_friends.friend_id = wanted_posts.viewer
        )
      )
      and not social_private.is_muted_text(pattern, posts.caption)
    order by posts.id desc
  );
end;
$$;

comment on function social_private.wanted_posts(uuid, uuid[], timestamptz) is
'Returns those of the posts that are of followed people, that the viewer may see and has not muted,
and that were written until the time `at`.';

create function social_private.for_you_followed(viewer uuid, at timestamptz, size integer)
  returns uuid[]
  language plpgsql
  volatile -- stores the cache of the home feed
  security invoker
  set search_path = ''
as $$
declare
  last_id constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  tags text[] := social_private.followed_tags(for_you_followed.viewer);
  cache social_private.feed_caches := social_private.cached_feed(for_you_followed.viewer, tags);
  batch uuid[];
  is_last boolean;
  found_ids uuid[] := '{}'::uuid[];
begin
  if cache.post_ids = '{}' and not cache.is_whole then
    batch := social_private.pull_page(
      for_you_followed.viewer, tags, last_id, for_you_followed.size);
    cache := social_private.extend_feed_cache(
      cache, last_id, batch, cardinality(batch) < for_you_followed.size);
  end if;
  batch := cache.post_ids;
  is_last := cache.is_whole;
  -- The cache can consist of own posts, of posts with hashtags and of posts that became invisible.
  -- The number of attempts limits the duration.
  for attempt in 1..10 loop
    found_ids := found_ids || social_private.wanted_posts(
      for_you_followed.viewer, batch, for_you_followed.at);
    exit when is_last or cardinality(found_ids) >= for_you_followed.size;
    batch := coalesce(social_private.pull_feed(
      for_you_followed.viewer, coalesce(batch[cardinality(batch)], last_id),
      for_you_followed.size), '{}');
    is_last := cardinality(batch) < for_you_followed.size;
  end loop;
  return found_ids[:for_you_followed.size];
end;
$$;

comment on function social_private.for_you_followed(uuid, timestamptz, integer) is
'Returns the newest posts of followed people, until the time `at`. Reads the cache of the home
feed.';

create function social_private.for_you_tagged(viewer uuid, at timestamptz)
  returns setof social_private.for_you_candidate
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  unwanted uuid[] := social_private.unwanted_authors(for_you_tagged.viewer);
  pattern text := social_private.muted_pattern(for_you_tagged.viewer);
begin
  return query
  select newest.post_id, 'hashtag', followed.hashtag, null::uuid[]
  from unnest(social_private.followed_tags(for_you_tagged.viewer)) as followed (hashtag)
  cross join lateral (
    select seen.post_id
    from (
      select tagged.post_id, posts.caption
      from social_private.hashtag_posts as tagged
      join social.posts on posts.id = tagged.post_id and posts.audience = 'public'
        and posts.created_at <= for_you_tagged.at
      join social_private.accounts
        on accounts.profile_id = tagged.author_id and accounts.audience_level = 2
      where tagged.hashtag = followed.hashtag and tagged.author_id <> all (unwanted)
      order by tagged.post_id desc
      -- The viewer may mute a word that all these posts have.
      limit 200
    ) as seen
    where not social_private.is_muted_text(pattern, seen.caption)
    order by seen.post_id desc
    limit 20
  ) as newest;
end;
$$;

comment on function social_private.for_you_tagged(uuid, timestamptz) is
'Returns the 20 newest public posts of each hashtag that the viewer follows, until the time `at`.
Looks at no more than 200 posts of a hashtag for muted words.';

create function social_private.for_you_liked(viewer uuid, at timestamptz)
  returns setof social_private.for_you_candidate
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  unwanted uuid[] := social_private.unwanted_authors(for_you_liked.viewer);
  pattern text := social_private.muted_pattern(for_you_liked.viewer);
begin
  if not social_private.can_list_likers(for_you_liked.viewer) then
    return;
  end if;
  return query
  select recent.post_id, 'liked', null::text, (
    array_agg(friends.id order by recent.created_at desc, friends.id desc))[:3]
  from (
    select follows.followee_id as id
    from social.follows
    join social_private.accounts
      on accounts.profile_id = follows.followee_id and accounts.audience_level > 0
    where follows.follower_id = for_you_liked.viewer
      and follows.state = 'accepted'
      and follows.followee_id <> all (unwanted)
    order by follows.accepted_at desc, follows.followee_id desc
    limit 100
  ) as friends
  cross join lateral (
    select likes.post_id, likes.created_at
    from social.likes
    join social.posts on posts.id = likes.post_id and posts.audience = 'public'
    join social_private.accounts
      on accounts.profile_id = posts.author_id and accounts.audience_level = 2
    where likes.user_id = friends.id
      and likes.post_id >= social_private.min_id_at(for_you_liked.at - interval '30 days')
      and likes.created_at <= for_you_liked.at
      and posts.author_id <> friends.id and posts.author_id <> all (unwanted)
      and not social_private.is_muted_text(pattern, posts.caption)
    order by likes.post_id desc
    limit 5
  ) as recent
  group by recent.post_id;
end;
$$;

comment on function social_private.for_you_liked(uuid, timestamptz) is
'Returns the newest public posts that the 100 people whom the viewer followed last like: up to five
posts of each of these people, at most 30 days old. Returns nothing if the viewer may not list who
likes a post.';

create function social_private.for_you_explored(viewer uuid, at timestamptz, size integer)
  returns setof social_private.for_you_candidate
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  generation bigint := (select max(explore_pool.generation) from social_private.explore_pool);
  ids uuid[];
begin
  if generation is null then
    ids := social_private.newest_part(
      for_you_explored.viewer, 'ffffffff-ffff-ffff-ffff-ffffffffffff', for_you_explored.size);
  else
    ids := (social_private.pool_part(
      for_you_explored.viewer, generation, 0, '{}', for_you_explored.size)).ids;
  end if;
  return query
  select posts.id, 'explore', null::text, null::uuid[]
  from social.posts
  where posts.id = any (ids) and posts.created_at <= for_you_explored.at;
end;
$$;

comment on function social_private.for_you_explored(uuid, timestamptz, integer) is
'Returns the first posts of explore, until the time `at`.';

create function social_private.for_you_candidates(
  viewer uuid, at timestamptz, weights social.feed_weights)
  returns setof social_private.for_you_candidate
  language plpgsql
  volatile -- stores the cache of the home feed
  security invoker
  set search_path = ''
as $$
begin
  if (for_you_candidates.weights).followed > 0 then
    return query
    select followed.id, 'followed', null::text, null::uuid[]
    from unnest(social_private.for_you_followed(
      for_you_candidates.viewer, for_you_candidates.at, 100)) as followed (id);
  end if;
  if (for_you_candidates.weights).hashtags > 0 then
    return query select * from social_private.for_you_tagged(
      for_you_candidates.viewer, for_you_candidates.at);
  end if;
  if (for_you_candidates.weights).liked > 0 then
    return query select * from social_private.for_you_liked(
      for_you_candidates.viewer, for_you_candidates.at);
  end if;
  if (for_you_candidates.weights).explore > 0 then
    return query select * from social_private.for_you_explored(
      for_you_candidates.viewer, for_you_candidates.at, 60);
  end if;
end;
$$;

comment on function social_private.for_you_candidates(uuid, timestamptz, social.feed_weights) is
'Returns the posts that the feed For You ranks, each with one row for each reason to show it. Leaves
out the sources with the weight 0.';

-- Ranking

create function social_private.damped_candidates(
  viewer uuid, at timestamptz, weights social.feed_weights)
  returns setof social_private.for_you_item
  language plpgsql
  volatile -- stores the cache of the home feed
  security invoker
  set search_path = ''
as $$
declare
  order_of_reasons constant text[] := array['followed', 'hashtag', 'liked', 'explore'];
  factors numeric[] := array[
    (damped_candidates.weights).followed, (damped_candidates.weights).hashtags,
    (damped_candidates.weights).liked, (damped_candidates.weights).explore];
begin
  return query
  with dampers as materialized (
    select feed_dampers.kind, feed_dampers.key from social_private.feed_dampers
    where feed_dampers.profile_id = damped_candidates.viewer and feed_dampers.expires_at > now()
  )
  select distinct on (posts.id)
    posts.id, posts.author_id, candidates.reason, candidates.hashtag, candidates.liker_ids,
    factors[places.place]::real,
    -- Postgres 15 rounds small powers of a numeric to 0, and a real must not be too small.
    greatest(1e-37, power(
      1 + greatest(0, extract(epoch from damped_candidates.at - posts.created_at)
        ::double precision) / 86400,
      -(damped_candidates.weights).recency::double precision))::real,
    null::real, power(0.5::double precision, damped.count)::real
  from social_private.for_you_candidates(
    damped_candidates.viewer, damped_candidates.at, damped_candidates.weights) as candidates
  join social.posts on posts.id = candidates.post_id
  cross join lateral (
    select array_position(order_of_reasons, candidates.reason) as place
  ) as places
  cross join lateral (
    select count(*) as count from dampers
    where dampers.kind = 'author' and dampers.key = posts.author_id::text
      or dampers.kind = 'reason' and dampers.key = candidates.reason
      or dampers.kind = 'hashtag' and exists (
        select from social.post_hashtags as tags
        where tags.post_id = posts.id and tags.hashtag = dampers.key
      )
  ) as damped
  -- Of several reasons, the one with the highest score counts.
  order by posts.id, factors[places.place] * power(0.5, damped.count) desc, places.place,
    candidates.hashtag;
end;
$$;

comment on function social_private.damped_candidates(uuid, timestamptz, social.feed_weights) is
'Returns each candidate once, with its best reason, its weight, its recency at the time `at`, and
what show_less does to it.';

create function social_private.rated_candidates(viewer uuid, at timestamptz, max_items integer)
  returns setof social_private.for_you_item
  language plpgsql
  volatile -- stores the cache of the home feed
  security invoker
  set search_path = ''
as $$
declare
  weights social.feed_weights := social_private.feed_weights_of(rated_candidates.viewer);
begin
  return query
  select
    items.post_id, items.author_id, items.reason, items.hashtag, items.liker_ids, items.weight,
    items.recency, rated.engagement, items.damper
  from social_private.damped_candidates(
    rated_candidates.viewer, rated_candidates.at, weights) as items
  join social.posts on posts.id = items.post_id
  join social_private.accounts on accounts.profile_id = items.author_id
  left join social_private.post_scores as scores on scores.post_id = items.post_id
  cross join lateral (
    select exists (
      select from social.post_media where post_media.post_id = items.post_id
    ) as has_media
  ) as attached
  cross join lateral (
    select (1 + greatest(0, case
      -- The score of a public post does not count the likes of young and unknown accounts.
      when posts.audience = 'public' and accounts.audience_level = 2 then coalesce(
        scores.score - social_private.base_score(posts.created_at, attached.has_media), 0)
      -- Only followers see other posts, and they see the same counts.
      else (
        select ln(1 + coalesce(sum(counters.like_count + 2 * counters.comment_count), 0))
        from social_private.post_counters as counters where counters.post_id = items.post_id
      )
    end))::real as engagement
  ) as rated
  -- The product can be smaller than the smallest real, and Postgres would refuse it.
  order by items.weight::double precision * items.recency * rated.engagement * items.damper desc,
    items.post_id desc
  limit rated_candidates.max_items;
end;
$$;

comment on function social_private.rated_candidates(uuid, timestamptz, integer) is
'Returns the candidates in the order of their scores. A score is the product of four numbers. weight
is the weight of the reason. recency falls with the age of the post. engagement grows with the
logarithm of likes, comments and saves. damper is halved by each matching row of feed_dampers.';

create function social_private.spread_authors(
  items social_private.for_you_item[], max_items integer)
  returns social_private.for_you_item[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  -- Of 20 posts in a row, at most two have the same author.
  span constant integer := 20;
  max_posts constant integer := 2;
  item social_private.for_you_item;
  spread social_private.for_you_item[] := '{}'::social_private.for_you_item[];
  recent_authors uuid[] := '{}'::uuid[];
begin
  foreach item in array spread_authors.items loop
    if cardinality(array_positions(recent_authors, item.author_id)) < max_posts then
      spread := array_append(spread, item);
      recent_authors := array_append(
        recent_authors[cardinality(recent_authors) - span + 3:], item.author_id);
    end if;
    exit when cardinality(spread) = spread_authors.max_items;
  end loop;
  return spread;
end;
$$;

comment on function social_private.spread_authors(social_private.for_you_item[], integer) is
'Returns the first max_items items, in the same order. Leaves out each item that would be the third
of its author among 20 items in a row.';

create function social_private.for_you_ranking(viewer uuid, at timestamptz)
  returns social_private.for_you_item[]
  language plpgsql
  volatile -- stores the cache of the home feed
  security invoker
  set search_path = ''
as $$
begin
  return social_private.spread_authors(array(
    select (
      rated.post_id, rated.author_id, rated.reason, rated.hashtag, rated.liker_ids, rated.weight,
      rated.recency, rated.engagement, rated.damper
    )::social_private.for_you_item
    from social_private.rated_candidates(
      for_you_ranking.viewer, for_you_ranking.at, 1000) as rated
  ), 200);
end;
$$;

comment on function social_private.for_you_ranking(uuid, timestamptz) is
'Returns the ranking of a viewer at the time `at`: up to 200 posts.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
