-- Identity: who calls, whether the session is alive and the account active, and how the person
-- signed in.
-- Every command calls require_actor() first, and every function that reads content calls
-- reader_id(). A server with the secret key, and the operator in SQL, may act as a person without a
-- session of this person: see acting_id().

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('account_suspended', 403, 'This account is suspended.',
    'Call my_sanctions for the reason. You may appeal, and export your data.'),
  ('account_deactivated', 403, 'This account is deactivated.', 'Call reactivate_profile.'),
  ('account_deleted', 403, 'This account is deleted.',
    'Call restore_profile before the account is erased. You may export your data.'),
  ('account_unconfirmed', 403, 'This account is not confirmed.',
    'Confirm the e-mail address or phone number first.'),
  ('anonymous_user', 403, 'An anonymous user cannot have a profile.',
    'Link an e-mail address or phone number to this user, confirm it, then call create_profile.'),
  ('session_too_old', 403, 'This request needs a recent sign-in.', null),
  ('insufficient_aal', 403, 'This request needs a sign-in with a second factor.',
    'Verify a second factor with supabase.auth.mfa, then repeat the request.'),
  ('settings_missing', 409, 'This installation has lost settings that this request needs.',
    'The operator calls social_private.repair_config() and social_private.repair_rate_limits().'),
  ('acting_refused', 403, 'Nobody can act as this person.',
    'Send the id of a profile in the header x-social-profile.');

-- Acting: the operator's server or SQL does something as a person

create table social_private.acting_calls (
  id uuid not null default social_private.uuid_v7(),
  profile_id uuid not null,
  request text,

  constraint acting_calls_pkey primary key (id)
);

comment on table social_private.acting_calls is
'The people as whom the operator acts in transactions that run now. When a transaction commits, a
trigger moves its rows into the audit log. The table is therefore always empty.';

comment on column social_private.acting_calls.id is 'The id of the row.';

comment on column social_private.acting_calls.profile_id is
'The person as whom the operator acts.';

comment on column social_private.acting_calls.request is
'The path of the HTTP request, such as /rpc/create_post. Null in SQL.';

alter table social_private.acting_calls enable row level security;

