-- Popular people: whom newcomers see first.
-- Each row of popular_profiles is one popular and active person. The worker writes the table every
-- hour, in limited work: it looks at the authors of the newest public posts and at a sample of
-- their followers.

-- Tables

create table social_private.popular_profiles (
  place integer not null,
  profile_id uuid not null,
  refreshed_at timestamptz not null default now(),

  constraint popular_profiles_pkey primary key (place),
  constraint popular_profiles_profile_id_key unique (profile_id),
  constraint popular_profiles_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.popular_profiles is
'Popular and active people in the order in which newcomers see them. The worker writes the table
from public follows and public posts. People who share many followers are far apart in the order.';

comment on column social_private.popular_profiles.place is 'The place in the order, starting at 1.';

comment on column social_private.popular_profiles.profile_id is 'The popular person.';

comment on column social_private.popular_profiles.refreshed_at is
'The time when the worker wrote the row.';

alter table social_private.popular_profiles enable row level security;

-- Effects

create function social_private.popular_candidates(established_at timestamptz)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select candidates.id
    from (
      -- People in the table stay candidates, so that a popular person need not post every hour.
      select popular_profiles.profile_id as id from social_private.popular_profiles
      union
      select recent.author_id from (
        select posts.author_id from social.posts
        join social_private.accounts
          on accounts.profile_id = posts.author_id and accounts.audience_level = 2
        where posts.audience = 'public'
        order by posts.id desc
        limit 3000
      ) as recent
    ) as candidates
    join social_private.accounts on accounts.profile_id = candidates.id
    join social.profiles on profiles.id = candidates.id
    where accounts.followers_audience_level = 2 and accounts.is_discoverable
      and profiles.created_at < popular_candidates.established_at
      and exists (
        select from social.posts
        where posts.author_id = candidates.id and posts.audience = 'public'
          and posts.id >= social_private.min_id_at(now() - interval '30 days')
      )
    order by (
      select sum(profile_counters.follower_count) from social_private.profile_counters
      where profile_counters.profile_id = candidates.id
    ) desc, candidates.id
    limit 400
  );
end;
$$;

comment on function social_private.popular_candidates(timestamptz) is
'Returns up to 400 public people who show their followers, posted in the last 30 days and signed up
before established_at. Those with most followers come first.';

create function social_private.established_followers(person uuid, established_at timestamptz)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select newest.follower_id
    from (
      select follows.follower_id from social.follows
      where follows.followee_id = established_followers.person
        and follows.accepted_at < 'infinity' -- leaves out requests
      order by follows.accepted_at desc, follows.follower_id desc
      limit 5000
    ) as newest
    join social_private.accounts
      on accounts.profile_id = newest.follower_id and accounts.following_audience_level = 2
    join social.profiles on profiles.id = newest.follower_id
    where profiles.created_at < established_followers.established_at
    limit 300
  );
end;
$$;

comment on function social_private.established_followers(uuid, timestamptz) is
'Returns up to 300 of the newest followers of a person whose follow everybody may see and who signed
up before established_at. New accounts cannot make a person popular.';

create function social_private.store_popular_profiles(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- Lock the profiles before their rows in this table, as a deletion of a profile does. Otherwise
  -- both could wait for each other.
  free uuid[] := array(
    select profiles.id from social.profiles where profiles.id = any (store_popular_profiles.ids)
    order by profiles.id for key share skip locked
  );
begin
  delete from social_private.popular_profiles;
  insert into social_private.popular_profiles (place, profile_id)
  select listed.place, listed.id
  from unnest(store_popular_profiles.ids) with ordinality as listed (id, place)
  where listed.id = any (free);
  return cardinality(free);
end;
$$;

comment on function social_private.store_popular_profiles(uuid[]) is
'Writes these people to popular_profiles in the given order. Leaves out profiles that somebody is
deleting now. Returns the number of rows.';

create function social_private.refresh_popular_profiles()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  established_at timestamptz := (
    select now() - config.trend_account_days * interval '1 day' from social_private.config
    where config.discovery and not exists (
      select from social_private.popular_profiles
      where popular_profiles.refreshed_at > now() - interval '1 hour'
    )
  );
  new_ids uuid[];
begin
  if established_at is null then
    return 0;
  end if;
  with ranked as materialized (
    select counted.id, counted.followers,
      row_number() over (order by cardinality(counted.followers) desc, counted.id) as rank
    from (
      select candidates.id,
        social_private.established_followers(candidates.id, established_at) as followers
      from unnest(social_private.popular_candidates(established_at)) as candidates (id)
    ) as counted
    where counted.followers <> '{}'
  ), sketches as materialized (
    -- The 30 followers with the smallest hashes are a fair sample: people who share many followers
    -- share a part of the sample.
    select ranked.rank, sample.id from ranked
    cross join lateral (
      select followers.id from unnest(ranked.followers) as followers (id)
      order by uuid_hash(followers.id), followers.id limit 30
    ) as sample
  ), similar_pairs as (
    select worse.rank from sketches as worse
    join sketches as better on better.id = worse.id and better.rank < worse.rank
    group by worse.rank, better.rank
    having count(*) > 1
  )
  -- First come people who are similar to at most one better person, then people who are similar to
  -- two or three, and so on.
  select array_agg(ranked.id order by coalesce(crowds.size, 0) / 2, ranked.rank) into new_ids
  from ranked
  left join (
    select similar_pairs.rank, count(*) as size from similar_pairs group by similar_pairs.rank
  ) as crowds on crowds.rank = ranked.rank;
  return social_private.store_popular_profiles(new_ids[:200]);
end;
$$;

comment on function social_private.refresh_popular_profiles() is
'Writes popular_profiles again if it is older than an hour. Returns the number of rows.

Uses only public follows and public posts, so that the order reveals nothing and is the same for all
viewers.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
