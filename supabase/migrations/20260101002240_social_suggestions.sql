-- Suggestions of people: people whom the followees of the viewer follow, people who follow the
-- viewer, and popular people.
-- Each row of the list is the profile card of one person, with up to three mutuals: followees of
-- the viewer who follow this person. A mutual counts only if the viewer may see the follow, by the
-- rule of profile_following. Each row of suggestion_caches contains the suggestions of one viewer.
-- The cache never decides what a viewer may see. Each read checks the permissions again.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_dismiss_self', 422, 'You cannot dismiss yourself.', null);

-- Tables

create table social_private.dismissed_suggestions (
  profile_id uuid not null,
  dismissed_id uuid not null,
  created_at timestamptz not null default now(),

  constraint dismissed_suggestions_pkey primary key (profile_id, dismissed_id),
  constraint dismissed_suggestions_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade,
  constraint dismissed_suggestions_dismissed_id_fkey foreign key (dismissed_id)
    references social.profiles (id) on delete cascade,
  constraint dismissed_suggestions_not_self check (profile_id <> dismissed_id)
);

comment on table social_private.dismissed_suggestions is
'Each row says that one person does not want the suggestion of another person.';

comment on column social_private.dismissed_suggestions.profile_id is
'The person who does not want the suggestion.';

comment on column social_private.dismissed_suggestions.dismissed_id is
'The person who is not suggested.';

comment on column social_private.dismissed_suggestions.created_at is 'The time of the dismissal.';

-- This index covers the foreign key, so that deleting a profile reads only the dismissals of that
-- person.
create index dismissed_suggestions_dismissed_id_idx
  on social_private.dismissed_suggestions (dismissed_id);

alter table social_private.dismissed_suggestions enable row level security;

