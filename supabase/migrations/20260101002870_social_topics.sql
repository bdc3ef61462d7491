-- Topics: apps ask for a private Realtime topic, Realtime asks whether a client may join it, and
-- triggers change the topic when the rights of its listeners may have ended.

-- Watch

create type social.watch as (topic text, expires_at timestamptz, hint_seconds integer);

comment on type social.watch is
'A private Realtime topic. It gets messages until expires_at. Call the function again before this
time.

topic is null if this project has no Realtime, or if config.notifications is false. Then read again
from time to time. Two messages on a topic are at least hint_seconds apart, and a change in between
sends no message. So read when a message arrives, and once more after hint_seconds.';

create function social_private.is_realtime_limited()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select count(*) = 2 from pg_catalog.pg_policy
    where pg_policy.polrelid = to_regclass('realtime.messages')
      and pg_policy.polname in ('social_limit_read', 'social_limit_send')
      and not pg_policy.polpermissive
  );
end;
$$;

comment on function social_private.is_realtime_limited() is
'Returns whether the restrictive policies exist that contain the rules about our topics. They are
missing if the project got Realtime after supabase-social.';

create function social_private.watch(topic text, expires_at timestamptz)
  returns social.watch
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select row(
    case
      when config.notifications and social_private.has_realtime()
        and social_private.is_realtime_limited() then watch.topic
    end,
    watch.expires_at, config.hint_seconds)::social.watch
  from social_private.config
);

comment on function social_private.watch(text, timestamptz) is
'Returns a topic for an app, or no topic if the project sends no hints.';

create function social_private.watch_notifications()
  returns social.watch
  language plpgsql
  volatile
  security definer -- clients have no grant on the table; it writes only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('watch');
  inbox social_private.inboxes;
begin
  insert into social_private.inboxes as own (profile_id, watched_until)
  values (
    actor, now() + (select watch_minutes from social_private.config) * interval '1 minute')
  on conflict on constraint inboxes_pkey do update set watched_until = excluded.watched_until
  returning * into inbox;
  return social_private.watch(social_private.person_topic(inbox), inbox.watched_until);
end;
$$;

create function social.watch_notifications()
  returns social.watch
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.watch_notifications();

comment on function social.watch_notifications() is
'Returns your private Realtime topic, and turns its messages on for 30 minutes
(config.watch_minutes).

The event inbox says that your notifications changed: read the list again. The cursor in its payload
is the place of the change in the list. The event moved says that the topic changed: call this
function again. Returns a watch.

Common errors: docs/errors.md#common-errors.';

create function social_private.watch_post(post_id uuid)
  returns social.watch
  language plpgsql
  volatile
  security definer -- clients have no grant on the table; lock_visible_post checks visibility
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('watch');
  post social.posts := social_private.lock_visible_post(actor, watch_post.post_id);
  watched social_private.watched_posts;
begin
  insert into social_private.watched_posts as open (post_id, author_id, watched_until)
  values (
    post.id, post.author_id,
    now() + (select watch_minutes from social_private.config) * interval '1 minute')
  on conflict on constraint watched_posts_pkey do update set watched_until = excluded.watched_until
  returning * into watched;
  return social_private.watch(social_private.post_topic(watched), watched.watched_until);
end;
$$;

create function social.watch_post(post_id uuid)
  returns social.watch
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.watch_post(watch_post.post_id);

comment on function social.watch_post(uuid) is
'Returns the private Realtime topic of a post, and turns its messages on for 30 minutes
(config.watch_minutes).

The event changed says that the likes or comments of the post changed: read the post again. The
event moved says that the topic changed: call this function again. Returns a watch.

Errors: post_not_found. Common errors: docs/errors.md#common-errors.';

create view social_private.left_posts with (security_invoker = true) as
select old.ctid as place from social_private.watched_posts as old
where old.watched_until < now() - interval '1 day';

comment on view social_private.left_posts is
'The places of the rows of watched_posts that nobody has watched for a day.';

comment on column social_private.left_posts.place is 'The place of the row in watched_posts.';

create function social_private.forget_watched_posts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer;
begin
  delete from social_private.watched_posts where watched_posts.ctid = any (array(
    select former.place from social_private.left_posts as former
    limit forget_watched_posts.max_rows
    for update skip locked
  ));
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function social_private.forget_watched_posts(integer) is
'Deletes up to max_rows posts that nobody watched for a day. Returns the number of deleted rows.';

-- Join

create function social_private.can_join_topic(topic text)
  returns boolean
  language plpgsql
  stable
  security definer -- policies call it, and clients cannot read the tables
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  uuid_pattern constant text := '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  post uuid;
begin
  if viewer is null then
    return false;
  end if;
  post := substring(
    can_join_topic.topic from '^social:post:(' || uuid_pattern || '):' || uuid_pattern || '$'
  )::uuid;
  if post is null then
    return exists (
      select from social_private.inboxes
      where inboxes.profile_id = viewer
        and social_private.person_topic(inboxes) = can_join_topic.topic
    );
  end if;
  return social_private.can_view_post(viewer, post) and exists (
    select from social_private.watched_posts
    where watched_posts.post_id = post
      and social_private.post_topic(watched_posts) = can_join_topic.topic
  );
end;
$$;

comment on function social_private.can_join_topic(text) is
'Returns whether the caller may listen on this topic: it is the caller''s own topic, or the topic of
a post that the caller may see. The session of the token must not have ended. The policies on
realtime.messages call this function.';

-- Changes of topics

