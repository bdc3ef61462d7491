-- Notification marks: people mark their notifications as seen or read, and choose what they get.
-- The badge counts the rows of the list that nobody marked, so it uses the rules of the list.

-- Seen and read

create function social_private.count_unseen(viewer uuid)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  hidden uuid[];
  pattern text;
  seen_at timestamptz;
begin
  if not (select config.notifications from social_private.config) then
    return 0;
  end if;
  hidden := social_private.avoided_people(count_unseen.viewer);
  pattern := social_private.muted_pattern(count_unseen.viewer);
  seen_at := coalesce((
    select inboxes.seen_at from social_private.inboxes
    where inboxes.profile_id = count_unseen.viewer
  ), '-infinity');
  return (
    select count(*)::integer
    from (
      select
      from (
        select candidates.id, candidates.read_at
        from social_private.notification_groups as candidates
        where candidates.recipient_id = count_unseen.viewer
          -- A notification can be up to a minute newer than latest_at.
          and candidates.latest_at > seen_at - interval '1 minute'
        -- Without this order, Postgres could read all groups before it counts the first.
        order by candidates.latest_at desc, candidates.id desc
      ) as groups
      cross join lateral (
        select from social_private.valid_notifications as valid
        where valid.group_id = groups.id
          and valid.created_at > greatest(seen_at, groups.read_at)
          and valid.actor_id <> all (hidden)
          and (pattern is null or not social_private.is_muted_object(
            pattern, valid.recipient_id, valid.kind, valid.object_id))
        limit 1
      ) as newer
      cross join lateral (
        select from social_private.inbox_groups as visible
        where visible.id = groups.id and visible.is_visible
        limit 1
      ) as visible
      limit 100
    ) as unseen
  );
end;
$$;

comment on function social_private.count_unseen(uuid) is
'Returns the number of groups with a notification that the viewer has not seen, at most 100.';

create function social_private.unseen_count()
  returns integer
  language plpgsql
  stable
  security definer -- clients cannot read the tables; it counts only the actor's own rows
  set search_path = ''
as $$
begin
  return social_private.count_unseen(social_private.require_actor());
end;
$$;

create function social.unseen_count()
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.unseen_count();

comment on function social.unseen_count() is
'Returns the number for the badge: the number of rows of notifications() whose is_seen is false, at
most 100.

Common errors: docs/errors.md#common-errors.';

create function social_private.mark_notifications_seen(up_to text)
  returns integer
  language plpgsql
  volatile
  security definer -- clients have no grant on the tables; it marks only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('notification');
  key social_private.time_key;
begin
  if mark_notifications_seen.up_to is null then
    perform social_private.fail('argument_missing');
  end if;
  key := social_private.parse_time_cursor(
    'notifications', actor, mark_notifications_seen.up_to);
  insert into social_private.inboxes as inbox (profile_id, seen_at) values (actor, key.at)
  on conflict on constraint inboxes_pkey do update set seen_at = excluded.seen_at
  where inbox.seen_at < excluded.seen_at;
  if found then
    perform social_private.hint_person(actor, key.at, key.id);
  end if;
  return social_private.count_unseen(actor);
end;
$$;

create function social.mark_notifications_seen(up_to text)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.mark_notifications_seen(mark_notifications_seen.up_to);

comment on function social.mark_notifications_seen(text) is
'Marks your notifications as seen, up to a row of the list. The badge no longer counts them.

up_to is the cursor of the newest row that you showed. Idempotent. Returns the new unseen count.

Common errors: docs/errors.md#common-errors.';

