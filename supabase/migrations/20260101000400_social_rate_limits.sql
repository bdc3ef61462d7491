-- Rate limits and idempotency keys: how often a person may act, and how a retry is recognized.
-- Each row of rate_buckets stores the tokens that one person, or one network address without a
-- login, has left for one action. Each row of idempotency_keys stores one request and its result.
-- Clients can see neither table.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('rate_limited', 429, 'Too many requests.', 'Try again later.'),
  ('post_required', 405, 'This function counts its calls, and a GET request cannot store a number.',
    'Call it with POST. In supabase-js, leave out the option get.');

-- Rate limits: each person has up to three token buckets for each action, one per minute, one per
-- hour and one per day.

create table social_private.rate_limits (
  action text collate "C" not null,
  minutely integer,
  hourly integer,
  daily integer,
  comment text not null,

  constraint rate_limits_pkey primary key (action),
  constraint rate_limits_are_not_negative check (least(minutely, hourly, daily) >= 0)
);

comment on table social_private.rate_limits is
'Each row says how often one person may perform one action. A changed row applies from the next
call.';

comment on column social_private.rate_limits.action is 'The name of the action.';

comment on column social_private.rate_limits.minutely is
'Size of the bucket of a minute in tokens. The bucket gains the same number of tokens per minute.
The other limits apply too.';

comment on column social_private.rate_limits.hourly is
'Size of the hourly bucket in tokens. The bucket gains the same number of tokens per hour. Null: no
hourly limit. 0: the action is never allowed.';

comment on column social_private.rate_limits.daily is
'Size of the daily bucket in tokens. The bucket gains the same number of tokens per day. The hourly
limit applies too.';

comment on column social_private.rate_limits.comment is
'Describes which calls count as this action.';

insert into social_private.rate_limits (action, minutely, hourly, daily, comment) values
  ('post', null, 30, 100, 'Publishing a post.'),
  ('upload', null, 300, 1000, 'Processing an upload.'),
  ('comment', null, 60, 500, 'Adding a comment or reply.'),
  ('like', null, 300, 2000, 'Liking or saving a post, liking a comment, and undoing it.'),
  ('follow', null, 60, 400, 'Following, requesting to follow, and undoing it.'),
  ('follower', null, 300, null, 'Accepting, rejecting or removing a follower.'),
  ('block', null, 300, null, 'Blocking or unblocking a person.'),
  ('mute', null, 120, null, 'Muting or unmuting a person.'),
  ('close_friend', null, 300, null, 'Adding or removing a close friend.'),
  ('bell', null, 300, null, 'Ringing or unringing the bell of a person.'),
  ('notification', null, 3600, null,
    'Marking notifications as seen or read, and changing what notifies.'),
  ('watch', null, 600, null, 'Asking for the Realtime topic of the notifications or of a post.'),
  ('edit', null, 60, null,
    'Changing a post, comment or profile; pinning, archiving, hiding, and undoing it.'),
  ('delete', null, 60, null, 'Deleting or restoring a post or comment.'),
  ('deactivate', null, null, 10, 'Deactivating a profile.'),
  ('account', null, 30, null,
    'Reactivating, deleting or restoring an account, and ending a session.'),
  ('report', null, null, 50, 'Reporting a post, comment or profile.'),
  ('appeal', null, 30, null, 'Appealing a sanction.'),
  ('export', null, 30, null, 'Requesting an export.'),
  ('username', null, 30, 100,
    'Creating a profile, or changing a username. A refused call counts too.'),
  ('post_search', 30, 600, null, 'Searching for posts, when signed in.'),
  ('profile_search', 120, 2000, null, 'Searching for people, when signed in.'),
  ('hashtag_search', 120, 2000, null, 'Searching for hashtags, when signed in.'),
  ('suggested_profiles', 30, 300, null, 'Listing suggestions of people.'),
  ('search_by_address', 120, 2000, null,
    'All searches without a login, from one network address that the gateway names.'),
  ('search_by_anybody', 600, null, null,
    'All searches without a login, by all callers together whose address is unknown.'),
  ('hashtag', null, 300, null, 'Following or unfollowing a hashtag.'),
  ('tune_feed', null, 300, null,
    'Muting words, dismissing suggestions, and changing what the feed For You shows.'),
  ('check_username', null, 30, null,
    'Checking a username or a sign-up, when signed in. A refused name counts too.'),
  ('check_by_address', null, 60, null,
    'The same checks without a login, from one network address that the gateway names.'),
  ('check_by_anybody', 60, null, null,
    'The same checks without a login, by all callers together whose address is unknown.');

