-- Identity: who calls, whether the session is alive and the account active, and how the person
-- signed in.
-- Every command calls require_actor() first, and every function that reads content calls
-- reader_id().

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
    'The operator calls social_private.repair_config() and social_private.repair_rate_limits().');

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
begin
  -- This single query makes the same checks as session_id() and also reads the account, because
  -- almost every call needs both results.
  return (
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
end;
$$;

comment on function social_private.viewer_id() is
'Returns the id of the signed-in person. Returns null if nobody is signed in, the user has no
profile, or the account is inactive.';

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
    perform social_private.fail('not_signed_in');
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
  user_id uuid;
  account social_private.accounts;
begin
  if actor is null then
    user_id := social_private.require_account();
    select * into account from social_private.accounts where accounts.profile_id = user_id;
    perform social_private.fail(case
      when account.suspended_at is not null then 'account_suspended'
      when account.deleted_at is not null then 'account_deleted'
      when account.unconfirmed_at is not null then 'account_unconfirmed'
      else 'account_deactivated'
    end);
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
