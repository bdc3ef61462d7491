-- Rate limits and retries: how often a person may do something, and what happens once only.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('rate_limited', 429, 'Too many requests.', 'Try again in a while.');

-- Rate limits: a token bucket for each person and action, one for the hour and one for the day.

create table social_private.rate_limits (
  action text collate "C" not null,
  hourly integer,
  daily integer,
  comment text not null,

  constraint rate_limits_pkey primary key (action),
  constraint rate_limits_are_not_negative check (least(hourly, daily) >= 0)
);

comment on table social_private.rate_limits is
'How often one person may do something. A change holds from the next call on.';

comment on column social_private.rate_limits.hourly is
'As many at once, and as many more an hour. Null: no limit, 0: never.';

comment on column social_private.rate_limits.daily is 'The same for a day; both limits hold.';

comment on column social_private.rate_limits.comment is 'What counts as this action.';

insert into social_private.rate_limits (action, hourly, daily, comment) values
  ('post', 30, 100, 'Publishing a post.'),
  ('upload', 300, 1000, 'Having an upload ingested.'),
  ('comment', 60, 500, 'Adding a comment or reply.'),
  ('like', 300, 2000, 'Liking or saving a post, liking a comment.'),
  ('follow', 60, 400, 'Following, or asking to.'),
  ('block', 60, null, 'Blocking, muting, adding a close friend.'),
  ('edit', 60, null, 'Changing a post, comment or profile; pinning, archiving, hiding.'),
  ('delete', 60, null, 'Deleting a post or comment.'),
  ('deactivate', null, 10, 'Deactivating a profile.'),
  ('report', null, 50, 'Reporting.'),
  ('check_username', 30, null, 'Asking whether a username is available, when signed in.');

alter table social_private.rate_limits enable row level security;

-- Unlogged: a crash empties it, and who has no bucket has a full one. No foreign key, for a login
-- without a profile has buckets too, and a deletion that cascades here would wait for a command of
-- the person that waits for the profile. The action may be one that has no limit.
create unlogged table social_private.rate_buckets (
  actor_id uuid not null,
  action text collate "C" not null,
  hour_tokens double precision,
  day_tokens double precision,
  refilled_at timestamptz not null,

  constraint rate_buckets_pkey primary key (actor_id, action)
) with (fillfactor = 50); -- a new version of a row finds room beside the old one

comment on table social_private.rate_buckets is
'What a person has left of an action; a bucket that was not touched for a day is as good as none.';

comment on column social_private.rate_buckets.hour_tokens is 'Null: there was no hourly limit.';

comment on column social_private.rate_buckets.day_tokens is 'Null: there was no daily limit.';

alter table social_private.rate_buckets enable row level security;

create function social_private.tg_profiles__delete_rate_buckets()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a person may not know of buckets
  set search_path = ''
as $$
begin
  -- A bucket that a command holds is left: that command waits for us.
  delete from social_private.rate_buckets as buckets
  where buckets.ctid = any (array(
    select free.ctid from social_private.rate_buckets as free
    where free.actor_id = old.id
    for update skip locked
  ));
  return null;
end;
$$;

comment on function social_private.tg_profiles__delete_rate_buckets() is
'Removes the buckets of a deleted person.';

create trigger delete_rate_buckets
  after delete on social.profiles
  for each row execute function social_private.tg_profiles__delete_rate_buckets();