alter table social_private.rate_limits enable row level security;

create trigger keep_keys
  before update of action on social_private.rate_limits
  for each row when (old.action <> new.action)
  execute function social_private.tg_refuse_key_change(
    'Functions look limits up by this action. Change the other columns instead.');

create trigger keep_rows
  before truncate on social_private.rate_limits
  for each statement execute function social_private.tg_refuse_truncate(
    'To allow more, raise config.rate_limit_factor or the rows of this table.');

create table social_private.class_limits (
  action text collate "C" not null,
  limit_class text collate "C" not null,
  minutely integer,
  hourly integer,
  daily integer,

  constraint class_limits_pkey primary key (action, limit_class),
  constraint class_limits_action_fkey foreign key (action)
    references social_private.rate_limits (action) on update cascade on delete cascade,
  constraint class_limits_limit_class_fkey foreign key (limit_class)
    references social_private.limit_classes (name) on update cascade on delete cascade,
  constraint class_limits_are_not_negative check (least(minutely, hourly, daily) >= 0)
);

comment on table social_private.class_limits is
'Each row says how often one person of a limit class may perform one action. It replaces the row of
rate_limits for this action, and the factor for new accounts does not apply. A changed row applies
from the next call.';

comment on column social_private.class_limits.action is 'The action: a name in rate_limits.';

comment on column social_private.class_limits.limit_class is 'The class: a name in limit_classes.';

comment on column social_private.class_limits.minutely is
'Size of the bucket of a minute in tokens, as in rate_limits. Null: no limit of a minute.';

comment on column social_private.class_limits.hourly is
'Size of the hourly bucket in tokens, as in rate_limits. Null: no hourly limit.';

comment on column social_private.class_limits.daily is
'Size of the daily bucket in tokens, as in rate_limits. Null: no daily limit.';

-- This index covers the foreign key.
create index class_limits_limit_class_idx on social_private.class_limits (limit_class);

alter table social_private.class_limits enable row level security;

create trigger keep_rows
  before truncate on social_private.class_limits
  for each statement execute function social_private.tg_refuse_truncate();

-- The table is unlogged. A crash empties it, and a missing bucket counts as full. The column
-- actor_id has no foreign key, because a user without a profile has buckets too. A cascading delete
-- could also deadlock with a command that has locked its bucket and waits for the profile. The
-- column action has no foreign key, because an action without a row in rate_limits has buckets too.
create unlogged table social_private.rate_buckets (
  actor_id uuid not null,
  action text collate "C" not null,
  minute_tokens double precision,
  hour_tokens double precision,
  day_tokens double precision,
  refilled_at timestamptz not null,

  constraint rate_buckets_pkey primary key (actor_id, action)
) with (fillfactor = 50); -- leaves room for updates in the same page (HOT)

comment on table social_private.rate_buckets is
'The tokens that a person has left for an action. A bucket that was not used for a day is full
again.';

comment on column social_private.rate_buckets.actor_id is
'The id of the person, or of the network address of a caller without a login. The id of an address
begins with four zeros and the number of the day, and contains a keyed hash of the address.';

comment on column social_private.rate_buckets.action is 'The action, as in rate_limits.';

comment on column social_private.rate_buckets.minute_tokens is
'Tokens left in the bucket of a minute. Null if the action had no such limit when the row was
written.';

comment on column social_private.rate_buckets.hour_tokens is
'Tokens left in the hourly bucket. Null if the action had no hourly limit when the row was
written.';