create trigger keep_rows
  before truncate on social_private.acting_calls
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.note_acting(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A transaction is noted once for each person. A read-only transaction changes nothing, and
  -- cannot store a note.
  if current_setting('transaction_read_only') = 'on'
    or current_setting('social_private.acting_noted', true) = note_acting.profile_id::text
  then
    return;
  end if;
  insert into social_private.acting_calls (profile_id, request)
  values (note_acting.profile_id, nullif(current_setting('request.path', true), ''));
  perform set_config('social_private.acting_noted', note_acting.profile_id::text, true);
end;
$$;

comment on function social_private.note_acting(uuid) is
'Notes that this transaction acts as a person, for the audit log.';

create function social_private.fail_inactive(profile_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  account social_private.accounts;
begin
  select * into account from social_private.accounts
  where accounts.profile_id = fail_inactive.profile_id;
  perform social_private.fail(case
    when account.suspended_at is not null then 'account_suspended'
    when account.deleted_at is not null then 'account_deleted'
    when account.unconfirmed_at is not null then 'account_unconfirmed'
    else 'account_deactivated'
  end);
end;
$$;

comment on function social_private.fail_inactive(uuid) is
'Raises the error that says why the account is inactive: account_suspended, account_deleted,
account_unconfirmed or account_deactivated.';

create function social_private.is_server()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- The Data API sets both from the token that it has verified.
  return coalesce(
    current_setting('role', true) = 'service_role'
    and auth.jwt() ->> 'role' = 'service_role', false);
end;
$$;

comment on function social_private.is_server() is
'Returns whether a request with the secret key makes this call.';

create function social_private.acting_id()
  returns uuid
  language plpgsql
  stable
  security definer -- session_user is compared with the owner; clients cannot read accounts
  set search_path = ''
as $$
declare
  wanted text;
  is_active boolean;
begin
  if social_private.is_server() then
    wanted := nullif(current_setting('request.headers', true), '')::json ->> 'x-social-profile';
  elsif pg_has_role(session_user, current_user, 'member') then
    -- Only as_profile() sets this value. The Data API connects as another role. Other claims, which
    -- somebody sets later in the transaction, end the acting.
    wanted := nullif(current_setting('social_private.acting_as', true), '');
    if wanted is distinct from auth.jwt() ->> 'sub' then
      return null;
    end if;
  end if;
  if wanted is null then
    return null;
  end if;
  is_active := (
    select accounts.audience_level > 0 from social_private.accounts
    where accounts.profile_id = case
      when wanted ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then wanted::uuid
    end
  );
  if is_active is null then
    perform social_private.fail('acting_refused');
  elsif not is_active then
    perform social_private.fail_inactive(wanted::uuid);
  elsif exists (
    select from auth.users
    where users.id = wanted::uuid
      and (users.banned_until > now() or users.deleted_at is not null)
  ) then
    perform social_private.fail(
      'acting_refused', 'The login of this person is banned or deleted in Supabase Auth.');
  end if;
  perform social_private.note_acting(wanted::uuid);
  return wanted::uuid;
end;
$$;

comment on function social_private.acting_id() is
'Returns the id of the person as whom the operator acts. Returns null for all other calls.

A server acts as the person in the header x-social-profile. Only a request with the secret key can
do so. In SQL, the operator calls as_profile() or act_as() first. An act of a transaction that
writes is logged in the audit log.

Errors: account_deactivated, account_deleted, account_suspended, account_unconfirmed,
acting_refused.';

-- The caller

create function social_private.session_id()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  claims jsonb := auth.jwt();
begin
  -- A token stays valid until it expires. Therefore, also check that the session has not ended, and
  -- that the user is not banned or deleted. Every token of Auth contains session_id and amr. Other
  -- issuers may omit them or use other forms, so check the form before the cast.
  return (
    select sessions.id
    from auth.sessions
    join auth.users on users.id = sessions.user_id
    where sessions.id = case
        when claims ->> 'session_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then (claims ->> 'session_id')::uuid
      end
      and (sessions.not_after is null or sessions.not_after > now())
      and users.id::text = claims ->> 'sub'
      and jsonb_typeof(claims -> 'amr') = 'array'
      and claims #>> '{amr,0}' <> ''
      and (users.banned_until is null or users.banned_until <= now())
      and users.deleted_at is null
  );
end;
$$;

comment on function social_private.session_id() is
'Returns the id of the session of the token. Returns null if there is no token, the token has no
session_id or no amr, the session has ended, or the user is banned or deleted.';

create function social_private.login_id()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot read auth.sessions
  set search_path = ''
as $$
begin
  return (
    select sessions.user_id from auth.sessions where sessions.id = social_private.session_id());
end;
$$;

comment on function social_private.login_id() is
'Returns the id of the auth user in the token. Returns null if session_id() returns null.';

create function social_private.viewer_id()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot read auth.users and auth.sessions
  set search_path = ''
as $$
declare
  claims jsonb := auth.jwt();
  viewer uuid;
begin
  -- This single query makes the same checks as session_id() and also reads the account, because
  -- almost every call needs both results.
  viewer := (
    select accounts.profile_id
    from auth.sessions
    join auth.users on users.id = sessions.user_id
    join social_private.accounts on accounts.profile_id = users.id
    where sessions.id = case
        when claims ->> 'session_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then (claims ->> 'session_id')::uuid
      end
      and (sessions.not_after is null or sessions.not_after > now())
      and users.id::text = claims ->> 'sub'
      and jsonb_typeof(claims -> 'amr') = 'array'
      and claims #>> '{amr,0}' <> ''
      and (users.banned_until is null or users.banned_until <= now())
      and users.deleted_at is null
      and accounts.audience_level > 0
  );
  if viewer is null and (
    claims ->> 'role' = 'service_role'
    or current_setting('social_private.acting_as', true) <> ''
  ) then
    return social_private.acting_id();
  end if;
  return viewer;
end;
$$;

comment on function social_private.viewer_id() is
'Returns the id of the signed-in person, or of the person as whom the operator acts: see
acting_id(). Returns null if nobody is signed in, the user has no profile, or the account is
inactive.';

create function social_private.reader_id()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  is_allowed boolean;
begin
  -- Signed-in people do not wait for the query.
  if viewer is null then
    is_allowed := (select config.allow_reading_without_login from social_private.config);
    if is_allowed is null then
      perform social_private.fail('settings_missing');
    elsif not is_allowed then
      return social_private.require_actor();
    end if;
  end if;
  return viewer;
end;
$$;

comment on function social_private.reader_id() is
'Returns viewer_id(). Every function that people without a login may use to read content calls it.

Errors: settings_missing if the config is lost, and those of require_actor(), if
config.allow_reading_without_login is false.';

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
    perform social_private.fail('not_signed_in', case
      when social_private.is_server() then
        'The secret key belongs to no person. To act as a person, send the header '
        'x-social-profile with the id of the profile. Functions about sessions, exports and the '
        'deletion of an account need a session of the person.'
    end);
  end if;
  if not exists (select from social_private.accounts where accounts.profile_id = login) then
    -- Ask the row and not the token, which says for up to an hour that the user is anonymous.
    if (select users.is_anonymous from auth.users where users.id = login) then
      perform social_private.fail('anonymous_user');
    end if;
    perform social_private.fail('profile_missing');
  end if;
  return login;
end;
$$;

comment on function social_private.require_account() is
'Returns the id of the signed-in person, even if the account is inactive. Errors: anonymous_user,
not_signed_in, profile_missing.';

create function social_private.require_actor()
  returns uuid
  language plpgsql
  stable
  security definer -- clients cannot execute require_account
  set search_path = ''
as $$
declare
  actor uuid := social_private.viewer_id();
begin
  if actor is null then
    perform social_private.fail_inactive(social_private.require_account());
  end if;
  return actor;
end;
$$;

comment on function social_private.require_actor() is
'Returns the id of the signed-in person if the account is active. Every command calls this
function first.

Errors: account_deactivated, account_deleted, account_suspended, account_unconfirmed,
anonymous_user, not_signed_in, profile_missing.';

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
  -- The created_at of a session is the time of the sign-in. The updated_at of a second factor is
  -- the time of its last use in this session. Refreshing the token changes neither time.
  if not exists (
    select from auth.sessions
    where sessions.id = social_private.session_id()
      and greatest(sessions.created_at, (
        select max(mfa_amr_claims.updated_at) from auth.mfa_amr_claims
        where mfa_amr_claims.session_id = sessions.id
          and mfa_amr_claims.authentication_method ~ '^(totp|mfa/)'
      )) > now() - minutes * interval '1 minute'
  ) then
    perform social_private.fail('session_too_old', format(
      'Sign in again or use a second factor again, then repeat the request within %s minutes.',
      minutes));
  end if;
end;
$$;

comment on function social_private.require_fresh_login() is
'Raises session_too_old unless the caller signed in, or used a second factor, within the last
config.reauthentication_minutes.';

create function social_private.is_aal2()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Read the session instead of the token. When a factor is removed, Auth lowers the session, but
  -- the token keeps its claims until it expires. If somebody deletes the factor with SQL, the
  -- session stays as it was.
  return exists (
    select from auth.sessions
    where sessions.id = social_private.session_id() and sessions.aal = 'aal2'
      and (sessions.factor_id is null or exists (
        select from auth.mfa_factors
        where mfa_factors.id = sessions.factor_id and mfa_factors.status = 'verified'
      ))
  );
end;
$$;

comment on function social_private.is_aal2() is
'Returns whether the caller used a second factor in this session, and still has this factor.';

create function social_private.is_second_factor_missing()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return not social_private.is_aal2() and exists (
    select from auth.mfa_factors
    where mfa_factors.user_id = social_private.login_id() and mfa_factors.status = 'verified'
  );
end;
$$;

comment on function social_private.is_second_factor_missing() is
'Returns true if the caller has a verified second factor and did not use it in this session. The
deletion of an account and exports refuse such a caller, as Auth does for a new e-mail address.';

create function social_private.require_second_factor()
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if social_private.is_second_factor_missing() then
    perform social_private.fail('insufficient_aal');
  end if;
end;
$$;

comment on function social_private.require_second_factor() is
'Raises insufficient_aal if the caller has a second factor and did not use it in this session.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.viewer_id()
  to anon, authenticated; -- policies call it

-- Policies: see social_table_access.
