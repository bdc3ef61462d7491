-- Trends: the hashtags that many people use now, and the hashtags that staff hide.
-- The worker computes the trends from the public posts of the last seven days, at most from the
-- newest 100,000 of them. A trend counts people and not posts: a person counts once per hashtag and
-- day. Only people count whose account is older than config.trend_account_days, and whom an active
-- public account follows that does not use the hashtag. So a group of new accounts that follow each
-- other makes no trend.

-- Tables

create table social_private.trends (
  hashtag text collate "C" not null,
  score double precision not null,
  people_count integer not null,

  constraint trends_pkey primary key (hashtag)
);

comment on table social_private.trends is
'The hashtags that trend. The worker writes the table anew every five minutes.';

comment on column social_private.trends.hashtag is 'The key of the hashtag.';

comment on column social_private.trends.score is
'The sum of the people of all days. A day counts half after config.trend_half_life_hours.';

comment on column social_private.trends.people_count is
'The number of people who used the hashtag.';

alter table social_private.trends enable row level security;

create table social_private.trend_refreshes (
  is_only_row boolean not null default true,
  refreshed_at timestamptz not null default '-infinity',

  constraint trend_refreshes_pkey primary key (is_only_row),
  constraint trend_refreshes_is_one_row check (is_only_row)
);

comment on table social_private.trend_refreshes is
'This table has exactly one row, which says when the worker last computed the trends.';

comment on column social_private.trend_refreshes.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.trend_refreshes.refreshed_at is 'The time of the last refresh.';

insert into social_private.trend_refreshes default values;

alter table social_private.trend_refreshes enable row level security;

create trigger keep_rows
  before truncate on social_private.trend_refreshes
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

-- Work

create function social_private.hashtag_people(since timestamptz)
  returns table (
    hashtag text, users uuid[], people uuid[], weights double precision[], weight double precision)
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
begin
  select * into config from social_private.config;
  return query
  with recent as materialized (
    -- The limit keeps the work small. Old posts hardly count where so many are newer.
    select open_posts.id, open_posts.author_id, open_posts.created_at
    from social_private.open_posts
    where open_posts.id >= social_private.min_id_at(hashtag_people.since)
      and open_posts.created_at <= clock_timestamp()
    order by open_posts.id desc
    limit 100000
  ), uses as materialized (
    -- The newest use of a day stands for the day.
    select post_hashtags.hashtag, recent.author_id, max(recent.created_at) as used_at
    from recent
    join social.post_hashtags on post_hashtags.post_id = recent.id
    group by post_hashtags.hashtag, recent.author_id, (recent.created_at at time zone 'utc')::date
  ), totals as (
    select
      uses.hashtag, uses.author_id, max(uses.used_at) as used_at,
      sum(power(0.5, date_part('epoch', greatest(now() - uses.used_at, '0'))
        / (3600.0 * config.trend_half_life_hours))) as weight
    from uses
    group by uses.hashtag, uses.author_id
  )
  select
    totals.hashtag, array_agg(totals.author_id),
    array_agg(totals.author_id order by totals.used_at desc, totals.author_id)
      filter (where ages.is_old),
    array_agg(totals.weight order by totals.used_at desc, totals.author_id)
      filter (where ages.is_old),
    sum(totals.weight) filter (where ages.is_old)
  from totals
  join social.profiles on profiles.id = totals.author_id
  cross join lateral (values (
    profiles.created_at <= now() - config.trend_account_days * interval '1 day'
  )) as ages (is_old)
  where not exists (
    select from social_private.hashtags
    where hashtags.hashtag = totals.hashtag and hashtags.hidden_from is not null
  )
  group by totals.hashtag
  having count(*) filter (where ages.is_old) >= config.trend_people_min
  order by 5 desc, 1
  limit 200;
end;
$$;

comment on function social_private.hashtag_people(timestamptz) is
'Returns the 200 hashtags that people with old accounts have used most since the given time.

users are all people who used the hashtag. people are those with old accounts, latest first, with
the weight of each. weight is the sum of these weights.';