comment on column social_private.rate_buckets.day_tokens is
'Tokens left in the daily bucket. Null if the action had no daily limit when the row was written.';

comment on column social_private.rate_buckets.refilled_at is
'The time up to which the buckets have been refilled.';

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

create function social_private.fail_rate_limited(seconds double precision)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  error social_private.errors;
  wait text := case
    when fail_rate_limited.seconds < 1 then '1'
    else ceil(fail_rate_limited.seconds)::bigint::text
  end;
begin
  select * into strict error from social_private.errors where errors.code = 'rate_limited';
  error.hint := coalesce('Try again in ' || wait || ' seconds.', 'This action is switched off.');
  -- PostgREST sends a header with an error only if the SQLSTATE is PGRST. Then the message is the
  -- body of the response, and the detail is its status and its headers. Both are built from the
  -- table of errors and from a number alone, so no caller can add a header.
  raise sqlstate 'PGRST' using
    message = json_build_object(
      'code', 'PT' || error.status, 'message', error.code,
      'details', error.detail, 'hint', error.hint)::text,
    detail = json_build_object(
      'status', error.status,
      'headers', json_strip_nulls(json_build_object('Retry-After', wait)))::text;
end;
$$;

comment on function social_private.fail_rate_limited(double precision) is
'Raises rate_limited. The hint and the HTTP header Retry-After name the seconds, rounded up. If the
seconds are null, waiting does not help.

In SQL, the SQLSTATE of this error is PGRST, and its message is the JSON body of the response:
docs/http.md#rate-limits.';

create function social_private.consume_rate_limit(
  actor uuid, action text, is_person boolean default true)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  result record;
begin
  -- One statement, so that concurrent calls wait at the bucket row. A new row, excluded, is a full
  -- bucket minus one token. least() ignores nulls: a bucket that had no limit before is full.
  with sizes as (
    select
      ceil(coalesce(own.minutely, limits.minutely) * factor)::double precision as minutely,
      ceil(coalesce(own.hourly, limits.hourly) * factor)::double precision as hourly,
      ceil(coalesce(own.daily, limits.daily) * factor)::double precision as daily,
      coalesce(own.action, limits.action) as action
    from social_private.config
    -- "is not distinct from" uses no index: if no class has a limit, limit_class() never runs.
    left join social_private.class_limits as own on own.action = consume_rate_limit.action
      and own.limit_class is not distinct from social_private.limit_class(consume_rate_limit.actor)
    left join social_private.rate_limits as limits
      on limits.action = consume_rate_limit.action and own.action is null
    left join social.profiles on profiles.id = consume_rate_limit.actor
    cross join lateral (values (config.rate_limit_factor * case
      when profiles.created_at <= now() - config.new_account_days * interval '1 day'
        or own.action is not null or not consume_rate_limit.is_person then 1
      else config.new_account_factor end)) as factors (factor)
  ), consumed as (
    insert into social_private.rate_buckets as bucket
      (actor_id, action, minute_tokens, hour_tokens, day_tokens, refilled_at)
    select consume_rate_limit.actor, consume_rate_limit.action, minutely - 1, hourly - 1, daily - 1,
      clock_timestamp() from sizes
    on conflict on constraint rate_buckets_pkey do update set
      minute_tokens = case when excluded.minute_tokens is not null then least(
        excluded.minute_tokens, bucket.minute_tokens - 1 + (excluded.minute_tokens + 1) / 60
        * greatest(0, date_part('epoch', clock_timestamp() - bucket.refilled_at))) end,
      hour_tokens = least(excluded.hour_tokens, bucket.hour_tokens - 1
        + (excluded.hour_tokens + 1) / 3600
        * greatest(0, date_part('epoch', clock_timestamp() - bucket.refilled_at))),
      day_tokens = least(excluded.day_tokens, bucket.day_tokens - 1
        + (excluded.day_tokens + 1) / 86400
        * greatest(0, date_part('epoch', clock_timestamp() - bucket.refilled_at))),
      refilled_at = clock_timestamp()
    returning bucket.minute_tokens, bucket.hour_tokens, bucket.day_tokens
  )
  select * into result from sizes cross join consumed;
  if result.action is null then -- The config, or the row of this limit, is lost.
    perform social_private.fail('settings_missing');
  elsif least(result.minute_tokens, result.hour_tokens, result.day_tokens) < 0 then
    perform social_private.fail_rate_limited(case
      when least(result.minutely, result.hourly, result.daily) > 0 then greatest(
        -result.minute_tokens * 60 / result.minutely, -result.hour_tokens * 3600 / result.hourly,
        -result.day_tokens * 86400 / result.daily)
    end);
  end if;
