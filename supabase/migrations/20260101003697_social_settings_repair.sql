-- Settings repair: finds and restores rows without which nothing works, or nothing is limited.
-- Triggers refuse to delete these rows. They are lost only if somebody switches the triggers off,
-- for example while loading a dump. The tables default_errors and default_rate_limits are the
-- copies from which the rows come back. The last migration fills them.

-- Tables

create table social_private.default_errors (
  code text not null,
  status integer not null,
  detail text not null,
  hint text,

  constraint default_errors_pkey primary key (code)
);

comment on table social_private.default_errors is
'The errors as the migrations inserted them. repair_errors() takes lost rows from here. The rows of
these codes in social_private.errors cannot be deleted, but their texts can be changed.';

comment on column social_private.default_errors.code is 'The code of the error.';

comment on column social_private.default_errors.status is 'The HTTP status of the release.';

comment on column social_private.default_errors.detail is 'The message of the release.';

comment on column social_private.default_errors.hint is 'The hint of the release.';

alter table social_private.default_errors enable row level security;

create table social_private.default_rate_limits (
  action text collate "C" not null,
  minutely integer,
  hourly integer,
  daily integer,
  comment text not null,

  constraint default_rate_limits_pkey primary key (action)
);

comment on table social_private.default_rate_limits is
'The rate limits as the migrations inserted them. repair_rate_limits() takes lost rows from here.
The rows of these actions in social_private.rate_limits cannot be deleted, but their numbers can be
changed.';

comment on column social_private.default_rate_limits.action is 'The name of the action.';

comment on column social_private.default_rate_limits.minutely is 'The limit of a minute.';

comment on column social_private.default_rate_limits.hourly is 'The limit of an hour.';

comment on column social_private.default_rate_limits.daily is 'The limit of a day.';

comment on column social_private.default_rate_limits.comment is 'The text of the release.';

alter table social_private.default_rate_limits enable row level security;

-- Effects

create trigger keep_rows
  before truncate on social_private.default_errors
  for each statement execute function social_private.tg_refuse_truncate(
    'Lost rows of social_private.errors come back from here.');

create trigger keep_row
  before delete on social_private.default_errors
  for each row execute function social_private.tg_require_row(
    'Lost rows of social_private.errors come back from here.');

create trigger keep_keys
  after update of code on social_private.default_errors
  for each row when (old.code <> new.code)
  execute function social_private.tg_refuse_key_change();

create trigger keep_keys
  after update of action on social_private.default_rate_limits
  for each row when (old.action <> new.action)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.default_rate_limits
  for each statement execute function social_private.tg_refuse_truncate(
    'Lost rows of social_private.rate_limits come back from here.');

create trigger keep_row
  before delete on social_private.default_rate_limits
  for each row execute function social_private.tg_require_row(
    'Lost rows of social_private.rate_limits come back from here.');

create function social_private.tg_errors__keep_default()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if exists (select from social_private.default_errors where default_errors.code = old.code) then
    perform social_private.fail('row_is_required',
      'A function raises this error. Change its detail or its hint instead.');
  end if;
  return old;
end;
$$;

comment on function social_private.tg_errors__keep_default() is
'Rejects the deletion of an error of supabase-social. An error that the operator added can be
deleted. Error: row_is_required.';

create trigger keep_default
  before delete on social_private.errors
  for each row execute function social_private.tg_errors__keep_default();

create function social_private.tg_rate_limits__keep_default()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if exists (
    select from social_private.default_rate_limits where default_rate_limits.action = old.action
  ) then
    perform social_private.fail('row_is_required',
      'A function needs this limit. Set minutely, hourly and daily to null to allow any number.');
  end if;
  return old;
end;
$$;

comment on function social_private.tg_rate_limits__keep_default() is
'Rejects the deletion of a limit of supabase-social. A limit that the operator added can be deleted.
Error: row_is_required.';

create trigger keep_default
  before delete on social_private.rate_limits
  for each row execute function social_private.tg_rate_limits__keep_default();

-- Checks

create type social_private.missing_setting as (
  relation text,
  key text,
  repair text
);

comment on type social_private.missing_setting is
'A row that is missing: its table, its key, and the statement that puts it back.';

