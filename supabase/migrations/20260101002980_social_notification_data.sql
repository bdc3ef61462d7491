-- Notification data: what an export says about a person's notifications, what an import brings
-- back, and what the erasure of the person deletes.
-- An export and a receipt show a notification only if the list would show it too. Otherwise they
-- would reveal a block or a hidden comment. They contain what only a muted word hides, because the
-- person may see it.

-- Rules

create function social_private.visible_notifications(
  viewer uuid, rows social_private.notifications[])
  returns setof social_private.notifications
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  hidden uuid[] := social_private.avoided_people(visible_notifications.viewer);
begin
  return query
  select valid.group_id, valid.actor_id, valid.object_id, valid.created_at
  from unnest(visible_notifications.rows) as given
  join social_private.notification_groups as groups on groups.id = given.group_id
  join social_private.notification_kinds as kinds on kinds.kind = groups.kind
  join social_private.valid_notifications as valid
    on valid.group_id = given.group_id and valid.actor_id = given.actor_id
    and valid.object_id = given.object_id
  where groups.recipient_id = visible_notifications.viewer
    and given.actor_id <> all (hidden)
    and social_private.can_view_target(
      visible_notifications.viewer, kinds.object_kind, groups.target_id);
end;
$$;

comment on function social_private.visible_notifications(
  uuid, social_private.notifications[]) is
'Returns those of the given notifications that the list of the viewer shows, or would show if the
viewer muted no words.';

-- Export

create type social_private.export_item as (key text, item jsonb);

comment on type social_private.export_item is
'A row of a document and its key. item is null if the person may not see the row.';

create function social_private.export_person(viewer uuid, person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', profiles.id, 'username', profiles.username)
    from social.profiles
    where profiles.id = export_person.person
      and social_private.can_view_profile(export_person.viewer, profiles.id)
  );
end;
$$;

comment on function social_private.export_person(uuid, uuid) is
'Returns the id and username of another person, or null if the viewer may not see that person.';

create function social_private.notifications_after(person uuid, after text, size integer)
  returns social_private.notifications[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  no_id constant uuid := '00000000-0000-0000-0000-000000000000'::uuid;
  last_id constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  -- The kind, target and generation of a group, and the microseconds, actor and object.
  place text[] := string_to_array(coalesce(
    nullif(notifications_after.after, ''), format('/%s/0', no_id)), '/');
  found_rows social_private.notifications[] := '{}'::social_private.notifications[];
  groups social_private.notification_groups;
  bound social_private.notifications;
begin
  for groups in
    select * from social_private.notification_groups as own
    where own.recipient_id = notifications_after.person
      and (own.kind, own.target_id, own.generation)
        >= (place[1], place[2]::uuid, place[3]::integer)
    order by own.kind, own.target_id, own.generation
  loop
    bound := (groups.id, last_id, last_id, 'infinity'::timestamptz);
    if (groups.kind, groups.target_id, groups.generation)
      = (place[1], place[2]::uuid, place[3]::integer)
    then
      bound := (groups.id, place[5]::uuid, place[6]::uuid,
        'epoch'::timestamptz + place[4]::bigint * interval '1 microsecond');
    end if;
    found_rows := found_rows || array(
      select received from social_private.notifications as received
      where received.group_id = groups.id
        and (received.created_at, received.actor_id, received.object_id)
          < (bound.created_at, bound.actor_id, bound.object_id)
      order by received.created_at desc, received.actor_id desc, received.object_id desc
      limit notifications_after.size - cardinality(found_rows)
    );
    exit when cardinality(found_rows) = notifications_after.size;
  end loop;
  return found_rows;
end;
$$;

comment on function social_private.notifications_after(uuid, text, integer) is
'Returns up to `size` notifications of a person that follow the key `after`, in the order of their
groups.';

create function social_private.export_notifications(person uuid, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  page social_private.notifications[] := social_private.notifications_after(
    export_notifications.person, export_notifications.after, export_notifications.size);
begin
  return query
  select
    concat_ws('/', groups.kind, groups.target_id, groups.generation,
      (extract(epoch from received.created_at) * 1000000)::bigint, received.actor_id,
      received.object_id),
    case when visible.group_id is not null then jsonb_build_object(
      'kind', groups.kind,
      'profile', case when kinds.has_actor then social_private.export_person(
        groups.recipient_id, received.actor_id) end,
      'object_kind', kinds.object_kind, 'object_id', received.object_id,
      'post_id', coalesce(
        comments.post_id, case kinds.object_kind when 'post' then groups.target_id end),
      'comment_id', comments.id, 'created_at', received.created_at,
      'is_seen',
      coalesce(received.created_at <= greatest(inboxes.seen_at, groups.read_at), false),
      'is_read', coalesce(received.created_at <= groups.read_at, false)) end
  from unnest(page) with ordinality
    as received (group_id, actor_id, object_id, created_at, place)
  join social_private.notification_groups as groups on groups.id = received.group_id
  -- A removed kind must not shorten the page, because a short page ends the document.
  left join social_private.notification_kinds as kinds on kinds.kind = groups.kind
  left join social_private.inboxes on inboxes.profile_id = groups.recipient_id
  left join social_private.visible_notifications(export_notifications.person, page) as visible
    on visible.group_id = received.group_id and visible.actor_id = received.actor_id
    and visible.object_id = received.object_id
  left join social.comments on comments.id = case
    when groups.kind in ('comment', 'reply') then received.object_id
    when kinds.object_kind = 'comment' then groups.target_id
  end
  order by received.place;
end;
$$;

comment on function social_private.export_notifications(uuid, text, integer) is
'Returns a page of the document "notifications" of a person, in the order of their groups. The page
begins after the notification with the key `after`.';

create function social_private.export_preferences(person uuid)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select coalesce(
    jsonb_agg(
      jsonb_build_object('kind', preferences.kind, 'from_whom', preferences.from_whom)
      order by preferences.kind),
    '[]')
  from social_private.notification_preferences as preferences
  where preferences.profile_id = export_preferences.person
);

comment on function social_private.export_preferences(uuid) is
'Returns what a person has chosen about notifications, for the document "settings".';

create function social_private.count_notifications(person uuid, max_rows integer)
  returns bigint
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from social_private.visible_notifications(
    count_notifications.person, social_private.notifications_after(
      count_notifications.person, null, count_notifications.max_rows))
) + (
  select count(*) from (
    select muted_posts.post_id from social_private.muted_posts
    where muted_posts.profile_id = count_notifications.person
    limit count_notifications.max_rows
  ) as own
  where social_private.can_view_post(count_notifications.person, own.post_id)
);