create function social_private.mark_notifications_read(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer -- clients have no grant on the tables; it marks only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('notification');
begin
  if mark_notifications_read.ids is null then
    perform social_private.fail('argument_missing');
  elsif cardinality(mark_notifications_read.ids) > 200 then
    perform social_private.fail('notifications_too_many');
  end if;
  -- The order of the ids avoids deadlocks between two calls.
  perform from social_private.notification_groups as groups
  where groups.id = any (mark_notifications_read.ids) and groups.recipient_id = actor
  order by groups.id for no key update;
  update social_private.notification_groups as groups set read_at = clock_timestamp()
  where groups.id = any (mark_notifications_read.ids) and groups.recipient_id = actor;
  if found then
    perform social_private.hint_person(
      actor, clock_timestamp(), '00000000-0000-0000-0000-000000000000');
  end if;
  return social_private.count_unseen(actor);
end;
$$;

create function social.mark_notifications_read(ids uuid[])
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.mark_notifications_read(mark_notifications_read.ids);

comment on function social.mark_notifications_read(uuid[]) is
'Marks rows of the list as read, and so as seen. ids are at most 200 ids of notifications().

Ids of other people''s notifications have no effect. Idempotent. Returns the new unseen count.

Errors: notifications_too_many.
Common errors: docs/errors.md#common-errors.';

-- Preferences

create type social.notification_preference as (
  kind text,
  from_whom social.notification_source,
  is_optional boolean,
  description text
);

comment on type social.notification_preference is
'From whom you get one kind of notification. If is_optional is false, you cannot turn the kind off.
description says in English what the kind means.';

create function social_private.notification_preferences()
  returns setof social.notification_preference
  language plpgsql
  stable
  security definer -- clients cannot read the tables; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  return query
  select
    kinds.kind::text, coalesce(preferences.from_whom, kinds.default_from), kinds.is_optional,
    kinds.description
  from social_private.notification_kinds as kinds
  left join social_private.notification_preferences as preferences
    on preferences.profile_id = actor and preferences.kind = kinds.kind
  where (select config.notifications from social_private.config)
  order by kinds.kind;
end;
$$;

create function social.notification_preferences()
  returns setof social.notification_preference
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.notification_preferences();

comment on function social.notification_preferences() is
'Lists every kind of notification, and from whom you get it.

Common errors: docs/errors.md#common-errors.';

create function social_private.set_notification_preference(
  kind text, from_whom social.notification_source)
  returns social.notification_preference
  language plpgsql
  volatile
  security definer -- clients have no grant on the tables; it writes only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('notification');
  chosen social_private.notification_kinds;
begin
  select * into chosen from social_private.notification_kinds as kinds
  where kinds.kind = set_notification_preference.kind;
  if not found then
    perform social_private.fail('notification_kind_invalid');
  end if;
  if set_notification_preference.from_whom is null then
    perform social_private.fail('argument_missing');
  end if;
  if not chosen.is_optional and set_notification_preference.from_whom <> 'everybody' then
    perform social_private.fail('notification_kind_required');
  end if;
  insert into social_private.notification_preferences as preferences (profile_id, kind, from_whom)
  values (actor, chosen.kind, set_notification_preference.from_whom)
  on conflict on constraint notification_preferences_pkey
  do update set from_whom = excluded.from_whom;
  return (
    chosen.kind, set_notification_preference.from_whom, chosen.is_optional, chosen.description
  )::social.notification_preference;
end;
$$;

create function social.set_notification_preference(
  kind text, from_whom social.notification_source)
  returns social.notification_preference
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.set_notification_preference(
  set_notification_preference.kind, set_notification_preference.from_whom);

comment on function social.set_notification_preference(text, social.notification_source) is
'Chooses from whom you get one kind of notification: everybody, following (the people whom you
follow) or nobody.

The choice applies to later notifications. Idempotent. Returns the preference.

Errors: notification_kind_invalid, notification_kind_required.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.unseen_count(), social.unseen_count(),
  social_private.mark_notifications_seen(text), social.mark_notifications_seen(text),
  social_private.mark_notifications_read(uuid[]), social.mark_notifications_read(uuid[]),
  social_private.notification_preferences(), social.notification_preferences(),
  social_private.set_notification_preference(text, social.notification_source),
  social.set_notification_preference(text, social.notification_source)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
