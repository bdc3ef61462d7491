-- Helper functions for the pgTAP tests. They create people and rows, choose the caller of the next
-- statements, and inspect results. The test runner commits this file once. Each test file runs in a
-- transaction that it rolls back.

create schema if not exists social_tests;
grant usage on schema social_tests to anon, authenticated, service_role;

-- A high factor raises all rate limits, so that tests of other behaviour never reach a rate limit.
-- The tests of rate limits set the factor to 1.
update social_private.config set rate_limit_factor = 1000000;

-- People

-- Inserts a user as Auth inserts it. Auth cannot read a user without these values. Auth confirms the
-- user at once if e-mail addresses need no confirmation.
create or replace function social_tests.insert_user(
  email text, metadata jsonb default '{}', is_anonymous boolean default false,
  id uuid default gen_random_uuid(), is_confirmed boolean default true)
  returns uuid
  language sql
  set search_path = ''
as $$
  insert into auth.users (
    instance_id, id, aud, role, email, email_confirmed_at, encrypted_password, confirmation_token,
    recovery_token, email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
    is_anonymous, created_at, updated_at
  )
  values (
    '00000000-0000-0000-0000-000000000000', insert_user.id, 'authenticated', 'authenticated',
    insert_user.email, case when insert_user.is_confirmed then now() end, '', '', '', '', '',
    '{"provider": "email", "providers": ["email"]}', insert_user.metadata,
    insert_user.is_anonymous, now(), now()
  )
  returning id
$$;

-- Inserts a session as Auth inserts it when a person signs in.
create or replace function social_tests.insert_session(id uuid, user_id uuid)
  returns void
  language sql
  set search_path = ''
as $$
  insert into auth.sessions (id, user_id, aal, created_at, updated_at)
  values (insert_session.id, insert_session.user_id, 'aal1', now(), now())
$$;

create or replace function social_tests.login(name text, is_anonymous boolean default false)
  returns uuid
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  new_id uuid := social_tests.insert_user(name || '@example.com', is_anonymous => is_anonymous);
begin
  perform social_tests.insert_session(new_id, new_id);
  return new_id;
end;
$$;

create or replace function social_tests.person(name text, is_private boolean default false)
  returns uuid
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  new_id uuid := gen_random_uuid();
begin
  perform social_tests.insert_user(
    name || '@example.com', jsonb_build_object('social_username', name), id => new_id);
  update social_private.accounts set is_private = person.is_private where profile_id = new_id;
  perform social_tests.insert_session(new_id, new_id);
  return new_id;
end;
$$;