create trigger keep_keys
  after update of profile_id, dismissed_id on social_private.dismissed_suggestions
  for each row when (
    (old.profile_id, old.dismissed_id)
      is distinct from (new.profile_id, new.dismissed_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.dismissed_suggestions
  for each statement execute function social_private.tg_refuse_truncate();

create unlogged table social_private.suggestion_caches (
  viewer_id uuid not null,
  filled_at timestamptz not null,
  source_ids uuid[] not null,
  ids uuid[] not null,
  scores bigint[] not null,
  masks bigint[] not null,

  constraint suggestion_caches_pkey primary key (viewer_id),
  constraint suggestion_caches_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

-- The storage type plain keeps the arrays inside the row, so that Postgres reads one place instead
-- of two. A page of the table has room for 40 sources and 100 suggestions.
alter table social_private.suggestion_caches
  alter column source_ids set storage plain, alter column ids set storage plain,
  alter column scores set storage plain, alter column masks set storage plain;

comment on table social_private.suggestion_caches is
'Each row contains the suggestions of one viewer, best first. Rows of this cache may be deleted at
any time.';

comment on column social_private.suggestion_caches.viewer_id is
'The person to whom the suggestions are shown.';

comment on column social_private.suggestion_caches.filled_at is
'The time when the suggestions were computed.';

comment on column social_private.suggestion_caches.source_ids is
'The followees of the viewer whose follows were read: at most 40.';

comment on column social_private.suggestion_caches.ids is 'The suggested people, best first.';

comment on column social_private.suggestion_caches.scores is 'The score of each suggestion.';

comment on column social_private.suggestion_caches.masks is
'One number for each suggestion. If the bit n of the number is set, the source with the index n + 1
follows the suggested person.';

alter table social_private.suggestion_caches enable row level security;

-- Reads

create function social_private.suggestion_sources(viewer uuid)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  muted uuid[] := social_private.muted_people(suggestion_sources.viewer);
begin
  return array(
    select found.id
    from (
      select liked.author_id, liked.accepted_at, 1
      from (
        select likes.post_id from social.likes
        where likes.user_id = suggestion_sources.viewer
        order by likes.post_id desc
        limit 60
      ) as newest
      -- With a limit, Postgres looks each row up by its key instead of reading all follows.
      cross join lateral (
        select posts.author_id, follows.accepted_at
        from social.posts
        join social.follows
          on follows.follower_id = suggestion_sources.viewer
          and follows.followee_id = posts.author_id
          and follows.accepted_at is not null -- keeps Postgres from the index of accepted follows
        join social_private.accounts
          on accounts.profile_id = posts.author_id and accounts.following_audience_level > 0
        where posts.id = newest.post_id and posts.audience <= 'followers'
        limit 1
      ) as liked
      union all
      (
        select follows.followee_id, follows.accepted_at, 0
        from social.follows
        join social_private.accounts
          on accounts.profile_id = follows.followee_id and accounts.following_audience_level > 0
        where follows.follower_id = suggestion_sources.viewer
          and follows.state = 'accepted'
          and follows.followee_id <> all (muted)
        order by follows.accepted_at desc, follows.followee_id desc
        limit 40
      )
    ) as found (id, accepted_at, likes)
    where found.id <> all (muted)
    group by found.id
    order by sum(found.likes) desc, max(found.accepted_at) desc, found.id desc
    limit 40
  );
end;
$$;

comment on function social_private.suggestion_sources(uuid) is
'Returns up to 40 followees whose list of followed people the viewer may see: first the authors of
posts that the viewer liked, then those whom the viewer followed last.';

create function social_private.source_weights(source_ids uuid[])
  returns bigint[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select (
      select 1000000000 / ln(10 + sum(profile_counters.following_count))
      from social_private.profile_counters
      where profile_counters.profile_id = sources.id
    )::bigint
    from unnest(source_weights.source_ids) as sources (id)
  );
end;
$$;

comment on function social_private.source_weights(uuid[]) is
'Returns how much the follows of each source count. Somebody who follows many people says less about
each of them (Adamic and Adar, "Friends and Neighbors on the Web", 2003). The weights are whole
numbers, because their sum is the same in each order.';

create type social_private.scored_suggestion as (id uuid, score bigint, mask bigint);

create function social_private.further_suggestions(viewer uuid, blocked uuid[])
  returns setof social_private.scored_suggestion
  language plpgsql
  stable
  security invoker
  rows 200
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
begin
  return query
  (
    select follows.follower_id, 300000000::bigint, 0::bigint from social.follows
    join social_private.accounts
      on accounts.profile_id = follows.follower_id and accounts.audience_level > 0
    where follows.followee_id = further_suggestions.viewer and follows.accepted_at < 'infinity'
    order by follows.accepted_at desc, follows.follower_id desc
    limit 60
  )
  union all
  -- These scores are so small that they only order people whose other scores are equal.
  select popular_profiles.profile_id, 1000 - popular_profiles.place, 0
  from social_private.popular_profiles
  where popular_profiles.profile_id <> all (further_suggestions.blocked);
end;
$$;

comment on function social_private.further_suggestions(uuid, uuid[]) is
'Returns the newest followers of the viewer, and popular people.';

create function social_private.ranked_suggestions(viewer uuid)
  returns social_private.suggestion_caches
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  source_ids uuid[] := social_private.suggestion_sources(ranked_suggestions.viewer);
  -- The limits of suggestion_sources() and of this function bound the work: at most 400 follows.
  depth integer := least(60, 400 / greatest(cardinality(source_ids), 1));
  weights bigint[] := social_private.source_weights(source_ids);
  blocked uuid[] := social_private.blocked_either_way(ranked_suggestions.viewer);
  ranked social_private.suggestion_caches;
begin
  with edges (id, score, mask) as (
    select followed.id, sources.weight, 1::bigint << (sources.place - 1)::integer
    from unnest(source_ids, weights) with ordinality as sources (id, weight, place)
    cross join lateral (
      select follows.followee_id
      from social.follows
      join social_private.accounts
        on accounts.profile_id = follows.followee_id and accounts.followers_audience_level = 2
      -- Each limit counts only rows that the viewer may see. Otherwise hidden rows would push
      -- visible ones out.
      where follows.follower_id = sources.id and follows.state = 'accepted'
        and follows.followee_id <> all (blocked)
      order by follows.accepted_at desc, follows.followee_id desc
      limit depth
    ) as followed (id)
    union all
    select further.id, further.score, further.mask
    from social_private.further_suggestions(ranked_suggestions.viewer, blocked) as further
  ), scored as materialized (
    select edges.id, sum(edges.score)::bigint as score, bit_or(edges.mask) as mask
    from edges group by edges.id
    order by score desc, edges.id desc
  ), best as (
    -- Postgres looks for follows in the order of the scores, until it has 100 people.
    select scored.* from scored
    where scored.id <> ranked_suggestions.viewer and (
      select true from social.follows
      where follows.follower_id = ranked_suggestions.viewer and follows.followee_id = scored.id
    ) is null and (
      -- The lists of follows have been checked already.
      scored.mask <> 0 or (
        select accounts.audience_level > 0 from social_private.accounts
        where accounts.profile_id = scored.id
      )
    )
    limit 100
  )
  select ranked_suggestions.viewer, now(), source_ids, coalesce(array_agg(best.id), '{}'),
    coalesce(array_agg(best.score), '{}'), coalesce(array_agg(best.mask), '{}')
  into ranked from best;
  return ranked;
end;
$$;

comment on function social_private.ranked_suggestions(uuid) is
'Returns the best 100 people whom the viewer does not follow, best first. The result may contain
people whom the viewer may not see; shown_suggestions() leaves these people out.';

create function social_private.shown_sources(viewer uuid, source_ids uuid[], muted uuid[])
  returns bigint
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
begin
  return (
    select coalesce(bit_or(1::bigint << (sources.place - 1)::integer), 0)
    from unnest(shown_sources.source_ids) with ordinality as sources (id, place)
    where sources.id <> all (shown_sources.muted)
      and (
        select follows.state = 'accepted' from social.follows
        where follows.follower_id = shown_sources.viewer and follows.followee_id = sources.id
      )
      and (
        select accounts.following_audience_level > 0 from social_private.accounts
        where accounts.profile_id = sources.id
      )
  );
end;
$$;

comment on function social_private.shown_sources(uuid, uuid[], uuid[]) is
'Returns a mask of the sources that are still followees of the viewer, that show whom they follow,
and that the viewer does not mute. Bit n stands for the source with the index n + 1.';

create function social_private.shown_suggestions(
  cache social_private.suggestion_caches, after social_private.time_key, size integer)
  returns setof social_private.scored_suggestion
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  viewer uuid := cache.viewer_id;
  blocked uuid[] := social_private.blocked_either_way(viewer);
  muted uuid[] := social_private.muted_people(viewer);
  sources bigint := social_private.shown_sources(viewer, cache.source_ids, muted);
begin
  return query
  -- Postgres computes the rows of this query one by one, until the page is full.
  with checked as materialized (
    select listed.id, listed.score, listed.mask as cached_mask,
      listed.mask & case when accounts.followers_audience_level = 2 then sources else 0 end
        as mask,
      accounts.audience_level
    from unnest(cache.ids, cache.scores, cache.masks) as listed (id, score, mask)
    cross join lateral (
      select found.audience_level, found.followers_audience_level
      from social_private.accounts as found
      where found.profile_id = listed.id
        and found.audience_level > 0 and found.limited_at is null and found.is_discoverable
      limit 1 -- keeps the order of the list, because Postgres then cannot join in another order
    ) as accounts
    where (
        'epoch'::timestamptz + listed.score * interval '1 microsecond', listed.id
      ) < (shown_suggestions.after.at, shown_suggestions.after.id)
      and listed.id <> viewer and listed.id <> all (blocked) and listed.id <> all (muted)
  )
  select checked.id, checked.score, checked.mask from checked
  where (
      checked.mask <> 0
      or checked.cached_mask = 0 and checked.audience_level = 2
      or (
        select follows.state = 'accepted' from social.follows
        where follows.follower_id = checked.id and follows.followee_id = viewer
      )
    )
    and (
      select true from social.follows
      where follows.follower_id = viewer and follows.followee_id = checked.id
    ) is null
    and (
      select true from social_private.dismissed_suggestions as dismissed
      where dismissed.profile_id = viewer and dismissed.dismissed_id = checked.id
    ) is null
  limit shown_suggestions.size;
end;
$$;

comment on function social_private.shown_suggestions(
  social_private.suggestion_caches, social_private.time_key, integer) is
'Returns the next suggestions that the viewer may see, with the mutuals that the viewer may see.

Leaves out people whom the viewer follows, has asked to follow, dismissed, muted or blocked, people
who block the viewer, inactive, limited and undiscoverable accounts, and private accounts that do
not follow the viewer.';

create function social_private.cached_suggestions(viewer uuid)
  returns social_private.suggestion_caches
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  cache social_private.suggestion_caches;
begin
  -- A read replica cannot read unlogged tables.
  if not pg_is_in_recovery() then
    select * into cache from social_private.suggestion_caches
    where suggestion_caches.viewer_id = cached_suggestions.viewer
      and suggestion_caches.filled_at > now() - interval '10 minutes'
      and not exists (
        select from social.follows
        where follows.follower_id = cached_suggestions.viewer
          and follows.state = 'accepted'
          and follows.accepted_at >= suggestion_caches.filled_at
      );
    if found then
      return cache;
    end if;
  end if;
  cache := social_private.ranked_suggestions(cached_suggestions.viewer);
  if current_setting('transaction_read_only') = 'off' then
    insert into social_private.suggestion_caches values (cache.*)
    on conflict on constraint suggestion_caches_pkey do update set
      filled_at = excluded.filled_at, source_ids = excluded.source_ids, ids = excluded.ids,
      scores = excluded.scores, masks = excluded.masks;
  end if;
  return cache;
end;
$$;

comment on function social_private.cached_suggestions(uuid) is
'Returns the best 100 suggestions for the viewer, from the cache if it is younger than ten minutes
and the viewer followed nobody since.';

create type social.suggestion as (
  id uuid,
  username text,
  display_name text,
  avatar_path text,
  is_private boolean,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  cursor text,
  reason text,
  mutual_count integer,
  mutuals jsonb
);

comment on type social.suggestion is
'A person whom you may want to follow: a profile card with the reason of the suggestion.

reason is mutuals (people whom you follow follow the person), follows_you or popular. mutual_count
is the number of these mutuals, and mutuals is an array with up to three of them: {id, username,
display_name, avatar_path}. At most 40 of the people whom you follow count.';

create type social_private.mutual_key as (place integer, id uuid);

create function social_private.first_mutuals(source_ids uuid[], masks bigint[])
  returns setof social_private.mutual_key
  language plpgsql
  immutable
  security invoker
  rows 60
  set search_path = ''
as $$
declare
  rest bigint;
  lowest bigint;
  bit integer;
begin
  for place in 1..coalesce(cardinality(first_mutuals.masks), 0) loop
    rest := first_mutuals.masks[place];
    for number in 1..3 loop
      exit when rest = 0;
      lowest := rest & -rest; -- the lowest bit that is set
      rest := rest - lowest;
      bit := round(ln(lowest::double precision) / ln(2::double precision))::integer;
      return next (place, first_mutuals.source_ids[bit + 1])::social_private.mutual_key;
    end loop;
  end loop;
end;
$$;

comment on function social_private.first_mutuals(uuid[], bigint[]) is
'Returns the first three sources of each mask, with the place of the mask.';

create function social_private.suggestion_cards(
  viewer uuid, source_ids uuid[], ids uuid[], masks bigint[], cursors text[])
  returns setof social.suggestion
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
begin
  return query
  with named as materialized (
    select keys.place, keys.id, coalesce(follows.state = 'accepted', false) as is_following
    from social_private.first_mutuals(
      suggestion_cards.source_ids, suggestion_cards.masks) as keys (place, id)
    left join social.follows
      on follows.follower_id = keys.id and follows.followee_id = suggestion_cards.ids[keys.place]
  ), mutuals as (
    select named.place, count(*) filter (where not named.is_following) as gone,
      jsonb_agg(jsonb_build_object(
        'id', profiles.id, 'username', profiles.username, 'display_name', profiles.display_name,
        'avatar_path', profiles.avatar_path)) filter (where named.is_following) as people
    from named join social.profiles on profiles.id = named.id
    group by named.place
  )
  select
    profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
    profiles.is_private, outgoing.state, incoming.state, listed.cursor,
    case
      when counts.mutuals > 0 then 'mutuals'
      when incoming.state = 'accepted' then 'follows_you'
      else 'popular'
    end, counts.mutuals, coalesce(mutuals.people, '[]')
  -- These are the columns of profile_cards(). A call of it would store its rows for this query.
  from unnest(suggestion_cards.ids, suggestion_cards.masks, suggestion_cards.cursors)
    with ordinality as listed (id, mask, cursor, place)
  join social.profiles on profiles.id = listed.id
  left join social.follows as outgoing
    on outgoing.follower_id = suggestion_cards.viewer and outgoing.followee_id = listed.id
  left join social.follows as incoming
    on incoming.follower_id = listed.id and incoming.followee_id = suggestion_cards.viewer
  left join mutuals on mutuals.place = listed.place
  cross join lateral (values (
    (bit_count(listed.mask::bit(64)) - coalesce(mutuals.gone, 0))::integer)) as counts (mutuals)
  order by listed.place;
end;
$$;

comment on function social_private.suggestion_cards(uuid, uuid[], uuid[], bigint[], text[]) is
'Returns the cards of suggested people in the given order. Leaves out a named mutual who has stopped
following the person since the cache was filled.';

create function social_private.suggested_profiles(after text, page_size integer)
  returns setof social.suggestion
  language plpgsql
  volatile -- consumes a rate limit and stores the cache
  security definer -- bypasses RLS for speed and applies the same rules
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'suggested_profiles', actor, suggested_profiles.after);
  size integer := social_private.checked_page_size(suggested_profiles.page_size);
  cache social_private.suggestion_caches;
  ids uuid[];
  masks bigint[];
  cursors text[];
begin
  perform social_private.consume_reader_limit(actor, 'suggested_profiles');
  if not (select config.discovery from social_private.config) then
    return;
  end if;
  cache := social_private.cached_suggestions(actor);
  -- The cursor contains the score in place of a time, so no client can read the score.
  select array_agg(shown.id), array_agg(shown.mask), social_private.time_cursors(
    'suggested_profiles', actor,
    array_agg('epoch'::timestamptz + shown.score * interval '1 microsecond'),
    array_agg(shown.id))
  into ids, masks, cursors
  from social_private.shown_suggestions(cache, key, size) as shown;
  return query select * from social_private.suggestion_cards(
    actor, cache.source_ids, ids, masks, cursors);
end;
$$;

create function social.suggested_profiles(after text default null, page_size integer default 20)
  returns setof social.suggestion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.suggested_profiles(
  suggested_profiles.after, suggested_profiles.page_size);

comment on function social.suggested_profiles(text, integer) is
'Lists people whom you may want to follow: people whom your followees follow, then people who follow
you, then popular people.

Call it by POST, because it counts its calls. The list has at most 100 people. It changes when you
follow somebody, and else every ten minutes. A follow counts only if you may see it in
profile_following. The list leaves out people whom you follow, have asked to follow, muted or
dismissed, people who block you or whom you block, and people who set is_discoverable to false. A
private account appears only if it follows you. Returns suggestions.

Errors: post_required.
Common errors: docs/errors.md#common-errors.';

-- Commands

create function social_private.dismiss_suggestion(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own dismissal
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if dismiss_suggestion.profile_id = actor then
    perform social_private.fail('cannot_dismiss_self');
  end if;
  perform social_private.consume_rate_limit(actor, 'tune_feed');
  perform social_private.lock_visible_profile(actor, dismiss_suggestion.profile_id);
  insert into social_private.dismissed_suggestions (profile_id, dismissed_id)
  values (actor, dismiss_suggestion.profile_id)
  on conflict on constraint dismissed_suggestions_pkey do nothing;
  return social_private.relationship(actor, dismiss_suggestion.profile_id);
end;
$$;

create function social.dismiss_suggestion(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.dismiss_suggestion(dismiss_suggestion.profile_id);

comment on function social.dismiss_suggestion(uuid) is
'Removes a person from your suggestions for good.

The person is not notified. Idempotent. Returns the relationship, which stays the same.

Errors: cannot_dismiss_self, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.undismiss_suggestion(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own dismissal
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('tune_feed');
begin
  perform social_private.require_argument(undismiss_suggestion.profile_id);
  delete from social_private.dismissed_suggestions
  where dismissed_suggestions.profile_id = actor
    and dismissed_suggestions.dismissed_id = undismiss_suggestion.profile_id;
  return social_private.relationship(actor, undismiss_suggestion.profile_id);
end;
$$;

create function social.undismiss_suggestion(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.undismiss_suggestion(undismiss_suggestion.profile_id);

comment on function social.undismiss_suggestion(uuid) is
'Lets your suggestions show a dismissed person again.

The person may appear again after up to ten minutes. Idempotent. Returns the relationship, which
stays the same.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.suggested_profiles(text, integer), social.suggested_profiles(text, integer),
  social_private.dismiss_suggestion(uuid), social.dismiss_suggestion(uuid),
  social_private.undismiss_suggestion(uuid), social.undismiss_suggestion(uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
