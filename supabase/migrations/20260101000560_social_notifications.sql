-- Notifications: their kinds, their tables, and the function that writes them.
-- The commands write notifications: like_post, add_comment, follow_profile and so on. Imports,
-- restores and changes with SQL write none. A notification is not deleted when its cause ends,
-- for example when a person takes a like back. The functions that read notifications check every
-- time whether the cause exists and whether the recipient may see it. If the cause returns within
-- the group's time, the notification returns as it was.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('notification_kind_invalid', 422, 'There is no such kind of notification.',
    'Use a kind that notification_preferences returns.'),
  ('notifications_too_many', 422, 'The request names too many notifications.',
    'Name at most 200 notifications.'),
  ('notification_kind_required', 422, 'Notifications of this kind cannot be turned off.', null);

-- Kinds

create type social.notification_source as enum ('everybody', 'following', 'nobody');

comment on type social.notification_source is
'The people whose actions notify you: everybody, the people whom you follow, or nobody.';

create table social_private.notification_kinds (
  kind text collate "C" not null,
  object_kind text,
  has_actor boolean not null default true,
  is_optional boolean not null default true,
  default_from social.notification_source not null default 'everybody',
  description text not null,

  constraint notification_kinds_pkey primary key (kind),
  constraint notification_kinds_kind_is_a_word check (kind ~ '^[a-z][a-z_]{2,49}$'),
  constraint notification_kinds_object_is_known check (
    object_kind in ('post', 'comment', 'profile')
  )
);

comment on table social_private.notification_kinds is
'Each row is a kind of notification. To add a kind of your own, insert a row and call notify() in
your own functions.';

comment on column social_private.notification_kinds.kind is
'The name of the kind, such as post_like.';

comment on column social_private.notification_kinds.object_kind is
'What the notifications of a group share: a post, a comment or a profile. While the recipient may
not see this object, the notifications are hidden. Null if the notifications share no object.';

comment on column social_private.notification_kinds.has_actor is
'Whether a person caused the notification. If false, the recipient stands for the actor in the
table, and the list shows no actor.';

comment on column social_private.notification_kinds.is_optional is
'Whether people may turn off this kind.';

comment on column social_private.notification_kinds.default_from is
'The people whose actions notify a person who has not chosen.';

comment on column social_private.notification_kinds.description is
'What happened when a person gets this notification.';

insert into social_private.notification_kinds
  (kind, object_kind, has_actor, is_optional, description)
values
  ('post_like', 'post', true, true, 'Somebody likes your post.'),
  ('comment_like', 'comment', true, true, 'Somebody likes your comment.'),
  ('comment', 'post', true, true, 'Somebody commented on your post.'),
  ('reply', 'comment', true, true, 'Somebody replied to your comment.'),
  ('post_mention', 'post', true, true, 'Somebody mentioned you in a post.'),
  ('comment_mention', 'comment', true, true, 'Somebody mentioned you in a comment.'),
  ('follow', 'profile', true, true, 'Somebody follows you.'),
  ('follow_request', 'profile', true, true, 'Somebody asks to follow you.'),
  ('request_accepted', 'profile', true, true, 'Somebody accepted your request to follow them.'),
  ('new_post', 'post', true, true, 'Somebody whose bell you rang published a post.'),
  ('sanction', null, false, false, 'Staff acted on your post, comment or account.'),
  ('report_decision', null, false, false, 'Staff decided about your report.'),
  ('appeal_decision', null, false, false, 'Staff decided about your appeal.'),
  ('report_waiting', null, false, false, 'A report waits for you as a member of staff.');

alter table social_private.notification_kinds enable row level security;

create trigger keep_keys
  after update of kind on social_private.notification_kinds
  for each row when (old.kind <> new.kind)
  execute function social_private.tg_refuse_key_change(
    'Functions look kinds up by this word. Change the other columns instead.');

create trigger keep_rows
  before truncate on social_private.notification_kinds
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

-- Tables
-- The tables of notifications have no foreign keys, because the check of a foreign key would lock
-- the recipient and the group, which many people write at the same time.