create function social_private.verify_settings()
  returns setof social_private.missing_setting
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select 'social_private.config', 'true', 'select social_private.repair_config()'
  where not exists (select from social_private.config)
  union all
  select 'social_private.errors', default_errors.code, 'select social_private.repair_errors()'
  from social_private.default_errors
  where default_errors.code not in (select errors.code from social_private.errors)
  union all
  select 'social_private.rate_limits', default_rate_limits.action,
    'select social_private.repair_rate_limits()'
  from social_private.default_rate_limits
  where default_rate_limits.action not in (
    select rate_limits.action from social_private.rate_limits)
  union all
  select 'social_private.accounts', profiles.id::text, 'select social_private.repair_accounts()'
  from social.profiles
  where not exists (
    select from social_private.accounts where accounts.profile_id = profiles.id
  )
$$;

comment on function social_private.verify_settings() is
'Returns every row that is missing in config, errors, rate_limits and accounts. Returns no row if
everything is there.';

-- Commands

create function social_private.repair_config()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  inserted integer;
begin
  insert into social_private.config default values
  on conflict on constraint config_pkey do nothing;
  get diagnostics inserted = row_count;
  return inserted;
end;
$$;

comment on function social_private.repair_config() is
'Puts the row of the config back, with the default of every setting, if it is missing. Returns the
number of inserted rows. Set your own values afterwards.';

create function social_private.repair_errors()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  inserted integer;
begin
  insert into social_private.errors (code, status, detail, hint)
  select default_errors.code, default_errors.status, default_errors.detail, default_errors.hint
  from social_private.default_errors
  on conflict on constraint errors_pkey do nothing;
  get diagnostics inserted = row_count;
  return inserted;
end;
$$;

comment on function social_private.repair_errors() is
'Puts missing rows of errors back. Returns their number. Texts that the operator changed stay.';

create function social_private.repair_rate_limits()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  inserted integer;
begin
  insert into social_private.rate_limits (action, minutely, hourly, daily, comment)
  select limits.action, limits.minutely, limits.hourly, limits.daily, limits.comment
  from social_private.default_rate_limits as limits
  on conflict on constraint rate_limits_pkey do nothing;
  get diagnostics inserted = row_count;
  return inserted;
end;
$$;

comment on function social_private.repair_rate_limits() is
'Puts missing rows of rate_limits back, with their default numbers. Returns their number. Numbers
that the operator changed stay.';

create function social_private.logged_time(person uuid, name text)
  returns timestamptz
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select (audit_log.after ->> logged_time.name)::timestamptz
  from social_private.audit_log
  where audit_log.target_id = logged_time.person and audit_log.target_kind = 'profile'
    and audit_log.after ? logged_time.name
  order by audit_log.number desc
  limit 1
);

comment on function social_private.logged_time(uuid, text) is
'Returns the value of limited_at or suspended_at that the audit log last recorded for a person.';

create function social_private.repair_accounts()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  inserted integer;
begin
  insert into social_private.accounts (
    profile_id, is_private, limited_at, suspended_at, deleted_at, unconfirmed_at, is_temporary,
    deactivated_at, followers_visibility, following_visibility, is_discoverable)
  select
    profiles.id, profiles.is_private, social_private.logged_time(profiles.id, 'limited_at'),
    social_private.logged_time(profiles.id, 'suspended_at'), erasures.deleted_at,
    case when social_private.is_unconfirmed(users) then now() end, false,
    -- Only people whose account is active have keys of the search.
    case when profiles.username not in (
      select search_keys.username from social_private.search_keys
    ) then now() end,
    'only_me', 'only_me', false
  from social.profiles
  join auth.users on users.id = profiles.id
  left join social_private.erasures on erasures.profile_id = profiles.id
  on conflict on constraint accounts_pkey do nothing;
  get diagnostics inserted = row_count;
  return inserted;
end;
$$;

comment on function social_private.repair_accounts() is
'Puts missing rows of accounts back. Returns their number.

Sanctions come from the audit log, and deletions from erasures. An account that was inactive for
another reason is deactivated. What nobody else has recorded is closed, until the person chooses
again: the lists of followers and followed people, and discovery.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