comment on function social_private.count_notifications(uuid, integer) is
'Returns the number of notifications and muted posts in an export of this person. Reads at most
max_rows rows of each kind.';

-- Import

create function social_private.import_preferences(person uuid, items jsonb)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.notification_preferences (profile_id, kind, from_whom)
  select
    import_preferences.person, kinds.kind,
    (chosen.item ->> 'from_whom')::social.notification_source
  from jsonb_array_elements(import_preferences.items) as chosen (item)
  join social_private.notification_kinds as kinds on kinds.kind = chosen.item ->> 'kind'
  where kinds.is_optional and chosen.item ->> 'from_whom' is not null
  on conflict on constraint notification_preferences_pkey do nothing;
end;
$$;

comment on function social_private.import_preferences(uuid, jsonb) is
'Imports what a person has chosen about notifications, except for kinds about which the person has
already chosen in this project, and kinds that do not exist.';

create function social_private.import_bell(person uuid, other uuid, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.bells (ringer_id, author_id, created_at)
  values (import_bell.person, import_bell.other, import_bell.at)
  on conflict on constraint bells_pkey do nothing;
  return found;
end;
$$;

comment on function social_private.import_bell(uuid, uuid, timestamptz) is
'Imports a bell of a person, for the posts of somebody whom the person may see. Returns false if the
bell exists already.';

create function social_private.import_muted_post(person uuid, post_id uuid, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.muted_posts (profile_id, post_id, created_at)
  values (import_muted_post.person, import_muted_post.post_id, import_muted_post.at)
  on conflict on constraint muted_posts_pkey do nothing;
  return found;
end;
$$;

comment on function social_private.import_muted_post(uuid, uuid, timestamptz) is
'Imports a muted post, which the person may see. Returns false if the post is muted already.';

-- Erasure

create type social_private.erased_notifications as (
  visible_count integer,
  row_count integer
);

comment on type social_private.erased_notifications is
'The number of deleted notifications that the person could see, and the number of all deleted rows.
A receipt contains only the first number, because the second one could reveal a block.';

create function social_private.erase_received(person uuid, max_rows integer)
  returns social_private.erased_notifications
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  group_ids uuid[] := array(
    select groups.id from social_private.notification_groups as groups
    where groups.recipient_id = erase_received.person
    limit erase_received.max_rows
  );
  batch social_private.notifications[] := array(
    select received from social_private.notifications as received
    where received.group_id = any (group_ids)
    limit erase_received.max_rows
    for update skip locked
  );
  erased social_private.erased_notifications;
begin
  select count(*)::integer into erased.visible_count
  from social_private.visible_notifications(erase_received.person, batch);
  delete from social_private.notifications using unnest(batch) as few
  where notifications.actor_id = few.actor_id and notifications.group_id = few.group_id
    and notifications.object_id = few.object_id;
  get diagnostics erased.row_count = row_count;
  erased.row_count := erased.row_count + social_private.delete_notification_groups(
    group_ids, erase_received.max_rows - erased.row_count);
  return erased;
end;
$$;

comment on function social_private.erase_received(uuid, integer) is
'Permanently deletes up to max_rows notifications that a person received, and their groups. Returns
the numbers of deleted rows.';

create function social_private.erase_notifications(person uuid, max_rows integer)
  returns social_private.erased_notifications
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erased_notifications := social_private.erase_received(
    erase_notifications.person, erase_notifications.max_rows);
  deleted integer;
begin
  delete from social_private.notifications where notifications.ctid = any (array(
    select few.ctid from social_private.notifications as few
    where few.actor_id = erase_notifications.person
    limit erase_notifications.max_rows - erased.row_count
    for update skip locked));
  get diagnostics deleted = row_count;
  erased.row_count := erased.row_count + deleted;
  delete from social_private.bells where bells.ctid = any (array(
    select few.ctid from social_private.bells as few
    where erase_notifications.person in (few.ringer_id, few.author_id)
    limit erase_notifications.max_rows - erased.row_count
    for update skip locked));
  get diagnostics deleted = row_count;
  erased.row_count := erased.row_count + deleted;
  delete from social_private.muted_posts where muted_posts.ctid = any (array(
    select few.ctid from social_private.muted_posts as few
    where few.profile_id = erase_notifications.person
    limit erase_notifications.max_rows - erased.row_count
    for update skip locked));
  get diagnostics deleted = row_count;
  erased.row_count := erased.row_count + deleted;
  return erased;
end;
$$;

comment on function social_private.erase_notifications(uuid, integer) is
'Permanently deletes up to max_rows notifications that a person received or caused, bells and muted
posts. Skips locked rows. Returns the numbers of deleted rows.

The person''s preferences and inbox are few rows, which disappear with the profile.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
