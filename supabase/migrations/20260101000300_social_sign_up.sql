-- Sign-up: the profile of a new login, and the confirmation of its address or phone number.
-- If the user metadata has a social_username, the transaction of the sign-up creates the profile.
-- The functions react to no other key, because the host app may use keys such as username itself.

-- New logins

create function social_private.insert_profile(id uuid, username text, display_name text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  problem text := social_private.username_problem(insert_profile.username, insert_profile.id);
begin
  if problem is null then
    begin
      insert into social.profiles (id, username, display_name) values (
        insert_profile.id,
        lower(insert_profile.username collate "C"),
        social_private.clean_line(insert_profile.display_name, 'display_name',
          (select display_name_length from social_private.config))
      );
    exception when unique_violation then
      perform social_private.fail('username_taken');
    end;
  else
    perform social_private.fail(problem);
  end if;
end;
$$;

comment on function social_private.insert_profile(uuid, text, text) is
'Creates a profile. Errors: display_name_too_long, text_invalid, username_invalid, username_taken.';

create function social_private.tg_users__create_profile()
  returns trigger
  language plpgsql
  volatile
  security definer -- Auth's role has no grants on these tables
  set search_path = ''
as $$
begin
  -- A sign-up without social_username must not fail, because it may come from OAuth, an invitation
  -- or another feature of the host app. The user calls create_profile later. Anonymous users have
  -- no profile. A login from a copy of another project may already be soft-deleted.
  if new.raw_user_meta_data ->> 'social_username' is not null and not new.is_anonymous
    and new.deleted_at is null
  then
    perform social_private.insert_profile(
      new.id,
      new.raw_user_meta_data ->> 'social_username',
      new.raw_user_meta_data ->> 'social_display_name'
    );
  end if;
  return null;
end;
$$;

comment on function social_private.tg_users__create_profile() is
'Creates the profile of a new auth user whose metadata has a social_username. An error in this
trigger aborts the sign-up. A sign-up without social_username passes unchanged.';

create function social_private.sign_up_problem(
  username text, display_name text, claimant uuid)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.clean_line(sign_up_problem.display_name, 'display_name',
    (select display_name_length from social_private.config));
  return social_private.username_problem(sign_up_problem.username, sign_up_problem.claimant);
exception when sqlstate 'PT422' then
  return coalesce(
    social_private.username_problem(sign_up_problem.username, sign_up_problem.claimant), sqlerrm);
end;
$$;

comment on function social_private.sign_up_problem(text, text, uuid) is
'Returns the error code with which insert_profile would refuse a username or a display name, or
null. The claimant is the login to which the username may belong already.';

create function social_private.before_user_created(event jsonb)
  returns jsonb
  language plpgsql
  stable
  security definer -- Auth's role has no grants on these tables
  set search_path = ''
as $$
declare
  metadata jsonb := before_user_created.event -> 'user' -> 'user_metadata';
  username text := metadata ->> 'social_username';
  problem text;
begin
  if username is not null then
    problem := social_private.sign_up_problem(
      username, metadata ->> 'social_display_name', null);
  end if;
  if problem is null then
    return '{}'::jsonb;
  end if;
  return jsonb_build_object('error', jsonb_build_object(
    'http_code', (select status from social_private.errors where code = problem),
    'message', problem
  ));
end;
$$;

comment on function social_private.before_user_created(jsonb) is
'The Auth hook "before user created". It rejects a sign-up if the social_username in the metadata is
invalid or taken, or if the social_display_name is invalid. The message of the rejection is an error
code of supabase-social. The hook accepts every sign-up without social_username.

The hook is optional. Without the hook, Auth reports a rejected sign-up to supabase-js as "Database
error saving new user" (500). See docs/http.md#refused-sign-ups.';

grant usage on schema social_private to supabase_auth_admin;

-- Confirmation

create function social_private.create_profile_again(id uuid, metadata jsonb)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
  -- A confirmation does not wait long for another sign-up that takes the same username.
  set lock_timeout = '1s'
as $$
begin
  -- If another request holds this lock, it is creating the profile of this user.
  if exists (select from social.profiles where profiles.id = create_profile_again.id)
    or not pg_try_advisory_xact_lock(
      hashtextextended('social profile ' || create_profile_again.id, 0))
  then
    return;
  end if;
  perform social_private.insert_profile(
    create_profile_again.id,
    create_profile_again.metadata ->> 'social_username',
    create_profile_again.metadata ->> 'social_display_name');
exception when others then
  -- No error may stop the confirmation. The user calls create_profile with another username.
end;
$$;

comment on function social_private.create_profile_again(uuid, jsonb) is
'Creates the profile of a confirmed user who has none, with the username in the metadata. Creates no
profile if the username is not available any more, and raises no error.';

create function social_private.discard_profile(id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
  -- A sign-in does not wait long for the worker, which may be deleting this profile.
  set lock_timeout = '1s'
as $$
begin
  delete from social.profiles
  using social_private.accounts
  where profiles.id = discard_profile.id
    and accounts.profile_id = profiles.id
    and accounts.is_temporary
    and coalesce(accounts.limited_at, accounts.suspended_at, accounts.deleted_at) is null;
exception when others then
  -- No error may stop the sign-in. The profile stays, for example because a row of the host app
  -- refers to it.
end;
$$;

comment on function social_private.discard_profile(uuid) is
'Deletes the profile of a login that was never confirmed, unless staff limited or suspended it.
Raises no error.';

create function social_private.tg_users__sync_confirmation()
  returns trigger
  language plpgsql
  volatile
  security definer -- Auth's role has no grants on these tables
  set search_path = ''
as $$
declare
  is_unconfirmed boolean := social_private.is_unconfirmed(new);
begin
  if is_unconfirmed and old.raw_user_meta_data ->> 'social_username' is not null
    and new.raw_user_meta_data ->> 'social_username' is null
  then
    perform social_private.discard_profile(new.id);
  end if;
  update social_private.accounts set
    unconfirmed_at = case when is_unconfirmed then now() end,
    is_temporary = accounts.is_temporary and is_unconfirmed
  where accounts.profile_id = new.id
    and (accounts.unconfirmed_at is not null) <> is_unconfirmed;
  if new.confirmed_at is not null and not new.is_anonymous and new.deleted_at is null
    and new.raw_user_meta_data ->> 'social_username' is not null
  then
    perform social_private.create_profile_again(new.id, new.raw_user_meta_data);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_users__sync_confirmation() is
'Ends the state unconfirmed when Auth confirms a login, and begins it when a login loses its
confirmation. Creates the profile of a confirmed user whose metadata has a social_username, if the
user has no profile: the worker deletes the profile of a user who does not confirm for a week, and
an anonymous user has no profile.

If the owner of an unconfirmed address signs in with OAuth, Auth removes the password and the
metadata of the earlier sign-up, because a stranger may have made it. Then the function deletes the
profile, whose username and display name the stranger chose.';

-- Callable

select social_private.close_new_functions();
grant execute on function social_private.before_user_created(jsonb) to supabase_auth_admin;

-- Policies: see social_table_access.
