-- Explore: public posts of people whom the viewer does not follow.
-- The worker keeps a pool of about 2,000 posts in the order in which explore shows them. Each
-- refresh writes a new generation of the pool, and earlier generations remain for an hour. A cursor
-- names its generation, so the pages of one reader neither repeat nor skip posts while the worker
-- refreshes the pool.
-- The pool never decides what a viewer may see. Each read checks every post again. Without a pool,
-- explore shows the newest public posts.

-- Tables

create table social_private.explore_pool (
  generation bigint not null,
  place integer not null,
  post_id uuid not null,
  author_id uuid not null,
  score double precision not null,

  constraint explore_pool_pkey primary key (generation, place)
);

comment on table social_private.explore_pool is
'The posts that explore shows, in order. The table has no foreign keys, because a read leaves out
posts that no longer exist, and the rows are deleted after an hour.';

comment on column social_private.explore_pool.generation is
'The time of the refresh that wrote the row, in microseconds since 1970.';

comment on column social_private.explore_pool.place is 'The place in the order, starting at 1.';

comment on column social_private.explore_pool.post_id is 'The post.';

comment on column social_private.explore_pool.author_id is 'The author of the post.';

comment on column social_private.explore_pool.score is 'The score of the post.';

alter table social_private.explore_pool enable row level security;

create table social_private.explore_refreshes (
  is_only_row boolean not null default true,
  refreshed_at timestamptz not null default '-infinity',

  constraint explore_refreshes_pkey primary key (is_only_row),
  constraint explore_refreshes_is_one_row check (is_only_row)
);

comment on table social_private.explore_refreshes is
'This table has exactly one row, which says when the worker last refreshed the pool of explore.';

comment on column social_private.explore_refreshes.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.explore_refreshes.refreshed_at is 'The time of the last refresh.';

insert into social_private.explore_refreshes default values;

alter table social_private.explore_refreshes enable row level security;

create trigger keep_rows
  before truncate on social_private.explore_refreshes
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

create unlogged table social_private.seen_posts (
  viewer_id uuid not null,
  started_at timestamptz not null,
  earlier_ids uuid[] not null,
  post_ids uuid[] not null,

  constraint seen_posts_pkey primary key (viewer_id),
  constraint seen_posts_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 50);

-- The storage type plain keeps the ids inside the row, so that Postgres reads one place instead of
-- two. A page of the table has room for two versions of a row with 200 ids.
alter table social_private.seen_posts
  alter column earlier_ids set storage plain, alter column post_ids set storage plain;

comment on table social_private.seen_posts is
'Each row contains the posts that explore has shown to one viewer lately. A new first page leaves
them out, so that it shows something new. Rows of this table may be deleted at any time.';

comment on column social_private.seen_posts.viewer_id is 'The person who saw the posts.';

comment on column social_private.seen_posts.started_at is
'The time when the viewer last read the first page.';

comment on column social_private.seen_posts.earlier_ids is
'The last 100 posts that the viewer saw before started_at, the last one first.';

comment on column social_private.seen_posts.post_ids is
'The last 100 posts that the viewer saw since started_at, the last one first.';

-- This index serves the deletion of rows that nobody used for a day.
create index seen_posts_started_at_idx on social_private.seen_posts (started_at);

alter table social_private.seen_posts enable row level security;

-- The pool

create function social_private.explore_candidates()
  returns table (post_id uuid, author_id uuid, score double precision, topic text)
  language plpgsql
  stable
  security invoker
  rows 5000
  set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select posts.id, posts.author_id,
    coalesce(post_scores.score, social_private.base_score(posts.created_at, exists (
      select from social.post_media where post_media.post_id = posts.id
    ))),
    coalesce(posts.hashtags -> 0 ->> 'hashtag', posts.id::text)
  from (
    -- The limits count only posts that everybody may see. Otherwise hidden posts would push others
    -- out.
    (select best.post_id as id from social_private.post_scores as best
    join social_private.open_posts on open_posts.id = best.post_id
    order by best.score desc, best.post_id desc limit 4000)
    union
    (select newest.id from social_private.open_posts as newest order by newest.id desc limit 2000)
  ) as candidates
  join social.posts on posts.id = candidates.id
  join social_private.accounts on accounts.profile_id = posts.author_id
  left join social_private.post_scores on post_scores.post_id = posts.id
  where posts.audience = 'public' and not posts.is_sensitive
    and accounts.audience_level = 2 and accounts.is_discoverable;
