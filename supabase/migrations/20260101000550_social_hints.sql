-- Hints: short Realtime messages that tell connected apps to read again.
-- A hint carries no content, because Realtime checks the rights of a listener only when the
-- listener joins. An app that gets a hint reads its notifications or the post with a function,
-- which checks the rights at that moment. A hint can be lost, but a notification cannot.
-- Each topic has an epoch, which is a part of its name. When the rights of a listener may have
-- ended, the epoch changes, and the old topic stays silent from then on. Realtime itself cannot
-- disconnect a single person.

-- Tables

create table social_private.inboxes (
  profile_id uuid not null,
  seen_at timestamptz not null default '-infinity',
  epoch uuid not null default gen_random_uuid(),
  watched_until timestamptz not null default '-infinity',
  hinted_at timestamptz not null default '-infinity',

  constraint inboxes_pkey primary key (profile_id),
  constraint inboxes_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70); -- leaves room for updates in the same page (HOT)

comment on table social_private.inboxes is
'Each row is the state of a person''s notifications. A person who never opened the notifications has
no row.';

comment on column social_private.inboxes.profile_id is 'The person whose notifications they are.';

comment on column social_private.inboxes.seen_at is
'The time up to which the person has seen notifications.';

comment on column social_private.inboxes.epoch is
'The part of the person''s topic that changes when a session of the person ends, or when the account
becomes inactive.';

comment on column social_private.inboxes.watched_until is
'Hints are sent until this time. Connected apps move it forward.';

comment on column social_private.inboxes.hinted_at is
'The time of the last hint. The next hint follows config.hint_seconds later at the earliest.';

alter table social_private.inboxes enable row level security;