create function social_private.known_people(people uuid[], users uuid[])
  returns boolean[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
begin
  return array(
    select exists (
      select
      from (
        select follows.follower_id from social.follows
        where follows.followee_id = named.id and follows.state = 'accepted'
        order by follows.accepted_at desc, follows.follower_id desc
        limit 100
      ) as followers
      join social_private.accounts
        on accounts.profile_id = followers.follower_id and accounts.audience_level = 2
      where followers.follower_id <> all (known_people.users)
    )
    from unnest(known_people.people) with ordinality as named (id, place)
    order by named.place
  );
end;
$$;

comment on function social_private.known_people(uuid[], uuid[]) is
'Returns, for each of these people, whether one of their newest 100 followers is an active public
account that is not among the users.';

create function social_private.refresh_trends()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  candidate record;
  known double precision;
  checked double precision;
  share double precision;
  written integer := 0;
begin
  update social_private.trend_refreshes set refreshed_at = now()
  where trend_refreshes.refreshed_at <= now() - interval '5 minutes';
  if not found then
    return 0;
  end if;
  select * into config from social_private.config;
  delete from social_private.trends;
  if not config.discovery then
    return 0;
  end if;
  for candidate in select * from social_private.hashtag_people(now() - interval '7 days') loop
    -- The newest 200 people stand for all.
    select
      sum(judged.weight) filter (where judged.is_known), sum(judged.weight),
      avg(judged.is_known::integer)::double precision
    into known, checked, share
    from unnest(
      candidate.weights[:200],
      social_private.known_people(candidate.people[:200], candidate.users)
    ) as judged (weight, is_known);
    continue when cardinality(candidate.people) * share < config.trend_people_min;
    insert into social_private.trends (hashtag, score, people_count)
    values (
      candidate.hashtag, candidate.weight * known / checked,
      round(cardinality(candidate.people) * share));
    written := written + 1;
  end loop;
  return written;
end;
$$;

comment on function social_private.refresh_trends() is
'Computes the trends if the last time was five minutes ago or more. Returns their number. The worker
calls this function.';

-- Reads

create type social.trending_hashtag as (
  hashtag text,
  display text,
  post_count integer,
  people_count integer,
  is_following boolean
);

comment on type social.trending_hashtag is
'A hashtag that trends, as you see it.

people_count is the number of people who made it trend in the last seven days. The other attributes
are those of a hashtag card.';

create function social_private.trending_hashtags(page_size integer)
  returns setof social.trending_hashtag
  language plpgsql
  stable
  security definer -- clients have no table access; the numbers are public
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(trending_hashtags.page_size);
begin
  if not (select config.discovery from social_private.config) then
    return;
  end if;
  return query
  select cards.hashtag, cards.display, cards.post_count, trends.people_count, cards.is_following
  from social_private.hashtag_cards(viewer, array(
    select shown.hashtag from social_private.trends as shown
    where not exists (
      select from social_private.hashtags
      where hashtags.hashtag = shown.hashtag and hashtags.hidden_from is not null
    )
      -- Its posts may be gone since the trends were computed.
      and exists (
        select from social_private.hashtag_posts where hashtag_posts.hashtag = shown.hashtag)
    order by shown.score desc, shown.hashtag
    limit size
  )) as cards
  join social_private.trends on trends.hashtag = cards.hashtag
  order by trends.score desc, trends.hashtag;
end;
$$;

create function social.trending_hashtags(page_size integer default 20)
  returns setof social.trending_hashtag
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.trending_hashtags(trending_hashtags.page_size);

comment on function social.trending_hashtags(integer) is
'List the hashtags that many people have used in the last seven days, the strongest first. Needs no
sign-in.

Recent days count more. The list changes every five minutes. It leaves out hashtags that staff have
hidden.
Common errors: docs/errors.md#common-errors.';

-- Staff

create type social.hidden_hashtag as (hashtag text, hidden_from social.hashtag_hiding);

comment on type social.hidden_hashtag is
'A hashtag, and where staff hide it. hidden_from is null if the hashtag is not hidden.';

create function social_private.tg_hashtags__log_hiding()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the audit log
  set search_path = ''
as $$
begin
  perform social_private.log_entry(
    case when new.hidden_from is null then 'restore' else 'hide' end, 'hashtag',
    encode(substring(sha256(convert_to(new.hashtag, 'UTF8')) from 1 for 16), 'hex')::uuid, null,
    jsonb_build_object('hashtag', new.hashtag, 'hidden_from', old.hidden_from),
    jsonb_build_object('hashtag', new.hashtag, 'hidden_from', new.hidden_from));
  return null;
end;
$$;

comment on function social_private.tg_hashtags__log_hiding() is
'Writes a log entry when a hashtag is hidden or shown again. A hashtag has no id, so the id of the
target is the beginning of its SHA-256 hash.';

create trigger log_hiding
  after update of hidden_from on social_private.hashtags
  for each row when (old.hidden_from is distinct from new.hidden_from)
  execute function social_private.tg_hashtags__log_hiding();

create function social_private.hide_hashtag(
  hashtag text, hidden_from social.hashtag_hiding, reason text)
  returns social.hidden_hashtag
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
declare
  staff_id uuid := social_private.require_staff();
  key text := social_private.checked_hashtag(hide_hashtag.hashtag);
begin
  perform social_private.begin_staff_action(
    staff_id, social_private.require_reason(hide_hashtag.reason));
  insert into social_private.hashtags (hashtag) values (key)
  on conflict on constraint hashtags_pkey do nothing;
  update social_private.hashtags as hidden set
    hidden_from = hide_hashtag.hidden_from,
    shown_at = case when hidden.hidden_from = 'everywhere' then clock_timestamp()
      else hidden.shown_at end
  where hidden.hashtag = key and hidden.hidden_from is distinct from hide_hashtag.hidden_from;
  perform social_private.end_staff_action();
  return (key, hide_hashtag.hidden_from)::social.hidden_hashtag;
end;
$$;

create function social.hide_hashtag(
  hashtag text, hidden_from social.hashtag_hiding, reason text)
  returns social.hidden_hashtag
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.hide_hashtag(
  hide_hashtag.hashtag, hide_hashtag.hidden_from, hide_hashtag.reason);

comment on function social.hide_hashtag(text, social.hashtag_hiding, text) is
'Hide a hashtag from the trends or everywhere, or show it again. Staff only. Idempotent.

hidden_from is trends, everywhere, or null to show the hashtag again. The audit log contains the
reason. Captions with the hashtag stay as they are. Returns the hashtag and where it is hidden.

Errors: hashtag_invalid, insufficient_aal, not_staff, reason_missing,
reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.trending_hashtags(integer), social.trending_hashtags(integer),
  social_private.hide_hashtag(text, social.hashtag_hiding, text),
  social.hide_hashtag(text, social.hashtag_hiding, text)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