create or replace function social_tests.id(name text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return coalesce(
  (select profiles.id from social.profiles where profiles.username = id.name),
  (select users.id from auth.users where users.email = id.name || '@example.com')
);

-- Rows: follow(), request(), post(), comment() and like() insert a row directly, without the checks
-- of the public functions.

create or replace function social_tests.follow(
  follower text, followee text, at timestamptz default now())
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
  values (social_tests.id(follow.follower), social_tests.id(follow.followee), 'accepted', at, at)
$$;

create or replace function social_tests.request(
  follower text, followee text, at timestamptz default now())
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.follows (follower_id, followee_id, state, created_at)
  values (social_tests.id(request.follower), social_tests.id(request.followee), 'pending', at)
$$;

create or replace function social_tests.post(
  author text, caption text, visibility social.visibility default 'public',
  at timestamptz default clock_timestamp())
  returns uuid
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.posts (id, author_id, caption, visibility, created_at)
  values (
    social_private.uuid_v7(at), social_tests.id(post.author), post.caption, post.visibility, at)
  returning id
$$;

create or replace function social_tests.post_id(caption text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (select posts.id from social.posts where posts.caption = post_id.caption);

create or replace function social_tests.comment(
  author text, caption text, body text, parent text default null)
  returns uuid
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.comments (author_id, post_id, body, parent_id, root_id, depth)
  select
    social_tests.id(comment.author), social_tests.post_id(comment.caption), comment.body,
    parents.id, coalesce(parents.root_id, parents.id), coalesce(parents.depth + 1, 0)
  from (select) as always
  left join social.comments as parents on parents.body = comment.parent
  returning id
$$;

create or replace function social_tests.comment_id(body text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (select comments.id from social.comments where comments.body = comment_id.body);

create or replace function social_tests.like(person text, caption text)
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.likes (user_id, post_id)
  values (social_tests.id("like".person), social_tests.post_id("like".caption))
$$;

create or replace function social_tests.block(blocker text, blocked text)
  returns void
  language plpgsql
  security definer -- calls block_profile as the blocker, then restores the claims
  set search_path = ''
as $$
declare
  claims text := current_setting('request.jwt.claims', true);
begin
  perform set_config('request.jwt.claims', social_tests.claims(block.blocker)::text, true);
  perform social.block_profile(social_tests.id(block.blocked));
  perform set_config('request.jwt.claims', coalesce(claims, ''), true);
end;
$$;

create or replace function social_tests.staff(
  name text, role social.staff_role default 'moderator')
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social_private.staff (profile_id, role)
  values (social_tests.id(staff.name), staff.role)
$$;

create or replace function social_tests.report_id(reporter text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (
  select reports.id from social_private.reports
  where reports.reporter_id = social_tests.id(report_id.reporter)
  order by reports.id desc
  limit 1
);

create or replace function social_tests.sanction_id(subject text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (
  select audit_log.id from social_private.audit_log
  where audit_log.subject_id = social_tests.id(sanction_id.subject)
    and audit_log.action in ('hide', 'limit', 'suspend')
  order by audit_log.number desc
  limit 1
);

create or replace function social_tests.appeal_id(subject text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (
  select appeals.id from social_private.appeals
  where appeals.appellant_id = social_tests.id(appeal_id.subject)
  order by appeals.id desc
  limit 1
);

-- Creates an upload that can be attached to a post or profile. Returns the path of the file. The
-- helper upload_id() reads the id of the upload from this path.
create or replace function social_tests.upload(
  owner text, bucket text default 'social-media', mime_type text default 'image/jpeg')
  returns text
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  upload_id uuid := gen_random_uuid();
  person uuid := social_tests.id(upload.owner);
  path text := person || '/' || upload_id
    || case upload.bucket when 'social-media' then '/display.jpg' else '.jpg' end;
begin
  insert into storage.objects (bucket_id, name, metadata)
  values (upload.bucket, path, jsonb_build_object('size', 1000, 'mimetype', upload.mime_type));
  if upload.bucket in ('social-media', 'social-avatars') then
    insert into social_private.uploads
      (id, owner_id, purpose, source_path, path, mime_type, width, height)
    values (
      upload_id, person,
      (case upload.bucket when 'social-avatars' then 'avatar' else 'post' end
      )::social.upload_purpose,
      person || '/' || upload_id || '.jpg', path, upload.mime_type, 800, 600);
  end if;
  return path;
end;
$$;

create or replace function social_tests.upload_id(path text)
  returns text
  language sql
  immutable
  set search_path = ''
return substring(path, '/([0-9a-f-]{36})');

create or replace function social_tests.media(variadic paths text[])
  returns jsonb
  language sql
  immutable
  set search_path = ''
return (
  select jsonb_agg(jsonb_build_object('id', social_tests.upload_id(path)) order by place)
  from unnest(media.paths) with ordinality as given (path, place)
);

-- Choosing the caller

create or replace function social_tests.act_with(claims jsonb)
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('role', claims ->> 'role', true);
  perform set_config('request.jwt.claims', claims::text, true);
end;
$$;

-- Returns the claims of a person's token, as in the tokens of Auth. The session has the id of the
-- person. If the session does not exist, the person signs in first.
create or replace function social_tests.claims(name text, more_claims jsonb default '{}')
  returns jsonb
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := social_tests.id(claims.name);
begin
  if not claims.more_claims ? 'session_id'
    and exists (select from auth.users where users.id = person)
    and not exists (select from auth.sessions where sessions.id = person)
  then
    perform social_tests.insert_session(person, person);
  end if;
  return jsonb_build_object(
    'sub', person, 'role', 'authenticated', 'session_id', person,
    'amr', '[{"method": "password", "timestamp": 1700000000}]'::jsonb) || claims.more_claims;
end;
$$;

create or replace function social_tests.act_as(name text, more_claims jsonb default '{}')
  returns void
  language sql
  set search_path = ''
as $$
  select social_tests.act_with(social_tests.claims(act_as.name, act_as.more_claims))
$$;

create or replace function social_tests.act_as_anon()
  returns void
  language sql
  set search_path = ''
as $$
  select social_tests.act_with('{"role": "anon"}')
$$;

create or replace function social_tests.act_as_service()
  returns void
  language sql
  set search_path = ''
as $$
  select social_tests.act_with('{"role": "service_role"}')
$$;

create or replace function social_tests.act_as_operator()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
end;
$$;

-- Returns whether the caller may listen on a topic. Realtime asks in the same way: it inserts a row
-- as administrator, and selects the row as the caller.
create or replace function social_tests.insert_probe(topic text, extension text)
  returns uuid
  language sql
  security definer
  set search_path = ''
as $$
  insert into realtime.messages (topic, extension)
  values (insert_probe.topic, insert_probe.extension) returning id
$$;

create or replace function social_tests.can_listen(topic text, extension text default 'broadcast')
  returns boolean
  language plpgsql
  set search_path = ''
as $$
declare
  probe uuid := social_tests.insert_probe(can_listen.topic, can_listen.extension);
begin
  return exists (select from realtime.messages where messages.id = probe);
end;
$$;

-- Returns whether the caller may send on a topic. The row is not kept.
create or replace function social_tests.can_send(topic text, extension text default 'broadcast')
  returns boolean
  language plpgsql
  set search_path = ''
as $$
begin
  insert into realtime.messages (topic, extension) values (can_send.topic, can_send.extension);
  raise exception using errcode = 'UNDO1';
exception
  when sqlstate 'UNDO1' then return true;
  when insufficient_privilege then return false;
end;
$$;

-- Lists what was sent on a topic in this transaction.
create or replace function social_tests.sent(topic text)
  returns text[]
  language sql
  security definer
  set search_path = ''
as $$
  select coalesce(array_agg(messages.event order by messages.event), '{}') from realtime.messages
  where messages.topic = sent.topic and messages.event is not null
$$;

create or replace function social_tests.sign_in(name text)
  returns void
  language plpgsql
  set search_path = ''
as $$
declare
  session_id uuid := gen_random_uuid();
begin
  perform social_tests.act_as_operator();
  perform social_tests.insert_session(session_id, social_tests.id(sign_in.name));
  perform social_tests.act_as(sign_in.name, jsonb_build_object('session_id', session_id));
end;
$$;

-- Inserts a factor as Auth inserts it when a person enrols and verifies an app for codes.
create or replace function social_tests.insert_factor(name text, status text default 'verified')
  returns void
  language sql
  set search_path = ''
as $$
  insert into auth.mfa_factors
    (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
  select
    id, social_tests.id(insert_factor.name), id, 'totp', insert_factor.status::auth.factor_status,
    'JBSWY3DPEHPK3PXP', now(), now()
  from (select gen_random_uuid() as id) as new
$$;

-- Changes the sessions of a person as Auth does when the person uses the second factor.
create or replace function social_tests.use_factor(name text, at timestamptz default now())
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  update auth.sessions set aal = 'aal2', factor_id = (
    select id from auth.mfa_factors
    where mfa_factors.user_id = sessions.user_id and mfa_factors.status = 'verified' limit 1)
  where sessions.user_id = social_tests.id(use_factor.name);
  insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id)
  select sessions.id, use_factor.at, use_factor.at, 'totp', gen_random_uuid()
  from auth.sessions where sessions.user_id = social_tests.id(use_factor.name)
  on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at
$$;

create or replace function social_tests.work()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform social_tests.act_as_operator();
  while not (social_private.run_maintenance(1000)).is_done loop
  end loop;
end;
$$;

-- Makes all notifications older, as if the time had passed. The id of a group contains its time.
create or replace function social_tests.age_notifications(age interval)
  returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  old_id uuid;
  new_id uuid;
begin
  for old_id in select id from social_private.notification_groups loop
    update social_private.notification_groups set
      id = social_private.uuid_v7(opened_at - age_notifications.age),
      opened_at = opened_at - age_notifications.age,
      latest_at = latest_at - age_notifications.age, read_at = read_at - age_notifications.age
    where id = old_id
    returning id into new_id;
    update social_private.notifications set
      group_id = new_id, created_at = created_at - age_notifications.age
    where group_id = old_id;
  end loop;
  update social_private.inboxes set seen_at = seen_at - age_notifications.age;
end;
$$;

-- Deletes and immediately erases the account of a person. The token of that person stays in use, as
-- in an app that is still open.
create or replace function social_tests.leave(name text)
  returns boolean
  language plpgsql
  set search_path = ''
as $$
declare
  claims jsonb;
begin
  perform social_tests.sign_in(leave.name);
  claims := current_setting('request.jwt.claims');
  perform social.delete_profile(immediately => true);
  perform social_tests.work();
  perform social_tests.act_with(claims);
  return true;
end;
$$;

-- Notifications

-- Returns the notifications of a person, a text for each row of the list: the kind, the usernames of
-- the actors, and the number of others. The next statements run as this person.
create or replace function social_tests.inbox(name text)
  returns text[]
  language plpgsql
  set search_path = ''
as $$
begin
  perform social_tests.act_as(inbox.name);
  return array(
    select concat_ws(' ', kind, nullif(array_to_string(array(
      select username from unnest(actors)), ','), ''), '+' || nullif(other_count, 0))
    from social.notifications(page_size => 101)
  );
end;
$$;

-- Returns what the badge of a person shows. The next statements run as this person.
create or replace function social_tests.badge(name text)
  returns integer
  language plpgsql
  set search_path = ''
as $$
begin
  perform social_tests.act_as(badge.name);
  return social.unseen_count();
end;
$$;

-- Marks everything in the list of a person as seen.
create or replace function social_tests.see_all(name text)
  returns integer
  language plpgsql
  set search_path = ''
as $$
declare
  newest text;
begin
  perform social_tests.act_as(see_all.name);
  newest := (select cursor from social.notifications(page_size => 1));
  if newest is null then
    return 0;
  end if;
  return social.mark_notifications_seen(newest);
end;
$$;

-- Returns a uuid of version 7 as if it had been made earlier.
create or replace function social_tests.earlier(id uuid, span interval)
  returns uuid
  language sql
  immutable
  set search_path = ''
return overlay(id::text placing (
  select substr(digits, 1, 8) || '-' || substr(digits, 9)
  from lpad(to_hex(
    ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint
      - (extract(epoch from span) * 1000)::bigint), 12, '0') as digits
) from 1 for 13)::uuid;

-- Moves everything that concerns notifications into the past, as if this time had passed.
create or replace function social_tests.let_pass(span interval)
  returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  perform set_config('social.is_moving_rows', 'on', true);
  update social_private.notification_groups set
    id = social_tests.earlier(id, span), opened_at = opened_at - span, latest_at = latest_at - span, read_at = read_at - span;
  update social_private.notifications set
    group_id = social_tests.earlier(group_id, span), created_at = created_at - span;
  perform set_config('social.is_moving_rows', '', true);
  update social_private.inboxes set
    seen_at = seen_at - span, hinted_at = hinted_at - span, watched_until = watched_until - span;
  update social_private.watched_posts set
    hinted_at = hinted_at - span, watched_until = watched_until - span;
  update social_private.mutes set expires_at = expires_at - span;
  update social_private.muted_words set
    expires_at = expires_at - span, created_at = created_at - span;
end;
$$;

-- Inspecting results

-- create_profile and change_username return an error as a value. This function raises such an error,
-- as the SDK does.
create or replace function social_tests.raised(answer json)
  returns json
  language plpgsql
  set search_path = ''
as $$
begin
  if answer ->> 'code' like 'PT%' then
    raise exception using errcode = answer ->> 'code', message = answer ->> 'message',
      detail = answer ->> 'details', hint = answer ->> 'hint';
  end if;
  return answer;
end;
$$;

create or replace function social_tests.outcome(statement text)
  returns text
  language plpgsql
  set search_path = ''
as $$
declare
  rows_affected bigint;
  code text;
  message text;
  detail text;
  hint text;
begin
  execute regexp_replace(statement,
    '^select (social\.(create_profile|change_username)\(.*\))$', 'select social_tests.raised(\1)');
  get diagnostics rows_affected = row_count;
  return rows_affected || ' rows';
exception when others then
  get stacked diagnostics
    code = returned_sqlstate, message = message_text,
    detail = pg_exception_detail, hint = pg_exception_hint;
  if code = 'PGRST' then -- The message of rate_limited is the body of the response.
    select body.code, body.message, body.details, body.hint into code, message, detail, hint
    from json_to_record(message::json) as body (code text, message text, details text, hint text);
  end if;
  return concat_ws(' ', code, message, nullif(detail, ''), nullif(hint, ''));
end;
$$;

comment on function social_tests.outcome(text) is
'Runs a statement. Returns the number of rows, or the code, message, detail and hint of the error.';

create or replace function social_tests.is_rate_limited(statement text)
  returns boolean
  language sql
  volatile
  set search_path = ''
return social_tests.outcome(is_rate_limited.statement) like 'PT429 rate\_limited %';

comment on function social_tests.is_rate_limited(text) is
'Runs a statement. Returns whether a rate limit refuses it.';

create or replace function social_tests.word(kind oid)
  returns text
  language sql
  volatile
  set search_path = ''
return quote_literal(case
  when kind = 'uuid'::regtype then gen_random_uuid()::text
  when kind = 'timestamptz'::regtype then '2100-01-01'
  when kind = 'text[]'::regtype then '{hello}'
  when kind = 'uuid[]'::regtype then '{00000000-0000-4000-8000-000000000000}'
  else coalesce((
    select enumlabel from pg_catalog.pg_enum where enumtypid = kind order by enumsortorder limit 1
  ), 'hello')
end) || '::' || kind::regtype;

comment on function social_tests.word(oid) is
'Returns an SQL literal of a type: a random uuid, a date, the first value of an enum or a word.';

create or replace function social_tests.calls(
  profile_id uuid, post_id uuid default null, comment_id uuid default null)
  returns table (name text, statement text)
  language sql
  volatile
  set search_path = ''
as $$
  select proname::text, format('select social.%I(%s)', proname, (
    select string_agg(case
      when argument = 'uuid'::regtype then quote_literal(case
        when proargnames[place] = 'comment_id' and calls.comment_id is not null
          then calls.comment_id
        when proargnames[place] = 'post_id' and calls.post_id is not null then calls.post_id
        else calls.profile_id
      end) || '::uuid'
      else social_tests.word(argument)
    end, ', ' order by place)
    from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place)
    where place <= pronargs - pronargdefaults
  ))
  from pg_catalog.pg_proc
  where pronamespace = 'social'::regnamespace
    and has_function_privilege('authenticated', oid, 'execute')
$$;

comment on function social_tests.calls(uuid, uuid, uuid) is
'For each public function, returns an SQL statement that calls the function with the given ids.';

create or replace function social_tests.walk(template text)
  returns text[]
  language plpgsql
  set search_path = ''
as $$
declare
  items text[] := '{}';
  page text[];
  after text;
begin
  loop
    execute format(
      'select array_agg(item), (array_agg(cursor))[count(*)] from (%s) as page',
      format(template, after))
    into page, after;
    exit when page is null or cardinality(items) > 1000;
    items := items || page;
  end loop;
  return items;
end;
$$;

comment on function social_tests.walk(text) is
'Reads a list page by page and returns all items. The argument is a query that selects the columns
item and cursor. In this query, %L stands for the cursor of the previous page.';

create or replace function social_tests.state()
  returns text
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  one_table regclass;
  rows_digest text;
  digest text := '';
begin
  for one_table in
    select oid from pg_catalog.pg_class
    -- Unlogged tables are skipped because they contain only caches.
    where relkind = 'r' and relpersistence = 'p' and (
      relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      or oid in (
        'auth.users'::regclass, 'auth.sessions'::regclass,
        'storage.objects'::regclass, 'storage.buckets'::regclass)
    )
    order by oid
  loop
    execute format(
      'select md5(string_agg(r::text, ''|'' order by r::text)) from %s as r', one_table)
    into rows_digest;
    digest := md5(concat(digest, one_table, rows_digest));
  end loop;
  return digest;
end;
$$;

create or replace function social_tests.remember()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('social_tests.state', social_tests.state(), true);
end;
$$;

create or replace function social_tests.is_unchanged()
  returns boolean
  language sql
  set search_path = ''
return social_tests.state() = current_setting('social_tests.state');

comment on function social_tests.is_unchanged() is
'Returns true if no row of supabase-social, Auth and Storage has changed since the last call of
remember().';

-- Post visibility: visibility_scene() creates a public and a private account, each with one post
-- per visibility, and viewers with every kind of relationship to both accounts. The viewer `friend`
-- is a close friend but not a follower, and `intimate` is both. The table `expectations` contains the results that the docs
-- promise. They are written by hand.

create table if not exists social_tests.expectations (
  viewer text, caption text, is_visible boolean);
grant select on social_tests.expectations to public;

create or replace function social_tests.visibility_scene()
  returns void
  language plpgsql
  set search_path = ''
as $$
declare
  author text;
  visibility social.visibility;
begin
  perform social_tests.login('newcomer');
  perform social_tests.person(name)
  from unnest(array[
    'open', 'follower', 'asking', 'followed', 'friend', 'intimate', 'blocked', 'blocker', 'mallory'
  ]) as name;
  perform social_tests.person('locked', true);
  foreach author in array array['open', 'locked'] loop
    foreach visibility in array enum_range(null::social.visibility) loop
      perform social_tests.post(author, author || ' ' || visibility, visibility);
    end loop;
    perform social_tests.follow('follower', author);
    perform social_tests.follow('intimate', author);
    perform social_tests.request('asking', author);
    perform social_tests.follow(author, 'followed');
    insert into social_private.close_friends (owner_id, friend_id)
    select social_tests.id(author), social_tests.id(name)
    from unnest(array['friend', 'intimate']) as name;
    insert into social_private.blocks (blocker_id, blocked_id) values
      (social_tests.id(author), social_tests.id('blocked')),
      (social_tests.id('blocker'), social_tests.id(author));
  end loop;

  insert into social_tests.expectations
  select given.viewer, columns.caption, columns.is_visible = 'yes'
  from (values
    --             open                              locked
    --             public followers friends only_me  public followers friends only_me
    ('open',       'yes', 'yes',    'yes',  'yes',   'no',  'no',     'no',   'no'),
    ('locked',     'yes', 'no',     'no',   'no',    'yes', 'yes',    'yes',  'yes'),
    ('follower',   'yes', 'yes',    'no',   'no',    'yes', 'yes',    'no',   'no'),
    ('asking',     'yes', 'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('followed',   'yes', 'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('friend',     'yes', 'no',     'yes',  'no',    'no',  'no',     'no',   'no'),
    ('intimate',   'yes', 'yes',    'yes',  'no',    'yes', 'yes',    'yes',  'no'),
    ('blocked',    'no',  'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('blocker',    'no',  'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('mallory',    'yes', 'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('newcomer',   'yes', 'no',     'no',   'no',    'no',  'no',     'no',   'no'),
    ('anon',       'yes', 'no',     'no',   'no',    'no',  'no',     'no',   'no')
  ) as given (viewer, a, b, c, d, e, f, g, h),
  lateral (values
    ('open public', a), ('open followers', b), ('open close_friends', c), ('open only_me', d),
    ('locked public', e), ('locked followers', f), ('locked close_friends', g),
    ('locked only_me', h)
  ) as columns (caption, is_visible);
end;
$$;

create or replace function social_tests.observations(template text)
  returns table (viewer text, caption text, outcome text)
  language plpgsql
  set search_path = ''
as $$
begin
  for observations.viewer, observations.caption in
    select expectations.viewer, expectations.caption from social_tests.expectations order by 1, 2
  loop
    if observations.viewer = 'anon' then
      perform social_tests.act_as_anon();
    else
      perform social_tests.act_as(observations.viewer);
    end if;
    observations.outcome := substring(social_tests.outcome(
      format(template, social_tests.post_id(observations.caption))) from '^\S+ \S+');
    return next;
  end loop;
  perform social_tests.act_as_operator();
end;
$$;

create or replace function social_tests.surprises(
  template text, hidden text, seen text default '1 rows')
  returns table (viewer text, caption text, expected text, outcome text)
  language sql
  set search_path = ''
as $$
  select viewer, caption, expected, outcome
  from social_tests.expectations
  full join social_tests.observations(surprises.template) using (viewer, caption),
  lateral (
    select case when is_visible then surprises.seen else surprises.hidden end
  ) as columns (expected)
  where outcome is distinct from expected
$$;

comment on function social_tests.surprises(text, text, text) is
'Runs a statement on each post as each viewer and returns the unexpected results. In the statement,
%L stands for the id of the post.';

-- Discovery: follow_hashtag() and fill_explore() write the rows that triggers and the worker write.

create or replace function social_tests.follow_hashtag(person text, hashtag text)
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social_private.hashtag_follows (profile_id, hashtag)
  values (social_tests.id(follow_hashtag.person), follow_hashtag.hashtag);
  insert into social_private.hashtag_posts (hashtag, post_id, author_id, score)
  select tags.hashtag, posts.id, posts.author_id, 0
  from social.post_hashtags as tags
  join social.posts on posts.id = tags.post_id and posts.audience = 'public'
  where tags.hashtag = follow_hashtag.hashtag
  on conflict on constraint hashtag_posts_pkey do nothing
$$;

create or replace function social_tests.fill_explore(variadic captions text[])
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  delete from social_private.explore_pool;
  insert into social_private.explore_pool (generation, place, post_id, author_id, score)
  select 1, given.place, posts.id, posts.author_id, 100 - given.place
  from unnest(fill_explore.captions) with ordinality as given (caption, place)
  join social.posts on posts.caption = given.caption
$$;
