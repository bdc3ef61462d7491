-- Accounts: identifies the caller, and stores which accounts are visible to whom.
-- One row of accounts is one person's state: private, limited, suspended, deactivated or deleted.
-- Clients cannot read it directly; policies read it with the rights of the caller.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('account_suspended', 403, 'This account is suspended.',
    'Call my_sanctions for the reason. You may appeal, and export your data.'),
  ('account_deactivated', 403, 'This account is deactivated.', 'Call reactivate_profile.'),
  ('account_deleted', 403, 'This account is deleted.',
    'Call restore_profile before the account is erased. You may export your data.'),
  ('session_too_old', 403, 'This request needs a recent sign-in.', null);

-- Tables

create type social.list_visibility as enum ('public', 'followers', 'only_me');

comment on type social.list_visibility is
'Who may see the list of followers or the list of followed people.

public: everybody who may see the account. followers: accepted followers. only_me: the owner.';

create table social_private.accounts (
  profile_id uuid not null,
  is_private boolean not null default false,
  followers_visibility social.list_visibility not null default 'public',
  following_visibility social.list_visibility not null default 'public',
  limited_at timestamptz,
  suspended_at timestamptz,
  deactivated_at timestamptz,
  deleted_at timestamptz,
  audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at) is not null then 0
    when limited_at is not null or is_private then 1
    else 2
  end) stored,
  followers_audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at) is not null
      or followers_visibility = 'only_me' then 0
    when limited_at is not null or is_private or followers_visibility = 'followers' then 1
    else 2
  end) stored,
  following_audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at) is not null
      or following_visibility = 'only_me' then 0
    when limited_at is not null or is_private or following_visibility = 'followers' then 1
    else 2
  end) stored,

  -- INCLUDE enables index-only scans: lists look up the audience levels of every person in them.
  constraint accounts_pkey primary key (profile_id)
    include (audience_level, followers_audience_level, following_audience_level),
  constraint accounts_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 80);

comment on table social_private.accounts is
'One row per person: the state of the account and its audience levels.

Audience level 0: only the owner, 1: accepted followers, 2: everybody.';

comment on column social_private.accounts.is_private is
'Copy of profiles.is_private. A trigger keeps it in sync.';

comment on column social_private.accounts.limited_at is
'When staff limited the account: only followers see its posts, and the owner is not notified.';

comment on column social_private.accounts.suspended_at is
'When staff suspended the account: nobody sees it, and its owner cannot use it.';

comment on column social_private.accounts.deactivated_at is
'When the owner deactivated the account: nobody sees it until the owner reactivates it.';

comment on column social_private.accounts.deleted_at is
'When the owner deleted the account: nobody sees it, until it is restored or erased.';

comment on column social_private.accounts.audience_level is 'Audience level of posts and counts.';

comment on column social_private.accounts.followers_audience_level is
'Audience level of the list of followers.';

comment on column social_private.accounts.following_audience_level is
'Audience level of the list of followed people.';

alter table social_private.accounts enable row level security;

-- Policies read this table with the rights of the caller. Clients cannot name it themselves: they
-- have no usage right on the schema.
grant select on social_private.accounts to anon, authenticated, service_role;

-- Triggers

create function social_private.tg_profiles__sync_account()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients cannot write accounts
  set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    insert into social_private.accounts (profile_id, is_private) values (new.id, new.is_private);
  else
    update social_private.accounts set is_private = new.is_private
    where accounts.profile_id = new.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__sync_account() is
'Creates the account row of a new profile and copies later changes of is_private to it.';

create trigger sync_account
  after insert or update of is_private on social.profiles
  for each row execute function social_private.tg_profiles__sync_account();

-- Identity of the caller

create function social_private.login_id()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot read auth.users and auth.sessions
  set search_path = ''
as $$
declare
  login uuid := auth.uid();
  session_id text := auth.jwt() ->> 'session_id';
begin
  -- A token stays valid until it expires. Reject it earlier if the user is banned or deleted, or if
  -- the session has ended.
  if login is null
    or not exists (
      select from auth.users
      where users.id = login
        and (users.banned_until is null or users.banned_until <= now())
        and users.deleted_at is null
    )
    or session_id <> '' and not exists (
      select from auth.sessions
      where sessions.id = session_id::uuid
        and sessions.user_id = login
        and (sessions.not_after is null or sessions.not_after > now())
    )
  then
    return null;
  end if;
  return login;
end;
$$;

comment on function social_private.login_id() is
'Returns the auth user of the token, or null: no token, an ended session, or a banned or deleted
user.';

create function social_private.viewer_id()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot execute login_id
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
begin
  return (
    select accounts.profile_id from social_private.accounts
    where accounts.profile_id = login and accounts.audience_level > 0
  );
end;
$$;

comment on function social_private.viewer_id() is
'Returns the signed-in person, or null: not signed in, no profile, or an inactive account.';

create function social_private.require_account()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot execute login_id
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
begin
  if login is null then
    perform social_private.fail('not_signed_in');
  end if;
  if not exists (select from social_private.accounts where accounts.profile_id = login) then
    perform social_private.fail('profile_missing');
  end if;
  return login;
end;
$$;

comment on function social_private.require_account() is
'Returns the signed-in person, even if the account is inactive. Errors: not_signed_in,
profile_missing.';

create function social_private.require_actor()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot execute require_account
  set search_path = ''
as $$
declare
  actor uuid := social_private.viewer_id();
  account social_private.accounts;
begin
  if actor is null then
    select * into account from social_private.accounts
    where accounts.profile_id = social_private.require_account();
    perform social_private.fail(case
      when account.suspended_at is not null then 'account_suspended'
      when account.deleted_at is not null then 'account_deleted'
      else 'account_deactivated'
    end);
  end if;
  return actor;
end;
$$;

comment on function social_private.require_actor() is
'Returns the signed-in person if the account is active. Every command calls it first.

Errors: account_deactivated, account_deleted, account_suspended, not_signed_in, profile_missing.';

create function social_private.require_fresh_login()
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  minutes integer := (select config.reauthentication_minutes from social_private.config);
begin
  -- created_at of a session is the time of the sign-in; refreshing the token does not change it.
  if not exists (
    select from auth.sessions
    where sessions.id = (auth.jwt() ->> 'session_id')::uuid
      and sessions.user_id = auth.uid()
      and sessions.created_at > now() - minutes * interval '1 minute'
  ) then
    perform social_private.fail('session_too_old', format(
      'Sign in again, then repeat the request within %s minutes.', minutes));
  end if;
end;
$$;

comment on function social_private.require_fresh_login() is
'Raises session_too_old unless the session started within config.reauthentication_minutes.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.viewer_id()
  to anon, authenticated; -- anon too, so that it gets not_signed_in

-- Policies: see social_table_access.