end;
$$;

comment on function social_private.consume_rate_limit(uuid, text, boolean) is
'Consumes one token of the actor''s bucket of a minute, hourly bucket and daily bucket for this
action. Error: rate_limited.

The bucket is the first row that a command locks. A bucket exists even if the action has no limit.
If is_person is false, the actor is a network address, to which the limits of new accounts do not
apply.';

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

create function social_private.answer_error(
  state text, message text, detail text, hint text)
  returns json
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform set_config('response.status', substr(answer_error.state, 3), true);
  return (
    select row_to_json(error) from (
      select answer_error.state as code, answer_error.detail as details, answer_error.hint,
        answer_error.message
    ) as error
  );
end;
$$;

comment on function social_private.answer_error(text, text, text, text) is
'Returns an error as a value, in the format in which the Data API answers a raised error, and sets
the HTTP status.

A raised error rolls the whole call back, and with it the consumed token. A command whose refusal
tells something new catches the error and returns this value instead, so that the refusal counts
towards the rate limit.';

-- Callers without a login: each network address has a bucket, if a header of the gateway names the
-- address. All other callers without a login share one bucket.

create unlogged table social_private.address_salts (
  day date not null,
  salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),

  constraint address_salts_pkey primary key (day)
);

comment on table social_private.address_salts is
'The random salt with which the network addresses of one day are hashed. The first call of the next
day makes a new salt and deletes the old one. Then nobody can find an address from its hash.';

comment on column social_private.address_salts.day is 'The day, in UTC.';

comment on column social_private.address_salts.salt is 'The random salt of the day.';

alter table social_private.address_salts enable row level security;

create function social_private.client_network()
  returns cidr
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  headers text := current_setting('request.headers', true);
  address text;
begin
  -- The last address of a list is the one that the own gateway saw. A client can invent the others.
  address := btrim(substring(
    nullif(headers, '')::json ->> (select client_address_header from social_private.config),
    '[^,]*$'));
  if address !~ '^[0-9a-fA-F:.]{2,45}$' then
    return null;
  end if;
  address := regexp_replace(address, '^::ffff:(?=.*\.)', '', 'i');
  -- A household owns the 2^64 addresses of its network of IPv6.
  return network(set_masklen(address::inet, case when address like '%:%' then 64 else 32 end));
exception when data_exception then
  return null;
end;
$$;

comment on function social_private.client_network() is
'Returns the network address of the caller: an address of IPv4, or a /64 network of IPv6. Returns
null if config.client_address_header is null, or if the header has no address.';

create function social_private.address_prefix(day date)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return '0000' || lpad(to_hex(address_prefix.day - date '2000-01-01'), 4, '0');

comment on function social_private.address_prefix(date) is
'Returns the first eight digits of the ids of all network addresses of this day.';

create view social_private.former_salts with (security_invoker = true) as
select address_salts.day from social_private.address_salts
where address_salts.day < (now() at time zone 'utc')::date;

comment on view social_private.former_salts is 'The rows of address_salts of earlier days.';

comment on column social_private.former_salts.day is 'The day, in UTC.';

create view social_private.former_addresses with (security_invoker = true) as
select old.ctid as place from social_private.rate_buckets as old
-- The primary key finds the buckets of earlier days, because their ids begin with the day.
where old.actor_id > '00000000-0000-0000-0000-000000000000'
  and old.actor_id < rpad(
    social_private.address_prefix((now() at time zone 'utc')::date), 32, '0')::uuid
  and old.action in ('check_by_address', 'search_by_address');