end;
$$;

comment on function social_private.explore_candidates() is
'Returns the public posts from which the pool is chosen: those with the best scores, and the newest.
The topic of a post is its first hashtag, or its id.';

create function social_private.established_people(ids uuid[])
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  old_at timestamptz := now() - (
    select config.trend_account_days from social_private.config) * interval '1 day';
begin
  return array(
    select profiles.id from social.profiles
    where profiles.id = any (established_people.ids) and profiles.created_at <= old_at
      and exists (
        select from (
          select follows.follower_id from social.follows
          where follows.followee_id = profiles.id and follows.accepted_at is not null
          order by follows.accepted_at desc limit 50
        ) as latest
        join social_private.accounts
          on accounts.profile_id = latest.follower_id and accounts.audience_level = 2
        join social.profiles as follower
          on follower.id = latest.follower_id and follower.created_at <= old_at
      )
  );
end;
$$;

comment on function social_private.established_people(uuid[]) is
'Returns those of these people whose account is older than config.trend_account_days, and whom
somebody follows with such an account that is active and public. Looks at the 50 latest followers.';

create function social_private.refresh_explore_pool()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  size constant integer := 2000;
  now_at bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
  added integer;
begin
  update social_private.explore_refreshes set refreshed_at = now()
  where explore_refreshes.refreshed_at <= now() - interval '5 minutes';
  if not found then
    return 0;
  end if;
  with candidates as materialized (
    select * from social_private.explore_candidates()
  ), ranked as (
    select candidates.*,
      row_number() over (
        partition by candidates.author_id order by candidates.score desc, candidates.post_id desc
      ) as author_rank,
      row_number() over (
        partition by candidates.topic order by candidates.score desc, candidates.post_id desc
      ) as topic_rank
    from candidates
  )
  insert into social_private.explore_pool (generation, place, post_id, author_id, score)
  select now_at, row_number() over (order by
      -- Accounts that are new or that nobody follows come last, whatever their posts achieve.
      ranked.author_id = any ((select social_private.established_people(
        array(select distinct authors.author_id from candidates as authors)))::uuid[]) desc,
      -- The second post of an author needs eight times the points. The posts of one hashtag need
      -- more points with each better post of this hashtag.
      ranked.score - 3 * (ranked.author_rank - 1) - ln(ranked.topic_rank::double precision) desc,
      ranked.post_id desc
    ) as place,
    ranked.post_id, ranked.author_id, ranked.score
  from ranked where ranked.author_rank <= 2
  order by place limit size;
  get diagnostics added = row_count;
  delete from social_private.explore_pool
  where explore_pool.generation < now_at - 3600000000;
  -- Who counts may have changed since the score was computed: an account became old enough,
  -- private or inactive.
  insert into social_private.score_changes (post_id)
  select explore_pool.post_id from social_private.explore_pool
  join social_private.post_scores on post_scores.post_id = explore_pool.post_id
  where explore_pool.generation = now_at and post_scores.scored_at < now() - interval '1 hour'
  order by post_scores.scored_at limit 500;
  return added;
end;
$$;

comment on function social_private.refresh_explore_pool() is
'Writes a new generation of the pool if the last one is older than five minutes. Returns the number
of its posts. Deletes generations that are older than an hour.

The pool has at most two posts of an author. It has public posts of active public people who let
others discover them, and no sensitive posts.';

-- Reads

create view social_private.discoverable_posts with (security_invoker = true) as
select posts.id, posts.author_id, posts.caption
from social.posts
join social_private.accounts on accounts.profile_id = posts.author_id
where posts.audience = 'public' and not posts.is_sensitive
  and accounts.audience_level = 2 and accounts.is_discoverable;

comment on view social_private.discoverable_posts is
'All public posts of active public people who let others discover them, without sensitive posts.';

comment on column social_private.discoverable_posts.id is 'The id of the post.';

comment on column social_private.discoverable_posts.author_id is 'The author of the post.';

comment on column social_private.discoverable_posts.caption is 'The text of the post.';

create function social_private.explorable_posts(viewer uuid, ids uuid[])
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  avoided uuid[] := social_private.avoided_people(explorable_posts.viewer);
  pattern text := social_private.muted_pattern(explorable_posts.viewer);