create table social_private.notification_groups (
  id uuid not null default social_private.uuid_v7(),
  recipient_id uuid not null,
  kind text collate "C" not null,
  target_id uuid not null,
  generation integer not null,
  opened_at timestamptz not null default now(),
  latest_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,

  constraint notification_groups_pkey primary key (id),
  constraint notification_groups_recipient_id_kind_target_id_generation_key
    unique (recipient_id, kind, target_id, generation)
);

comment on table social_private.notification_groups is
'Each row is a group of similar notifications: the same recipient, kind and target, within
config.notification_group_hours. A list shows one row for each group.';

comment on column social_private.notification_groups.id is 'The id of the group.';

comment on column social_private.notification_groups.recipient_id is
'The person who gets the notifications.';

comment on column social_private.notification_groups.kind is 'The kind of the notifications.';

comment on column social_private.notification_groups.target_id is
'What the notifications of the group share: a post, a comment, or the recipient.';

comment on column social_private.notification_groups.generation is
'Counts the groups of the same recipient, kind and target. Generation 0 holds what the recipient did
not want, for example because they mute the actor. Nobody ever sees this group. It is written all
the same, so that the time of a command does not tell the actor that they are muted.';

comment on column social_private.notification_groups.opened_at is
'The time of the first notification of the group.';

comment on column social_private.notification_groups.latest_at is
'The time of the newest notification of the group, or a time up to a minute earlier. The column
serves only as a place to start reading, so that writers seldom have to update the group.';

comment on column social_private.notification_groups.read_at is
'The time when the recipient last opened the notifications of the group.';

-- This index serves the list of a person's notifications, latest first.
create index notification_groups_recipient_id_latest_at_idx
  on social_private.notification_groups (recipient_id, latest_at desc, id desc);

alter table social_private.notification_groups enable row level security;