create function social_private.consume_rate_limit(actor uuid, action text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  size record;
begin
  -- One statement: of a burst each waits for the row of the one before, then counts on from there.
  -- What takes too much is undone by its own error. A first row is a full bucket less one, so on
  -- conflict `excluded` is one less than the size. Least passes over a null: a bucket that had no
  -- limit is full. Where the clock was set back, nothing has run in.
  with sizes as (
    select
      ceil(limits.hourly * factor)::double precision as hourly,
      ceil(limits.daily * factor)::double precision as daily
    from social_private.config
    left join social_private.rate_limits as limits on limits.action = consume_rate_limit.action
    left join social.profiles on profiles.id = consume_rate_limit.actor
    cross join lateral (
      select config.rate_limit_factor * case
        when profiles.created_at <= now() - config.new_account_days * interval '1 day' then 1
        else config.new_account_factor
      end
    ) as factors (factor)
  ), spent as (
    insert into social_private.rate_buckets as bucket
      (actor_id, action, hour_tokens, day_tokens, refilled_at)
    select consume_rate_limit.actor, consume_rate_limit.action, sizes.hourly - 1, sizes.daily - 1, clock_timestamp()
    from sizes
    on conflict on constraint rate_buckets_pkey do update set
      hour_tokens = least(excluded.hour_tokens, bucket.hour_tokens - 1
        + (excluded.hour_tokens + 1) / 3600
        * greatest(0, date_part('epoch', clock_timestamp() - bucket.refilled_at))),
      day_tokens = least(excluded.day_tokens, bucket.day_tokens - 1
        + (excluded.day_tokens + 1) / 86400
        * greatest(0, date_part('epoch', clock_timestamp() - bucket.refilled_at))),
      refilled_at = clock_timestamp()
    returning bucket.hour_tokens, bucket.day_tokens
  )
  select sizes.hourly, sizes.daily, spent.hour_tokens, spent.day_tokens into size
  from sizes cross join spent;

  if least(size.hour_tokens, size.day_tokens) < 0 then
    if least(size.hourly, size.daily) = 0 then
      perform social_private.fail('rate_limited');
    end if;
    perform social_private.fail('rate_limited', format('Try again in %s seconds.', ceil(greatest(
      -size.hour_tokens * 3600 / size.hourly, -size.day_tokens * 86400 / size.daily))));
  end if;
end;
$$;

comment on function social_private.consume_rate_limit(uuid, text) is
'Take a token of the hour and one of the day from the actor''s bucket for the action, or refuse. The
bucket is the first row that a command locks, also where there is no limit. Error: rate_limited.';

create function social_private.require_actor_and_consume(action text)
  returns uuid
  language plpgsql
  volatile
  security definer -- buckets are not for clients
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.consume_rate_limit(actor, require_actor_and_consume.action);
  return actor;
end;
$$;

comment on function social_private.require_actor_and_consume(text) is
'require_actor for a command that is limited: takes one from the actor''s bucket for the action,
whose lock is the first that a command takes.
Errors: not_signed_in, profile_missing, account_suspended, account_deactivated, account_deleted,
rate_limited.';

-- Idempotency keys: a retry with the same key returns the first result.

create table social_private.idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  result_id uuid,
  created_at timestamptz not null default now(),

  constraint idempotency_keys_pkey primary key (user_id, key),
  constraint idempotency_keys_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.idempotency_keys is
'What a person''s request with this key made, so that a retry returns it instead of a second one.';

-- Which keys are old? They come in the order of time, so that a brin index, which costs next to
-- nothing, is enough.
create index idempotency_keys_created_at_idx
  on social_private.idempotency_keys using brin (created_at);

alter table social_private.idempotency_keys enable row level security;

create function social_private.claim_idempotency_key(actor uuid, key text, request text)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  hash bytea := sha256(convert_to(claim_idempotency_key.request, 'utf8'));
  claimed social_private.idempotency_keys;
begin
  if claim_idempotency_key.key is null then
    return null;
  end if;
  if char_length(claim_idempotency_key.key) not between 1 and 200 then
    perform social_private.fail('idempotency_key_invalid');
  end if;
  delete from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.created_at
      < now() - (select idempotency_hours from social_private.config) * interval '1 hour';
  -- A twin request that is still running is waited for here.
  insert into social_private.idempotency_keys (user_id, key, request_hash)
  values (claim_idempotency_key.actor, claim_idempotency_key.key, hash)
  on conflict on constraint idempotency_keys_pkey do nothing;
  if found then
    return null;
  end if;
  select * into claimed from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.key = claim_idempotency_key.key;
  if claimed.request_hash <> hash then
    perform social_private.fail('idempotency_key_reused');
  end if;
  return claimed.result_id;
end;
$$;

comment on function social_private.claim_idempotency_key(uuid, text, text) is
'Null the first time (or without a key), later the id of the first result.

Errors: idempotency_key_invalid, idempotency_key_reused.';

-- Callable

revoke execute on all functions in schema social, social_private from public;

-- Policies: see social_table_access.