begin
  return array(
    select wanted.id
    from unnest(explorable_posts.ids) with ordinality as wanted (id, place)
    join social_private.discoverable_posts as posts on posts.id = wanted.id
    where posts.author_id is distinct from explorable_posts.viewer
      and posts.author_id <> all (avoided)
      -- For EXISTS, the planner may build a hash of everybody whom the viewer follows.
      and (
        select true from social.follows
        where follows.follower_id = explorable_posts.viewer
          and follows.followee_id = posts.author_id
      ) is null
      and (pattern is null or not social_private.is_muted_text(pattern, posts.caption))
    order by wanted.place
  );
end;
$$;

comment on function social_private.explorable_posts(uuid, uuid[]) is
'Returns those of these posts that explore may show to the viewer, in the same order: discoverable
posts. Leaves out own posts, people whom the viewer follows, has asked or mutes, people who block or
are blocked, and muted words.';

create type social_private.explore_part as (ids uuid[], places integer[]);

create function social_private.pool_part(
  viewer uuid, generation bigint, after integer, seen uuid[], size integer)
  returns social_private.explore_part
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  -- Seen posts come after all others, so their places are a million higher.
  first_seen constant integer := 1000000;
  avoided uuid[] := social_private.avoided_people(pool_part.viewer);
  pattern text := social_private.muted_pattern(pool_part.viewer);
  part social_private.explore_part := row('{}'::uuid[], '{}'::integer[]);
  added integer;
begin
  foreach added in array array[0, first_seen] loop
    continue when added = 0 and pool_part.after >= first_seen;
    select part.ids || coalesce(array_agg(shown.post_id), '{}'),
      part.places || coalesce(array_agg(shown.place + added), '{}')
    into part
    from (
      select pool.post_id, pool.place
      from social_private.explore_pool as pool
      -- The limit makes Postgres check post by post, until the page is full.
      cross join lateral (
        select from social_private.discoverable_posts as posts
        where posts.id = pool.post_id
          and (pattern is null or not social_private.is_muted_text(pattern, posts.caption))
        limit 1
      ) as fitting
      where pool.generation = pool_part.generation
        and pool.place > greatest(0, pool_part.after - added)
        -- IN makes a hash of the array. ANY would compare each row with each id.
        and (pool.post_id in (select unnest(pool_part.seen))) = (added > 0)
        and pool.author_id is distinct from pool_part.viewer
        and pool.author_id <> all (avoided)
        and (
          select true from social.follows
          where follows.follower_id = pool_part.viewer
            and follows.followee_id = pool.author_id
        ) is null
      order by pool.place limit pool_part.size - cardinality(part.ids)
    ) as shown;
    exit when pool_part.seen = '{}' or cardinality(part.ids) = pool_part.size;
  end loop;
  return part;
end;
$$;

comment on function social_private.pool_part(uuid, bigint, integer, uuid[], integer) is
'Returns up to size posts of one generation of the pool, after a place, as explorable_posts() would
choose them. The posts of the array seen come last, in the order of the pool.';

