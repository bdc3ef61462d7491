-- Usernames: whose one is, asking for one and taking another.

create function social_private.username_owner(username text)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  name text := lower(username_owner.username collate "C");
begin
  return coalesce(
    (select profiles.id from social.profiles where profiles.username = name),
    (
      select former_usernames.profile_id from social_private.former_usernames
      where former_usernames.username = name
        and former_usernames.changed_at
          > now() - (select username_hold_days from social_private.config) * interval '1 day'
      order by former_usernames.changed_at desc
      limit 1
    )
  );
end;
$$;

comment on function social_private.username_owner(text) is
'Whose name this is, or was less than config.username_hold_days ago.';

-- Commands

create function social_private.check_username(username text)
  returns text
  language plpgsql
  volatile
  security definer -- reads the names that are reserved or held
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
begin
  -- Who is not signed in has nothing to be counted by that cannot be made up: how often an address
  -- may call, and captchas, are the gateway's.
  if login is not null then
    perform social_private.spend(login, 'check_username');
  end if;
  return case social_private.username_problem(check_username.username, login)
    when 'username_invalid' then 'invalid'
    when 'username_taken' then 'taken'
    else 'available'
  end;
end;
$$;

create function social.check_username(username text)
  returns text
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.check_username(check_username.username);

comment on function social.check_username(text) is
'Whether you could register or take this username: available, taken or invalid. Needs no login; a
signed-in person may ask 30 times an hour.

Error: rate_limited.';

create function social_private.change_username(username text)
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own name
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  before social.profiles;
  pause interval;
  free_at timestamptz;
  problem text;
begin
  select * into before from social.profiles where profiles.id = actor for update;
  if lower(change_username.username collate "C") = before.username then
    return social_private.profile_details(actor, actor);
  end if;
  select username_change_days * interval '1 day' into pause from social_private.config;
  select max(changed_at) + pause into free_at
  from social_private.former_usernames where profile_id = actor;
  if free_at > now() then
    perform social_private.fail('username_changed_recently', format(
      'Possible again at %s.',
      to_char(free_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
  end if;

  problem := social_private.username_problem(change_username.username, actor);
  if problem is null then
    begin
      update social.profiles set username = lower(change_username.username collate "C")
      where profiles.id = actor;
    exception when unique_violation then
      perform social_private.fail('username_taken');
    end;
    insert into social_private.former_usernames (profile_id, username)
    values (actor, before.username);
    -- A rename that committed while we waited for the index may hold the name.
    problem := social_private.username_problem(change_username.username, actor);
  end if;
  if problem is not null then
    perform social_private.fail(problem);
  end if;
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.change_username(username text)
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.change_username(change_username.username);

comment on function social.change_username(text) is
'Take another username, once in 30 days. The former one leads to you and stays closed to others for
30 days (both numbers are in the config).

Returns your page. Errors: not_signed_in, profile_missing, username_invalid, username_taken,
username_changed_recently.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.check_username(text), social.check_username(text),
  social_private.change_username(text), social.change_username(text)
  to anon, authenticated; -- anon too, to be told not_signed_in