create function social_private.move_posts_for(author uuid, audience social.visibility)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.move_watched_posts(move_posts_for.author, watched.post_id)
  from (
    select watched_posts.post_id from social_private.watched_posts
    join social.posts on posts.id = watched_posts.post_id
    where watched_posts.author_id = move_posts_for.author
      and posts.audience = move_posts_for.audience
    order by watched_posts.post_id
  ) as watched;
end;
$$;

comment on function social_private.move_posts_for(uuid, social.visibility) is
'Changes the topics of the watched posts of an author that have this audience.';

create function social_private.tg_accounts__move_topics()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the tables
  set search_path = ''
as $$
begin
  if new.audience_level = 0 then
    perform social_private.move_inbox(new.profile_id);
  end if;
  perform social_private.move_watched_posts(new.profile_id);
  return null;
end;
$$;

comment on function social_private.tg_accounts__move_topics() is
'Changes the topics of the posts of an account that fewer people may see, and the topic of its owner
if the account becomes inactive.';

create trigger move_topics
  after update on social_private.accounts
  for each row when (new.audience_level < old.audience_level)
  execute function social_private.tg_accounts__move_topics();

create function social_private.tg_blocks__move_topics()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the tables
  set search_path = ''
as $$
begin
  -- The topics of the blocked person stay: their change would tell this person of the block. Until
  -- the blocker asks for these topics again, the blocker still hears that the posts change.
  perform social_private.move_watched_posts(new.blocker_id);
  return null;
end;
$$;

comment on function social_private.tg_blocks__move_topics() is
'Changes the topics of the posts of a person who blocks somebody.';

create trigger move_topics
  after insert on social_private.blocks
  for each row execute function social_private.tg_blocks__move_topics();

create function social_private.tg_follows__move_topics()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the tables
  set search_path = ''
as $$
begin
  -- While the account is public, an unfollow changes only who sees posts for followers. Every other
  -- change of a topic would be useless, and would make each app in view of the post join again.
  if (
    select accounts.audience_level = 2 from social_private.accounts
    where accounts.profile_id = old.followee_id
  ) then
    perform social_private.move_posts_for(old.followee_id, 'followers');
  else
    perform social_private.move_watched_posts(old.followee_id);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_follows__move_topics() is
'Changes the topics of the posts of a person who loses a follower, if only followers see them.';

create trigger move_topics
  after delete on social.follows
  for each row when (old.state = 'accepted')
  execute function social_private.tg_follows__move_topics();

create function social_private.tg_close_friends__move_topics()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the tables
  set search_path = ''
as $$
begin
  perform social_private.move_posts_for(old.owner_id, 'close_friends');
  return null;
end;
$$;

comment on function social_private.tg_close_friends__move_topics() is
'Changes the topics of the posts for close friends of a person who removes a close friend.';

create trigger move_topics
  after delete on social_private.close_friends
  for each row execute function social_private.tg_close_friends__move_topics();

create function social_private.tg_posts__move_topics()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the tables
  set search_path = ''
as $$
begin
  perform social_private.move_watched_posts(old.author_id, old.id);
  if tg_op = 'DELETE' then
    delete from social_private.watched_posts where watched_posts.post_id = old.id;
    delete from social_private.bell_posts where bell_posts.post_id = old.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__move_topics() is
'Changes the topic of a post whose audience changes.';

create trigger move_topics
  after update of visibility, archived_at, hidden_at, deleted_at on social.posts
  for each row when (old.audience is distinct from new.audience)
  execute function social_private.tg_posts__move_topics();

create trigger move_topics_of_deleted
  after delete on social.posts
  for each row execute function social_private.tg_posts__move_topics();

create function social_private.tg_inboxes__end_topic()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.send_hint(social_private.person_topic(old), 'moved');
  return null;
end;
$$;

comment on function social_private.tg_inboxes__end_topic() is
'Tells the connected apps of a deleted person that nothing more comes.';

create trigger end_topic
  after delete on social_private.inboxes
  for each row when (old.watched_until > now())
  execute function social_private.tg_inboxes__end_topic();

-- Sessions: triggers on tables of Supabase Auth. A failure here must not keep anybody from signing
-- out, so these functions turn every error into a warning. They also do not wait long for a lock.

create function social_private.tg_sessions__move_inbox()
  returns trigger
  language plpgsql
  volatile
  security definer -- Auth has no rights on our tables
  set search_path = ''
  set lock_timeout = '1s'
as $$
begin
  perform social_private.move_inbox(ended.user_id)
  from (select distinct user_id from ended_sessions order by user_id) as ended;
  return null;
exception when others then
  raise warning 'supabase-social: the topics of ended sessions stay the same: %', sqlerrm;
  return null;
end;
$$;

comment on function social_private.tg_sessions__move_inbox() is
'Changes the topics of the people whose sessions end, so that the apps of the ended sessions get no
hints any more.';

create function social_private.tg_users__move_inbox()
  returns trigger
  language plpgsql
  volatile
  security definer -- Auth has no rights on our tables
  set search_path = ''
  set lock_timeout = '1s'
as $$
begin
  perform social_private.move_inbox(new.id);
  return null;
exception when others then
  raise warning 'supabase-social: the topic of a banned user stays the same: %', sqlerrm;
  return null;
end;
$$;

comment on function social_private.tg_users__move_inbox() is
'Changes the topic of a user who is banned or deleted.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.can_join_topic(text), -- policies call it
  social_private.watch_notifications(), social.watch_notifications(),
  social_private.watch_post(uuid), social.watch_post(uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
