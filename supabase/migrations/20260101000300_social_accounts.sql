-- Accounts: who is calling, and who may see an account at all.
-- One row of accounts is one person's state: private, limited, suspended, deactivated or deleted.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('account_suspended', 403, 'This account is suspended.',
    'Read my_sanctions for the reason; you may appeal, and export your data.'),
  ('account_deactivated', 403, 'This account is deactivated.', 'Call reactivate_profile.'),
  ('account_deleted', 403, 'This account is deleted.',
    'Call restore_profile within 30 days of the deletion; you may export your data.'),
  ('session_too_old', 403, 'This needs a fresh sign-in.', null);

-- Tables

create type social.list_visibility as enum ('public', 'followers', 'only_me');

comment on type social.list_visibility is
'Who sees the list of followers, or of whom an account follows: who sees the account, its accepted
followers, or its owner.';

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

  -- Lists look the audience_level of everybody in them up: that takes the index alone.
  constraint accounts_pkey primary key (profile_id)
    include (audience_level, followers_audience_level, following_audience_level),
  constraint accounts_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 80);

comment on table social_private.accounts is
'How far a person reaches. 0: nobody but themselves, 1: accepted followers, 2: everybody.';

comment on column social_private.accounts.is_private is
'As on the profile, from which a trigger copies it.';

comment on column social_private.accounts.limited_at is
'When staff limited the account: only followers see it, and only its owner can tell.';

comment on column social_private.accounts.suspended_at is
'When staff suspended the account: it is not there, and its tokens do not count.';

comment on column social_private.accounts.deactivated_at is
'When its owner deactivated the account: it is not there until it is reactivated.';

comment on column social_private.accounts.deleted_at is
'When its owner deleted the account: it is not there, until it is restored or erased.';

comment on column social_private.accounts.audience_level is 'Who may see posts and counts.';

comment on column social_private.accounts.followers_audience_level is 'Who may see the followers.';

comment on column social_private.accounts.following_audience_level is 'Who may see whom it follows.';

alter table social_private.accounts enable row level security;

-- Policies look audience_level up with the right of the caller, who cannot name the closed schema.
grant select on social_private.accounts to anon, authenticated, service_role;

-- Effects

create function social_private.tg_profiles__sync_account()
  returns trigger
  language plpgsql
  volatile
  security definer -- accounts are written by us only
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
'Makes the account of a person, and copies whether it is private.';

create trigger sync_account
  after insert or update of is_private on social.profiles
  for each row execute function social_private.tg_profiles__sync_account();

-- The caller

create function social_private.login_id()
  returns uuid
  language plpgsql
  stable
  security definer -- reads auth.users and auth.sessions, which clients may not
  set search_path = ''
as $$
declare
  login uuid := auth.uid();
  session_id text := auth.jwt() ->> 'session_id';
begin
  -- A token outlives what it stands for: a sign-out, a password change, a ban, a deletion.
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
'The auth user of the token, or null: no token, a dead session, a ban.';

create function social_private.viewer_id()
  returns uuid
  language plpgsql
  stable
  security definer -- login_id is not for clients
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
'The signed-in person, or null: no live login, no profile yet, or suspended, deactivated, deleted.';

create function social_private.require_account()
  returns uuid
  language plpgsql
  stable
  security definer -- login_id is not for clients
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
'The signed-in person, suspended, deactivated or deleted ones too: for what stays theirs.
Errors: not_signed_in, profile_missing.';

create function social_private.require_actor()
  returns uuid
  language plpgsql
  stable
  security definer -- viewer_id reads past every policy
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
'The signed-in person whose account is in use. First line of every command.
Errors: not_signed_in, profile_missing, account_suspended, account_deactivated, account_deleted.';

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
  -- A session begins with a proof of who one is; refreshing its token makes it no younger.
  if not exists (
    select from auth.sessions
    where sessions.id = (auth.jwt() ->> 'session_id')::uuid
      and sessions.user_id = auth.uid()
      and sessions.created_at > now() - minutes * interval '1 minute'
  ) then
    perform social_private.fail('session_too_old', format(
      'Sign in again, then repeat it within %s minutes.', minutes));
  end if;
end;
$$;

comment on function social_private.require_fresh_login() is
'Go on only with a session that began a moment ago. Error: session_too_old.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.viewer_id()
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