create function social_private.newest_part(viewer uuid, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  ids uuid[] := '{}'::uuid[];
  last uuid := newest_part.before;
  batch uuid[];
  fit uuid[];
  -- Authors with two posts that are newer than last. They have no further place.
  passed uuid[] := '{}'::uuid[];
begin
  -- A viewer may follow nearly everybody, so the search ends after 10,000 posts.
  for number in 1..20 loop
    exit when cardinality(ids) >= newest_part.size;
    -- The limit counts only posts that everybody may see, and only authors with a free place.
    batch := array(
      select newest.id from social_private.open_posts as newest
      where newest.id < last and newest.author_id <> all (passed)
      order by newest.id desc limit 500
    );
    exit when batch = '{}';
    last := batch[cardinality(batch)];
    fit := social_private.explorable_posts(newest_part.viewer, batch);
    select
      ids || coalesce(array_agg(found.id order by found.id desc) filter (
        where found.newer < 2 and found.id = any (fit)), '{}'),
      passed || coalesce(array_agg(distinct found.author_id) filter (where found.newer > 0), '{}')
    into ids, passed
    from (
      select posts.id, posts.author_id, (
        select count(*) from (
          select from social.posts as newer
          where newer.author_id = posts.author_id and newer.id > posts.id
            and newer.audience = 'public' and not newer.is_sensitive
          limit 2
        ) as two
      ) as newer
      from social.posts
      where posts.id = any (batch)
    ) as found;
  end loop;
  return ids[:newest_part.size];
end;
$$;

comment on function social_private.newest_part(uuid, uuid, integer) is
'Returns the newest posts that explore may show to the viewer: of each author at most the two newest
public posts. Explore uses it before the worker has filled the pool.';

create function social_private.explore_viewer()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
begin
  if viewer is null then
    if (select config.allow_explore_without_login from social_private.config) is not true then
      return social_private.require_actor();
    end if;
  end if;
  return viewer;
end;
$$;

comment on function social_private.explore_viewer() is
'Returns the id of the signed-in person. Returns null without a login if
config.allow_explore_without_login is true. Errors: those of require_actor().';

create function social_private.seen_posts_at(viewer uuid, started_at timestamptz)
  returns social_private.seen_posts
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  seen social_private.seen_posts;
begin
  -- A read replica cannot read unlogged tables, and a GET request cannot store what it shows.
  if seen_posts_at.viewer is not null and not pg_is_in_recovery()
    and current_setting('transaction_read_only') = 'off'
  then
    select * into seen from social_private.seen_posts
    where seen_posts.viewer_id = seen_posts_at.viewer;
    if seen_posts_at.started_at is null then
      return (
        seen_posts_at.viewer, clock_timestamp(),
        coalesce((seen.post_ids || seen.earlier_ids)[:100], '{}'), '{}'
      )::social_private.seen_posts;
    elsif seen.started_at = seen_posts_at.started_at then
      return seen;
    end if;
  end if;
  return (
    null, coalesce(seen_posts_at.started_at, 'epoch'), '{}', '{}')::social_private.seen_posts;
end;
$$;

comment on function social_private.seen_posts_at(uuid, timestamptz) is
'Returns which posts explore shows last, because the viewer saw them before started_at, the time of
the first page. Pass null for a first page.

Returns no viewer and no posts if the viewer has read another first page since, or if the request
cannot store what it shows.';

create function social_private.note_seen_posts(
  seen social_private.seen_posts, is_first boolean, ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if seen.viewer_id is null then
    return;
  end if;
  if note_seen_posts.is_first then
    insert into social_private.seen_posts (viewer_id, started_at, earlier_ids, post_ids)
    values (seen.viewer_id, seen.started_at, seen.earlier_ids, note_seen_posts.ids)
    on conflict on constraint seen_posts_pkey do update set
      started_at = excluded.started_at,
      earlier_ids = excluded.earlier_ids,
      post_ids = excluded.post_ids;
  else
    update social_private.seen_posts set
      post_ids = (note_seen_posts.ids || seen_posts.post_ids)[:100]
    where seen_posts.viewer_id = seen.viewer_id;
  end if;
end;
$$;

comment on function social_private.note_seen_posts(
  social_private.seen_posts, boolean, uuid[]) is
'Stores that the viewer of seen_posts_at() has seen these posts. is_first is true for a first
page.';

create view social_private.former_seen_posts with (security_invoker = true) as
select old.ctid as place from social_private.seen_posts as old
where old.started_at < now() - interval '1 day';

comment on view social_private.former_seen_posts is
'The places of the rows of seen_posts that are older than a day.';

comment on column social_private.former_seen_posts.place is 'The place of the row in seen_posts.';

create function social_private.forget_seen_posts(max_rows integer)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social_private.seen_posts where seen_posts.ctid = any (array(
    select former.place from social_private.former_seen_posts as former
    limit forget_seen_posts.max_rows
    for update skip locked
  ));
end;
$$;

comment on function social_private.forget_seen_posts(integer) is
'Forgets what up to max_rows people have seen in explore, if they have not read a first page for a
day.';

create type social_private.explore_key as (
  generation bigint, place integer, started_at timestamptz, before_id uuid);

create function social_private.parse_explore_cursor(viewer uuid, cursor text)
  returns social_private.explore_key
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  key social_private.time_key := social_private.parse_time_cursor(
    'explore_posts', parse_explore_cursor.viewer, parse_explore_cursor.cursor);
  digits text := replace(key.id::text, '-', '');
begin
  if parse_explore_cursor.cursor is null then
    return ((select max(explore_pool.generation) from social_private.explore_pool),
      0, null, key.id)::social_private.explore_key;
  elsif key.at = 'epoch' then
    return (null, 0, key.at, key.id)::social_private.explore_key;
  end if;
  return (
    extract(epoch from key.at) * 1000000, ('x' || left(digits, 8))::bit(32)::integer,
    'epoch'::timestamptz
      + ('x' || substr(digits, 17))::bit(64)::bigint * interval '1 microsecond',
    null
  )::social_private.explore_key;
end;
$$;

comment on function social_private.parse_explore_cursor(uuid, text) is
'Returns where the previous page of explore ended. Without a pool, generation is null, and the page
consists of posts that are older than before_id. Errors: cursor_invalid.

A cursor contains the generation in place of a time. In place of an id, it contains the place and
the time of the first page.';

create function social_private.explore_cursors(
  viewer uuid, key social_private.explore_key, part social_private.explore_part)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  started_at text := lpad(to_hex(
    (extract(epoch from (explore_cursors.key).started_at) * 1000000)::bigint), 24, '0');
  generation timestamptz := 'epoch'::timestamptz
    + coalesce((explore_cursors.key).generation, 0) * interval '1 microsecond';
begin
  return social_private.time_cursors(
    'explore_posts', explore_cursors.viewer,
    array_fill(generation, array[cardinality((explore_cursors.part).ids)]),
    case when (explore_cursors.key).generation is null then (explore_cursors.part).ids
    else array(
      select (lpad(to_hex(entry.place), 8, '0') || started_at)::uuid
      from unnest((explore_cursors.part).places) with ordinality as entry (place, number)
      order by entry.number
    ) end);
end;
$$;

comment on function social_private.explore_cursors(
  uuid, social_private.explore_key, social_private.explore_part) is
'Returns the cursors of the posts of a page, as parse_explore_cursor() reads them.';

create function social_private.explore_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- stores what the viewer has seen
  security definer -- clients may have no table access; explorable_posts checks visibility
  set search_path = ''
as $$
declare
  viewer uuid := social_private.explore_viewer();
  size integer := social_private.checked_page_size(explore_posts.page_size);
  key social_private.explore_key := social_private.parse_explore_cursor(
    viewer, explore_posts.after);
  seen social_private.seen_posts;
  part social_private.explore_part;
begin
  if not (select config.discovery from social_private.config) then
    return;
  end if;
  if key.generation is null then
    part.ids := social_private.newest_part(viewer, key.before_id, size);
  else
    seen := social_private.seen_posts_at(viewer, key.started_at);
    key.started_at := seen.started_at;
    part := social_private.pool_part(viewer, key.generation, key.place, seen.earlier_ids, size);
    perform social_private.note_seen_posts(seen, explore_posts.after is null, part.ids);
  end if;
  return query
  select cards.*
  from social_private.post_cards(
    viewer, part.ids, social_private.explore_cursors(viewer, key, part),
    array_fill('{"kind": "explore"}'::jsonb, array[cardinality(part.ids)])
  ) as cards
  -- A post may have changed since explorable_posts() has checked it.
  where (
      select accounts.audience_level from social_private.accounts
      where accounts.profile_id = cards.author_id
    ) = 2
    and cards.visibility = 'public'
    and coalesce(cards.archived_at, cards.hidden_at, cards.deleted_at) is null
  order by array_position(part.ids, cards.id);
end;
$$;

create function social.explore_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.explore_posts(explore_posts.after, explore_posts.page_size);

comment on function social.explore_posts(text, integer) is
'List public posts of people whom you do not follow, the most interesting ones first.

The score of a post consists of its age, its media, and its likes, comments and saves by people
whose account is not new. The list has at most two posts of an author. It leaves out sensitive
posts, your own posts, people whom you follow, have asked, mute or block, people who block you, and
posts with a word that you mute. A new first page begins with posts that you have not seen lately,
and ends with those that you have seen. Call the function by POST, so that it remembers what you
have seen. A GET request works too, even on a read replica. The worker refreshes the list every five
minutes. The cursors of a list stay valid for an hour, and later pages do not repeat posts.

Without a login, the function returns not_signed_in, unless config.allow_explore_without_login is
true. The reason of each post is {"kind": "explore"}.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.explore_posts(text, integer), social.explore_posts(text, integer)
  to anon, authenticated; -- anon reads explore if the operator allows it

-- Policies: see social_table_access.
