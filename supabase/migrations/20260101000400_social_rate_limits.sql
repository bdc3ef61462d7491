-- Rate limits and idempotency keys: how often a person may act, and how a retry is recognized.
-- Each row of rate_buckets stores the tokens that one person has left for one action. Each row of
-- idempotency_keys stores one request and its result. Clients can see neither table.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('rate_limited', 429, 'Too many requests.', 'Try again later.');

-- Rate limits: each person has two token buckets for each action, one per hour and one per day.

create table social_private.rate_limits (
  action text collate "C" not null,
  hourly integer,
  daily integer,
  comment text not null,

  constraint rate_limits_pkey primary key (action),
  constraint rate_limits_are_not_negative check (least(hourly, daily) >= 0)
);

comment on table social_private.rate_limits is
'Each row says how often one person may perform one action. A changed row applies from the next
call.';

comment on column social_private.rate_limits.hourly is
'Size of the hourly bucket in tokens. The bucket gains the same number of tokens per hour. Null: no
hourly limit. 0: the action is never allowed.';

comment on column social_private.rate_limits.daily is
'Size of the daily bucket in tokens. The bucket gains the same number of tokens per day. The hourly
limit applies too.';

comment on column social_private.rate_limits.comment is
'Describes which calls count as this action.';

insert into social_private.rate_limits (action, hourly, daily, comment) values
  ('post', 30, 100, 'Publishing a post.'),
  ('upload', 300, 1000, 'Processing an upload.'),
  ('comment', 60, 500, 'Adding a comment or reply.'),
  ('like', 300, 2000, 'Liking or saving a post, liking a comment.'),
  ('follow', 60, 400, 'Following, or requesting to follow.'),
  ('block', 60, null, 'Blocking, muting, adding a close friend.'),
  ('edit', 60, null, 'Changing a post, comment or profile; pinning, archiving, hiding.'),
  ('delete', 60, null, 'Deleting a post or comment.'),
  ('deactivate', null, 10, 'Deactivating a profile.'),
  ('report', null, 50, 'Reporting a post, comment or profile.'),
  ('check_username', 30, null, 'Checking whether a username is available, when signed in.');

alter table social_private.rate_limits enable row level security;

-- The table is unlogged. A crash empties it, and a missing bucket counts as full. The column
-- actor_id has no foreign key, because a user without a profile has buckets too. A cascading delete
-- could also deadlock with a command that has locked its bucket and waits for the profile. The
-- column action has no foreign key, because an action without a row in rate_limits has buckets too.
create unlogged table social_private.rate_buckets (
  actor_id uuid not null,
  action text collate "C" not null,
  hour_tokens double precision,
  day_tokens double precision,
  refilled_at timestamptz not null,

  constraint rate_buckets_pkey primary key (actor_id, action)
) with (fillfactor = 50); -- leaves room for updates in the same page (HOT)

comment on table social_private.rate_buckets is
'The tokens that a person has left for an action. A bucket that was not used for a day is full
again.';

comment on column social_private.rate_buckets.hour_tokens is
'Tokens left in the hourly bucket. Null if the action had no hourly limit when the row was
written.';

comment on column social_private.rate_buckets.day_tokens is
'Tokens left in the daily bucket. Null if the action had no daily limit when the row was written.';

alter table social_private.rate_buckets enable row level security;

create function social_private.tg_profiles__delete_rate_buckets()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on buckets
  set search_path = ''
as $$
begin
  -- Skip buckets that a running command has locked. Such a command waits for the deletion of the
  -- profile. If the deletion waited for the bucket, both would deadlock.
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
'Deletes the rate limit buckets of a deleted person.';

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
  result record;
begin
  -- Concurrent calls wait for each other at the bucket row, because this is one statement. If the
  -- bucket has too few tokens, the error below rolls the update back. A new row is a full bucket
  -- minus one token. In the conflict branch, `excluded` is this new row. least() ignores nulls, so
  -- a bucket that had no limit before counts as full. greatest(0, …) prevents a negative refill
  -- after the clock was set back.
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
  ), consumed as (
    insert into social_private.rate_buckets as bucket
      (actor_id, action, hour_tokens, day_tokens, refilled_at)
    select
      consume_rate_limit.actor, consume_rate_limit.action,
      sizes.hourly - 1, sizes.daily - 1, clock_timestamp()
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
  select sizes.hourly, sizes.daily, consumed.hour_tokens, consumed.day_tokens into result
  from sizes cross join consumed;

  if least(result.hour_tokens, result.day_tokens) < 0 then
    if least(result.hourly, result.daily) = 0 then
      perform social_private.fail('rate_limited');
    end if;
    perform social_private.fail('rate_limited', format('Try again in %s seconds.', ceil(greatest(
      -result.hour_tokens * 3600 / result.hourly, -result.day_tokens * 86400 / result.daily))));
  end if;
end;
$$;

comment on function social_private.consume_rate_limit(uuid, text) is
'Consumes one token of the actor''s hourly bucket and one token of the daily bucket for this action.
Error: rate_limited.

The bucket is the first row that a command locks. A bucket exists even if the action has no limit.';

create function social_private.require_actor_and_consume(action text)
  returns uuid
  language plpgsql
  volatile
  security definer -- clients cannot read or write buckets
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
'Returns the id of the signed-in person if the account is active. Consumes one rate limit token of
this person for the action.

Errors: account_deactivated, account_deleted, account_suspended, not_signed_in, profile_missing,
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
'The results of requests with an idempotency key. A retry with the same key returns the stored
result instead of creating a second row.';

-- This index serves the deletion of expired keys. Rows are inserted in the order of time, so a
-- small BRIN index is enough.
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
  -- A concurrent request with the same key waits here until the first request commits.
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
'Returns the id of the first result if the request is a retry. Returns null if the request has no
key or is the first request with this key.

Errors: idempotency_key_invalid, idempotency_key_reused.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
