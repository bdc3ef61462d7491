-- Sessions: people see where they are signed in, and end the sessions that they do not know.
-- Each row of auth.sessions is one sign-in, which Supabase Auth stores and renews. Only the person
-- sees it. A deleted session takes its refresh tokens with it, and the trigger social_move_topics
-- changes the Realtime topic of the person.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('session_not_found', 404, 'You have no such session.', 'Call my_sessions again.');

-- Reads

create function social_private.device_name(user_agent text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  agent text := left(device_name.user_agent, 1000);
begin
  -- Many browsers also name the browsers from which they descend, so the order matters.
  return nullif(concat_ws(' on ',
    case
      when agent ~ '\mEdg(e|A|iOS)?/' then 'Edge'
      when agent ~ '\mOPR/' then 'Opera'
      when agent ~ '\mSamsungBrowser/' then 'Samsung Internet'
      when agent ~ '\m(Firefox|FxiOS)/' then 'Firefox'
      when agent ~ '\m(Chrome|Chromium|CriOS)/' then 'Chrome'
      when agent ~ '\mSafari/' then 'Safari'
    end,
    case
      when agent ~ '\miPhone\M' then 'iPhone'
      when agent ~ '\miPad\M' then 'iPad'
      when agent ~ '\mAndroid\M' then 'Android'
      when agent ~ '\mCrOS\M' then 'ChromeOS'
      when agent ~ '\m(Mac OS X|Macintosh)\M' then 'macOS'
      when agent ~ '\mWindows\M' then 'Windows'
      when agent ~ '\mLinux\M' then 'Linux'
    end
  ), '');
end;
$$;

comment on function social_private.device_name(text) is
'Returns the browser and the system that a user agent names, such as "Firefox on Linux". Returns
null if it names neither.';

create type social.session as (
  id uuid,
  device text,
  user_agent text,
  ip text,
  created_at timestamptz,
  last_seen_at timestamptz,
  is_current boolean
);

comment on type social.session is
'One of your sessions: a sign-in that has not ended.

device is the browser and the system, such as "Firefox on Linux". It is null if user_agent names
neither. user_agent and ip are what Supabase Auth stores about the device that signed in or renewed
the session last. Each of them may be null. last_seen_at is the time of the sign-in or of the last
renewal, which most apps make once an hour. is_current is true for the session of this call.';

create function social_private.my_sessions()
  returns setof social.session
  language plpgsql
  stable
  security definer -- clients cannot read auth.sessions
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_account(); -- a server that acts as the person has no session
  return query
  select
    sessions.id, social_private.device_name(sessions.user_agent), left(sessions.user_agent, 1000),
    host(sessions.ip), sessions.created_at,
    greatest(sessions.created_at, sessions.refreshed_at at time zone 'UTC') as seen,
    sessions.id = social_private.session_id() as is_current
  from auth.sessions
  where sessions.user_id = actor and (sessions.not_after is null or sessions.not_after > now())
  order by is_current desc, seen desc, sessions.id;
end;
$$;

create function social.my_sessions()
  returns setof social.session
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_sessions();

comment on function social.my_sessions() is
'List your sessions: this one first, then the others, latest seen first.

Common errors: docs/errors.md#common-errors.';

-- Commands

create type social.session_end as (id uuid, ended_at timestamptz);

comment on type social.session_end is 'The end of one of your sessions.';

create function social_private.end_session(session_id uuid)
  returns social.session_end
  language plpgsql
  volatile
  security definer -- clients cannot write auth.sessions; it deletes only a session of the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('account');
  -- The key of the request, by which a repeated call finds the first one.
  request text := 'end_session ' || end_session.session_id;
  ended social.session_end;
begin
  perform social_private.require_account(); -- a server that acts as the person has no session
  perform social_private.require_argument(end_session.session_id);
  if social_private.claim_idempotency_key(actor, request, request) is null then
    delete from auth.sessions
    where sessions.id = end_session.session_id and sessions.user_id = actor;
    if not found then
      perform social_private.fail('session_not_found');
    end if;
    update social_private.idempotency_keys set result_id = end_session.session_id
    where idempotency_keys.user_id = actor and idempotency_keys.key = request;
  end if;
  select idempotency_keys.result_id, idempotency_keys.created_at into ended
  from social_private.idempotency_keys
  where idempotency_keys.user_id = actor and idempotency_keys.key = request;
  return ended;
end;
$$;

create function social.end_session(session_id uuid)
  returns social.session_end
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.end_session(end_session.session_id);

comment on function social.end_session(uuid) is
'Ends one of your sessions. Its device is signed out at once, and cannot renew the session.

The answer is the same for a session of somebody else and for a session that does not exist.
Idempotent for a day. Returns the id of the session and the time of its end.

Errors: session_not_found.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.my_sessions(), social.my_sessions(),
  social_private.end_session(uuid), social.end_session(uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