create trigger keep_keys
  after update of id, recipient_id, kind, target_id on social_private.notification_groups
  for each row when (
    (old.id, old.recipient_id, old.kind, old.target_id)
      is distinct from (new.id, new.recipient_id, new.kind, new.target_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.notification_groups
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.notifications (
  group_id uuid not null,
  actor_id uuid not null,
  object_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),

  -- The order of the columns also serves the erasure of a person, which deletes by actor.
  constraint notifications_pkey primary key (actor_id, group_id, object_id)
);

comment on table social_private.notifications is
'Each row says that one person (actor) did something that concerns the recipient of the group. The
object is, for example, the liked post, the new comment, or the recipient whom the actor follows.';

comment on column social_private.notifications.group_id is
'The group to which the notification belongs.';

comment on column social_private.notifications.actor_id is
'The person who caused the notification. The recipient, if the kind has no actor.';

comment on column social_private.notifications.object_id is
'What the notification is about: a post, a comment, a profile, a report or a sanction.';

comment on column social_private.notifications.created_at is 'The time of the action.';


-- This index serves the list of a group's notifications, latest first.
create index notifications_group_id_created_at_idx
  on social_private.notifications (group_id, created_at desc, actor_id desc);

alter table social_private.notifications enable row level security;

create trigger keep_keys
  after update of group_id, actor_id, object_id on social_private.notifications
  for each row when (
    (old.group_id, old.actor_id, old.object_id)
      is distinct from (new.group_id, new.actor_id, new.object_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.notifications
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.notification_preferences (
  profile_id uuid not null,
  kind text collate "C" not null,
  from_whom social.notification_source not null,

  constraint notification_preferences_pkey primary key (profile_id, kind),
  constraint notification_preferences_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade,
  constraint notification_preferences_kind_fkey foreign key (kind)
    references social_private.notification_kinds (kind) on delete cascade
);

comment on table social_private.notification_preferences is
'Each row is the choice of one person for one kind of notification.';

comment on column social_private.notification_preferences.profile_id is 'The person who chose.';

comment on column social_private.notification_preferences.kind is 'The kind of notification.';

comment on column social_private.notification_preferences.from_whom is
'The people whose actions notify: everybody, following or nobody.';

-- This index covers the foreign key.
create index notification_preferences_kind_idx on social_private.notification_preferences (kind);

alter table social_private.notification_preferences enable row level security;

create trigger keep_keys
  after update of profile_id, kind on social_private.notification_preferences
  for each row when ((old.profile_id, old.kind) is distinct from (new.profile_id, new.kind))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.notification_preferences
  for each statement execute function social_private.tg_refuse_truncate();

-- Write

create function social_private.is_following(follower uuid, followee uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social.follows
    where follows.follower_id = is_following.follower
      and follows.followee_id = is_following.followee
      and follows.state = 'accepted'
  );
end;
$$;

comment on function social_private.is_following(uuid, uuid) is
'Returns whether the first person follows the second person. A request does not count.';

create type social_private.notification_place as (
  is_wanted boolean,
  group_id uuid,
  generation integer,
  is_open boolean,
  latest_at timestamptz,
  is_watched boolean
);

create function social_private.notification_place(
  recipient uuid, kind text, actor uuid, target_id uuid, post_id uuid)
  returns social_private.notification_place
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  place social_private.notification_place;
begin
  -- One query is faster than several. The array makes Postgres evaluate every condition.
  select
    wanted.yes, latest.id, latest.generation,
    latest.opened_at > now() - config.notification_group_hours * interval '1 hour'
      or latest.generation = 0,
    latest.latest_at, inboxes.watched_until > now()
  into place
  from social_private.config, social_private.notification_kinds as kinds
  left join social_private.notification_preferences as preferences
    on preferences.profile_id = notification_place.recipient and preferences.kind = kinds.kind
  left join social_private.inboxes on inboxes.profile_id = notification_place.recipient
  cross join lateral (select not true = any (array[
    case coalesce(preferences.from_whom, kinds.default_from)
      when 'following' then kinds.has_actor and not social_private.is_following(
        notification_place.recipient, notification_place.actor)
      else coalesce(preferences.from_whom, kinds.default_from) = 'nobody' end,
    exists (
      select from social_private.muted_posts
      where muted_posts.profile_id = notification_place.recipient
        and muted_posts.post_id = notification_place.post_id
    ),
    exists (
      select from social_private.mutes
      where mutes.muter_id = notification_place.recipient
        and mutes.muted_id = notification_place.actor
        and (mutes.expires_at is null or mutes.expires_at > now())
    ),
    exists (
      select from social_private.blocks
      where blocks.blocker_id = notification_place.recipient
        and blocks.blocked_id = notification_place.actor
    ),
    exists (
      select from social_private.blocks
      where blocks.blocker_id = notification_place.actor
        and blocks.blocked_id = notification_place.recipient
    )
    ])) as wanted (yes)
  left join lateral (
    select * from social_private.notification_groups as groups
    where groups.recipient_id = notification_place.recipient and groups.kind = kinds.kind
      and groups.target_id = notification_place.target_id
      and (groups.generation > 0) = wanted.yes
    order by groups.generation desc limit 1) as latest on true
  where config.notifications and kinds.kind = notification_place.kind
    and (not kinds.has_actor or notification_place.recipient <> notification_place.actor);
  return place;
end;
$$;

comment on function social_private.notification_place(uuid, text, uuid, uuid, uuid) is
'Returns whether an action of the actor may notify the recipient, the latest group that the
notification could join, and whether an app of the recipient waits for hints.

An action may notify the recipient if the two are different people, neither blocks the other, the
recipient does not mute the actor or the post, and the recipient''s preference for this kind
includes the actor. post_id is the post that the action concerns, or null. The caller checks whether
the recipient may see the object.';

create function social_private.open_notification_group(
  recipient uuid, kind text, target_id uuid, is_wanted boolean)
  returns social_private.notification_groups
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  found_group social_private.notification_groups;
begin
  loop
    select * into found_group from social_private.notification_groups as groups
    where groups.recipient_id = open_notification_group.recipient
      and groups.kind = open_notification_group.kind
      and groups.target_id = open_notification_group.target_id
      and (groups.generation > 0) = open_notification_group.is_wanted
    order by groups.generation desc
    limit 1;
    exit when found_group.generation = 0 or found_group.opened_at > now()
      - (select config.notification_group_hours from social_private.config) * interval '1 hour';
    insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
    values (
      open_notification_group.recipient, open_notification_group.kind,
      open_notification_group.target_id,
      case when is_wanted then coalesce(found_group.generation, 0) + 1 else 0 end
    )
    on conflict on constraint notification_groups_recipient_id_kind_target_id_generation_key
    do nothing
    returning * into found_group;
    -- If a concurrent call opened the group, the next turn finds it.
    exit when found;
  end loop;
  return found_group;
end;
$$;

comment on function social_private.open_notification_group(uuid, text, uuid, boolean) is
'Returns the group that a new notification joins, and creates the group if there is none whose first
notification is recent enough. If is_wanted is false, returns the group that nobody sees.';

create function social_private.move_group_time(group_id uuid, latest_at timestamptz)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  update social_private.notification_groups set latest_at = clock_timestamp()
  where notification_groups.ctid = (
    select free.ctid from social_private.notification_groups as free
    where free.id = move_group_time.group_id for no key update skip locked
  );
  -- If the row is locked, another notification probably moves the time at this moment. But the
  -- other transaction may also mark the group as read, or fail. The read functions rely on a time
  -- that is at most a minute too old, so wait for the other transaction in good time.
  if not found and move_group_time.latest_at < clock_timestamp() - interval '30 seconds' then
    update social_private.notification_groups as late set latest_at = clock_timestamp()
    where late.id = move_group_time.group_id
      and late.latest_at < clock_timestamp() - interval '10 seconds';
  end if;
end;
$$;

comment on function social_private.move_group_time(uuid, timestamptz) is
'Sets latest_at of a group to the current time. The argument latest_at is the stored value, which
the caller has read.';

create function social_private.notify(
  recipient uuid, kind text, actor uuid, object_id uuid, target_id uuid, post_id uuid default null)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  place social_private.notification_place := social_private.notification_place(
    notify.recipient, notify.kind, notify.actor, notify.target_id, notify.post_id);
  causer uuid := coalesce(notify.actor, notify.recipient);
  opened social_private.notification_groups;
begin
  -- No row: the kind is unknown, the actor is the recipient, or notifications are off.
  if place.is_wanted is null or notify.recipient is null then
    return false;
  end if;
  if place.is_open is not true then
    opened := social_private.open_notification_group(
      notify.recipient, notify.kind, notify.target_id, place.is_wanted);
    place.group_id := opened.id;
    place.generation := opened.generation;
    place.latest_at := opened.latest_at;
  end if;
  insert into social_private.notifications (group_id, actor_id, object_id)
  values (place.group_id, causer, notify.object_id)
  on conflict on constraint notifications_pkey do nothing;
  if not found then
    return false;
  end if;
  if place.generation > 1 then
    -- If the person did the same before, and took it back, an earlier group still has its row.
    delete from social_private.notifications as earlier
    where earlier.actor_id = causer and earlier.object_id = notify.object_id
      and earlier.group_id = any (array(
        select groups.id from social_private.notification_groups as groups
        where groups.recipient_id = notify.recipient and groups.kind = notify.kind
          and groups.target_id = notify.target_id and groups.generation < place.generation
      ));
  end if;
  if place.latest_at < clock_timestamp() - interval '10 seconds' then
    perform social_private.move_group_time(place.group_id, place.latest_at);
  end if;
  if place.is_watched then
    perform social_private.hint_person(notify.recipient, clock_timestamp(), place.group_id);
  end if;
  return place.is_wanted;
end;
$$;

comment on function social_private.notify(uuid, text, uuid, uuid, uuid, uuid) is
'Notifies a person (recipient) that another person (actor, or null) did something. Returns false if
the recipient wants no such notification, or has this one already.

kind is a row of notification_kinds. object_id is what the actor did something to, or wrote.
target_id is what the notifications of a group share. post_id is the post whose notifications the
recipient may have muted. Check first whether the recipient may see the object. Call the function at
the end of a short transaction. If the recipient marks the list as seen before the transaction
commits, this notification counts as seen too.';

-- Bells: the worker notifies the people who rang the bell of an author, because they may be many.

create table social_private.bell_posts (
  post_id uuid not null,
  author_id uuid not null,
  last_ringer_id uuid not null default '00000000-0000-0000-0000-000000000000',

  constraint bell_posts_pkey primary key (post_id),
  constraint bell_posts_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.bell_posts is
'Each row is a new post for which the worker has yet to notify the people who rang the bell.';

comment on column social_private.bell_posts.post_id is 'The new post.';

comment on column social_private.bell_posts.author_id is 'The author of the post.';

comment on column social_private.bell_posts.last_ringer_id is
'The last person whom the worker has notified, in the order of ids.';

-- This index covers the foreign key.
create index bell_posts_author_id_idx on social_private.bell_posts (author_id);

alter table social_private.bell_posts enable row level security;

create trigger keep_keys
  after update of post_id, author_id on social_private.bell_posts
  for each row when ((old.post_id, old.author_id) is distinct from (new.post_id, new.author_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.bell_posts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create function social_private.queue_bells(post_id uuid, author uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if exists (select from social_private.bells where bells.author_id = queue_bells.author)
    and (select config.notifications from social_private.config)
  then
    insert into social_private.bell_posts (post_id, author_id)
    values (queue_bells.post_id, queue_bells.author);
  end if;
end;
$$;

comment on function social_private.queue_bells(uuid, uuid) is
'Queues a new post for the worker, if somebody rang the bell of its author.';

-- Deletion

create function social_private.tg_profiles__delete_notifications()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on notifications
  set search_path = ''
as $$
begin
  delete from social_private.notifications where notifications.actor_id = old.id;
  delete from social_private.notifications as received
  using social_private.notification_groups as groups
  where groups.recipient_id = old.id and received.group_id = groups.id;
  delete from social_private.notification_groups as groups where groups.recipient_id = old.id;
  return null;
end;
$$;

comment on function social_private.tg_profiles__delete_notifications() is
'Deletes the notifications of a deleted person, and those that the person caused.';

create trigger delete_notifications
  after delete on social.profiles
  for each row execute function social_private.tg_profiles__delete_notifications();

create function social_private.delete_notification_groups(group_ids uuid[], max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer;
  deleted_groups integer := 0;
begin
  delete from social_private.notifications where notifications.ctid = any (array(
    select few.ctid from social_private.notifications as few
    where few.group_id = any (delete_notification_groups.group_ids)
    limit delete_notification_groups.max_rows
    for update skip locked
  ));
  get diagnostics deleted = row_count;
  if deleted < delete_notification_groups.max_rows then
    -- Only groups without notifications are left, unless another transaction locks some.
    delete from social_private.notification_groups where notification_groups.ctid = any (array(
      select empty.ctid from social_private.notification_groups as empty
      where empty.id = any (delete_notification_groups.group_ids)
        and not exists (
          select from social_private.notifications where notifications.group_id = empty.id
        )
      limit delete_notification_groups.max_rows - deleted
      for update skip locked
    ));
    get diagnostics deleted_groups = row_count;
  end if;
  return deleted + deleted_groups;
end;
$$;

comment on function social_private.delete_notification_groups(uuid[], integer) is
'Deletes up to max_rows rows of these groups: first their notifications, and then the groups. Skips
locked rows. Returns the number of deleted rows.';

create function social_private.old_notification_groups(max_rows integer)
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select groups.id
  from social_private.notification_groups as groups
  where groups.id < (
    -- An id contains the time when the group was opened. A notification can join a group for
    -- notification_group_hours.
    select social_private.min_id_at(now() - config.notification_days * interval '1 day'
      - config.notification_group_hours * interval '1 hour')
    from social_private.config
  )
  order by groups.id
  limit old_notification_groups.max_rows
);

comment on function social_private.old_notification_groups(integer) is
'Returns up to max_rows groups whose notifications are older than config.notification_days, the
oldest first.';

create function social_private.forget_notifications(max_rows integer)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  select social_private.delete_notification_groups(
    social_private.old_notification_groups(forget_notifications.max_rows),
    forget_notifications.max_rows)
$$;

comment on function social_private.forget_notifications(integer) is
'Deletes up to max_rows notifications that are older than config.notification_days, and their
groups. Returns the number of deleted rows.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