create trigger keep_keys
  after update of profile_id on social_private.inboxes
  for each row when (old.profile_id <> new.profile_id)
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.inboxes
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create table social_private.watched_posts (
  post_id uuid not null,
  author_id uuid not null,
  epoch uuid not null default gen_random_uuid(),
  watched_until timestamptz not null,
  hinted_at timestamptz not null default '-infinity',

  constraint watched_posts_pkey primary key (post_id),
  constraint watched_posts_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

comment on table social_private.watched_posts is
'Each row is a post that somebody has open in a connected app. The row does not say who. The worker
deletes rows whose watched_until has passed.';

comment on column social_private.watched_posts.post_id is 'The post.';

comment on column social_private.watched_posts.author_id is 'The author of the post.';

comment on column social_private.watched_posts.epoch is
'The part of the post''s topic that changes when somebody may have lost the right to see the post.';

comment on column social_private.watched_posts.watched_until is
'Hints are sent until this time. Connected apps move it forward.';

comment on column social_private.watched_posts.hinted_at is
'The time of the last hint. The next hint follows config.hint_seconds later at the earliest.';

-- This index serves the change of the topics of an author. It also covers the foreign key.
create index watched_posts_author_id_idx on social_private.watched_posts (author_id);

-- This index serves the deletion of posts that nobody watches any more.
create index watched_posts_watched_until_idx
  on social_private.watched_posts using brin (watched_until);

alter table social_private.watched_posts enable row level security;

create trigger keep_keys
  after update of post_id, author_id on social_private.watched_posts
  for each row when ((old.post_id, old.author_id) is distinct from (new.post_id, new.author_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.watched_posts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Topics

create function social_private.person_topic(inbox social_private.inboxes)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return 'social:' || inbox.profile_id || ':' || inbox.epoch;

comment on function social_private.person_topic(social_private.inboxes) is
'Returns the name of the private topic on which the apps of a person get hints.';

create function social_private.post_topic(post social_private.watched_posts)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return 'social:post:' || post.post_id || ':' || post.epoch;

comment on function social_private.post_topic(social_private.watched_posts) is
'Returns the name of the private topic on which apps get hints about a post.';

create function social_private.has_realtime()
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return to_regprocedure('realtime.send(jsonb,text,text,boolean)') is not null;

comment on function social_private.has_realtime() is
'Returns whether this project has Supabase Realtime with messages from the database.';

create function social_private.send_hint(topic text, event text, payload jsonb default '{}')
  returns void
  language plpgsql
  volatile
  security definer -- its owner bypasses the policies, which let no client send
  set search_path = ''
  -- Realtime stores the time of a message without a time zone and expects UTC. A client can choose
  -- another time zone for its transaction.
  set timezone = 'UTC'
as $$
declare
  topic_before text := current_setting('realtime.topic', true);
begin
  -- A call of a function that does not exist would abort the transaction.
  if social_private.has_realtime() then
    execute 'select realtime.send($1, $2, $3, true)'
    using send_hint.payload, send_hint.event, send_hint.topic;
    -- realtime.send sets the topic for the rest of the transaction, and policies read it.
    perform set_config('realtime.topic', coalesce(topic_before, ''), true);
  end if;
end;
$$;

comment on function social_private.send_hint(text, text, jsonb) is
'Sends a message on a private topic, if the project has Realtime. Realtime delivers the message when
the transaction commits. Realtime turns every error into a warning.';

-- Hints

create function social_private.hint_person(person uuid, at timestamptz, group_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  inbox social_private.inboxes;
begin
  -- Skip a locked row: another transaction is sending a hint or is changing the topic. Nobody waits
  -- here, and the change of a topic waits for a hint that is being sent.
  update social_private.inboxes set hinted_at = clock_timestamp()
  where inboxes.ctid = (
    select free.ctid from social_private.inboxes as free
    where free.profile_id = hint_person.person
      and free.watched_until > now()
      and free.hinted_at <= clock_timestamp()
        - (select hint_seconds from social_private.config where notifications)
          * interval '1 second'
    for no key update skip locked
  )
  returning * into inbox;
  if found then
    perform social_private.send_hint(
      social_private.person_topic(inbox), 'inbox',
      jsonb_build_object('cursor', (social_private.time_cursors(
        'notifications', inbox.profile_id, array[hint_person.at], array[hint_person.group_id]
      ))[1]));
  end if;
end;
$$;

comment on function social_private.hint_person(uuid, timestamptz, uuid) is
'Tells the connected apps of a person to read the notifications again. The hint contains the cursor
of this time and group. A person gets at most one hint in config.hint_seconds, and none if
config.notifications is false.';

create function social_private.hint_post(post_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social_private.watched_posts;
begin
  -- Nearly always nobody watches the post. Then this look-up is faster than the update.
  if not exists (
    select from social_private.watched_posts
    where watched_posts.post_id = hint_post.post_id and watched_posts.watched_until > now()
  ) then
    return;
  end if;
  update social_private.watched_posts set hinted_at = clock_timestamp()
  where watched_posts.ctid = (
    select free.ctid from social_private.watched_posts as free
    where free.post_id = hint_post.post_id
      and free.watched_until > now()
      and free.hinted_at <= clock_timestamp()
        - (select hint_seconds from social_private.config where notifications)
          * interval '1 second'
    for no key update skip locked
  )
  returning * into post;
  if found then
    perform social_private.send_hint(social_private.post_topic(post), 'changed');
  end if;
end;
$$;

comment on function social_private.hint_post(uuid) is
'Tells the connected apps that show a post to read it again. A post gets at most one hint in
config.hint_seconds, and none if config.notifications is false.

A change of a hidden comment sends a hint too. Its author may watch the post, and a missing hint
would reveal that the comment is hidden. The hint does not say what changed.';

-- Changes of topics

create function social_private.move_inbox(person uuid)
  returns void
  language plpgsql
  volatile
  security definer -- triggers on tables of Auth call it
  set search_path = ''
as $$
declare
  inbox social_private.inboxes;
begin
  -- The lock waits for a hint that is being sent. After the lock, no hint uses the old topic.
  select * into inbox from social_private.inboxes
  where inboxes.profile_id = move_inbox.person for update;
  if found then
    update social_private.inboxes set epoch = gen_random_uuid(), watched_until = '-infinity'
    where inboxes.profile_id = inbox.profile_id;
    if inbox.watched_until > now() then
      perform social_private.send_hint(social_private.person_topic(inbox), 'moved');
    end if;
  end if;
end;
$$;

comment on function social_private.move_inbox(uuid) is
'Gives a person a new topic, and tells the apps on the old topic to ask for it. The old topic is
silent from then on.';

create function social_private.move_watched_posts(author uuid, post_id uuid default null)
  returns void
  language plpgsql
  volatile
  security definer -- triggers call it, and the roles that write have no grant
  set search_path = ''
as $$
declare
  watched social_private.watched_posts;
begin
  for watched in
    select * from social_private.watched_posts
    where watched_posts.author_id = move_watched_posts.author
      and (move_watched_posts.post_id is null
        or watched_posts.post_id = move_watched_posts.post_id)
    order by watched_posts.post_id
    for update
  loop
    update social_private.watched_posts set epoch = gen_random_uuid(), watched_until = '-infinity'
    where watched_posts.post_id = watched.post_id;
    if watched.watched_until > now() then
      perform social_private.send_hint(social_private.post_topic(watched), 'moved');
    end if;
  end loop;
end;
$$;

comment on function social_private.move_watched_posts(uuid, uuid) is
'Gives one watched post of an author, or all of them if post_id is null, a new topic, and tells the
apps on the old topic to ask for it. watch_post() gives the new topic only to people who may still
see the post.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
