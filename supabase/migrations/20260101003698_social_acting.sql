-- Acting: how the operator acts as a person, and what policies of the host app may ask.
-- A server sends the secret key and the header x-social-profile. In SQL, the operator calls
-- as_profile() or act_as(). Each transaction that acts and writes is one row in the audit log.

-- Effects

create function social_private.tg_acting_calls__log()
  returns trigger
  language plpgsql
  volatile
  security definer -- the role of the transaction cannot write the audit log
  set search_path = ''
as $$
declare
  staff_action text := current_setting('social_private.staff_action', true);
begin
  -- The operator acts, and not the person.
  perform social_private.begin_staff_action(null);
  perform social_private.log_entry(
    'act', 'profile', new.profile_id, new.profile_id, null,
    jsonb_build_object('request', new.request));
  perform set_config('social_private.staff_action', coalesce(staff_action, ''), true);
  delete from social_private.acting_calls where acting_calls.id = new.id;
  return null;
end;
$$;

comment on function social_private.tg_acting_calls__log() is
'Logs that the operator acted as a person.';

-- The trigger waits for the end of the transaction, because writers of the audit log wait for each
-- other. A call that logged first and locked a post later could deadlock with staff.
create constraint trigger log_acting
  after insert on social_private.acting_calls
  deferrable initially deferred
  for each row execute function social_private.tg_acting_calls__log();

-- Commands of the operator

create function social_private.as_profile(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if not pg_has_role(session_user, current_user, 'member') then
    perform social_private.fail('acting_refused',
      'Call as_profile on a connection of the role postgres. Over HTTP, send the secret key and '
      'the header x-social-profile.');
  end if;
  perform social_private.require_argument(as_profile.profile_id);
  perform set_config('social_private.acting_as', as_profile.profile_id::text, true);
  -- No session_id, so that no session of the person is used.
  perform set_config('request.jwt.claims', json_build_object(
    'sub', as_profile.profile_id, 'role', 'authenticated')::text, true);
  -- Settings of older versions of the Data API would win over these claims.
  perform set_config('request.jwt.claim', '', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform social_private.acting_id();
end;
$$;

comment on function social_private.as_profile(uuid) is
'Lets the following calls of this transaction act as a person, for jobs and servers with a
connection of the role postgres.

Rate limits of the person count, and the audit log gets one entry. Functions about sessions, exports
and the deletion of an account return not_signed_in, and so do the functions for staff. To act as
somebody else, call the function again.

Errors: account_deactivated, account_deleted, account_suspended, account_unconfirmed,
acting_refused, argument_missing.';

create function social_private.act_as(username text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.as_profile(social_private.profile_id_of(act_as.username));
  perform set_config('role', 'authenticated', true);
end;
$$;

comment on function social_private.act_as(text) is
'Shows the rest of this transaction what a person sees, for the SQL editor: functions and tables
answer as they answer this person.

Run it together with the next statement: select social_private.act_as(''maya''); select * from
social.home_feed();

Errors: profile_not_found, and those of as_profile().';

-- What policies of the host app may ask

create function social_private.statement_viewer_id()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- Whoever could write these settings could also write the claims and the role.
  key text := concat_ws(
    ' ', statement_timestamp(), current_setting('role', true),
    current_setting('request.jwt.claim', true), current_setting('request.jwt.claims', true),
    current_setting('social_private.acting_as', true),
    case when current_setting('role', true) = 'service_role'
      then current_setting('request.headers', true) end);
  viewer uuid;
begin
  if current_setting('social_private.viewer_key', true) = key then
    return nullif(current_setting('social_private.viewer', true), '')::uuid;
  end if;
  viewer := social_private.viewer_id();
  perform set_config('social_private.viewer', coalesce(viewer::text, ''), true);
  perform set_config('social_private.viewer_key', key, true);
  return viewer;
end;
$$;

comment on function social_private.statement_viewer_id() is
'Returns viewer_id(), which runs once for each statement. A policy of the app calls can_see_post()
for each row, and the look-up of the session would take most of the time.';

create function social_private.can_see_post(post_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- clients cannot execute can_view_post
  set search_path = ''
as $$
declare
  viewer uuid := social_private.statement_viewer_id();
begin
  -- A policy needs an answer and no error, so a caller who may read nothing sees nothing.
  return (
    viewer is not null
    or coalesce((select allow_reading_without_login from social_private.config), false)
  ) and social_private.can_view_post(viewer, can_see_post.post_id);
end;
$$;

create function social.can_see_post(post_id uuid)
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.can_see_post(can_see_post.post_id);

comment on function social.can_see_post(uuid) is
'Returns whether you may see this post. Needs no sign-in.

Policies of your own tables may call it: docs/your-own-sql.md#who-sees-the-post-sees-this.

Common errors: docs/errors.md#common-errors.';

create function social_private.can_see_profile(profile_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- clients cannot execute can_view_profile
  set search_path = ''
as $$
declare
  viewer uuid := social_private.statement_viewer_id();
begin
  -- A policy needs an answer and no error, so a caller who may read nothing sees nothing.
  return (
    viewer is not null
    or coalesce((select allow_reading_without_login from social_private.config), false)
  ) and social_private.can_view_profile(viewer, can_see_profile.profile_id);
end;
$$;

create function social.can_see_profile(profile_id uuid)
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.can_see_profile(can_see_profile.profile_id);

comment on function social.can_see_profile(uuid) is
'Returns whether you may see this profile. Needs no sign-in.

A private account has a visible profile. To ask for its posts, call can_see_post. Policies of your
own tables may call the function: docs/your-own-sql.md#who-sees-the-post-sees-this.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.can_see_post(uuid), social.can_see_post(uuid),
  social_private.can_see_profile(uuid), social.can_see_profile(uuid)
  to anon, authenticated;

-- A request with the secret key gets the answers of a caller without a login, or those of the
-- person in the header x-social-profile.
do $$
declare
  opened regprocedure;
begin
  for opened in
    select wrapper.oid from pg_catalog.pg_proc as wrapper
    where wrapper.pronamespace = 'social'::regnamespace
      and has_function_privilege('authenticated', wrapper.oid, 'execute')
    union all
    select definer.oid from pg_catalog.pg_proc as definer
    join pg_catalog.pg_proc as wrapper
      on wrapper.pronamespace = 'social'::regnamespace and wrapper.proname = definer.proname
    where definer.pronamespace = 'social_private'::regnamespace
      and has_function_privilege('authenticated', wrapper.oid, 'execute')
      and has_function_privilege('authenticated', definer.oid, 'execute')
  loop
    execute format('grant execute on function %s to service_role', opened);
  end loop;
end
$$;