comment on view social_private.former_addresses is
'The places of the rows of rate_buckets with hashes of network addresses of earlier days.';

comment on column social_private.former_addresses.place is 'The place of the row in rate_buckets.';

create function social_private.forget_addresses(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer;
begin
  delete from social_private.address_salts
  where address_salts.day in (select former.day from social_private.former_salts as former);
  delete from social_private.rate_buckets as buckets where buckets.ctid = any (array(
    select former.place from social_private.former_addresses as former
    limit forget_addresses.max_rows
    for update skip locked
  ));
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function social_private.forget_addresses(integer) is
'Deletes the salts of earlier days, and up to max_rows buckets of network addresses of earlier
days.';

create function social_private.consume_address_limit(action text default 'check')
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  anybody constant uuid := '00000000-0000-0000-0000-000000000000'::uuid;
  network cidr := social_private.client_network();
  -- Use UTC, because the caller may choose the time zone of the request.
  today date := (now() at time zone 'utc')::date;
  salt bytea;
begin
  if network is null then
    perform social_private.consume_rate_limit(
      anybody, consume_address_limit.action || '_by_anybody', false);
    return;
  end if;
  select address_salts.salt into salt from social_private.address_salts
  where address_salts.day = today;
  if not found then
    insert into social_private.address_salts (day) values (today)
    on conflict on constraint address_salts_pkey do nothing;
    select address_salts.salt into salt from social_private.address_salts
    where address_salts.day = today;
    perform social_private.forget_addresses(1000);
  end if;
  perform social_private.consume_rate_limit(
    (social_private.address_prefix(today) || left(
      encode(sha256(salt || convert_to(network::text, 'utf8')), 'hex'), 24))::uuid,
    consume_address_limit.action || '_by_address', false);
end;
$$;

comment on function social_private.consume_address_limit(text) is
'Consumes one token of the network address of a caller without a login. If the address is unknown,
consumes one token of the bucket that all such callers share. action is check or search. Error:
rate_limited.';

create function social_private.consume_reader_limit(viewer uuid, action text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A read replica cannot store tokens. The primary counts the calls that it answers itself.
  if pg_is_in_recovery() then
    return;
  end if;
  if current_setting('transaction_read_only') = 'on' then
    perform social_private.fail('post_required');
  end if;
  if consume_reader_limit.viewer is null then
    perform social_private.consume_address_limit('search');
  else
    perform social_private.consume_rate_limit(
      consume_reader_limit.viewer, consume_reader_limit.action);
  end if;
end;
$$;

comment on function social_private.consume_reader_limit(uuid, text) is
'Consumes one token of the viewer for an action that only reads. Without a login, consumes a token
of the network address for searches.

Errors: post_required (the transaction is read-only), rate_limited.';

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

comment on column social_private.idempotency_keys.user_id is 'The person who sent the request.';

comment on column social_private.idempotency_keys.key is 'The idempotency key of the request.';

comment on column social_private.idempotency_keys.request_hash is
'The SHA-256 hash of the request. The same key with another request is an error.';

comment on column social_private.idempotency_keys.result_id is
'The id of the created row. Null until the request has succeeded.';

comment on column social_private.idempotency_keys.created_at is
'The time of the first request. The key is kept for config.idempotency_hours.';

-- This index serves the deletion of expired keys. Rows are inserted in the order of time, so a
-- small BRIN index is enough.
create index idempotency_keys_created_at_idx
  on social_private.idempotency_keys using brin (created_at);

alter table social_private.idempotency_keys enable row level security;

create trigger keep_keys
  before update of user_id, key on social_private.idempotency_keys
  for each row when ((old.user_id, old.key) is distinct from (new.user_id, new.key))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.idempotency_keys
  for each statement execute function social_private.tg_refuse_truncate(
    'Without these rows, a retry would repeat what is done. The worker deletes old rows.');

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
