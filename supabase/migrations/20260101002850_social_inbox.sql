-- Inbox: people read their notifications.
-- The functions show a notification only while its cause exists and the recipient may see it, so
-- that a block, a mute, a muted word, a hidden comment or a suspended account takes effect at once.
-- The order and every count come only from notifications that the recipient may see.

-- Rules

create view social_private.valid_notifications with (security_invoker = true) as
select
  notifications.group_id, notifications.actor_id, notifications.object_id,
  notifications.created_at, groups.recipient_id, groups.kind
from social_private.notification_groups as groups
join social_private.notifications on notifications.group_id = groups.id
left join social_private.accounts on accounts.profile_id = notifications.actor_id
where groups.generation > 0
  and (accounts.audience_level > 0 or notifications.actor_id = groups.recipient_id)
  and case
    when groups.kind = 'post_like' then exists (
      select from social.likes
      where likes.user_id = notifications.actor_id and likes.post_id = notifications.object_id
    )
    when groups.kind = 'comment_like' then exists (
      select from social.comment_likes
      where comment_likes.user_id = notifications.actor_id
        and comment_likes.comment_id = notifications.object_id
    )
    when groups.kind in ('comment', 'reply') then (
      -- is_comment_visible() has the same result without the first condition, and takes longer.
      select comments.deleted_at is null and case
        when comments.author_id = accounts.profile_id and accounts.audience_level > 0
          and not exists (
            select from social_private.hidden_comments
            where hidden_comments.comment_id = comments.id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocker_id = comments.author_id and blocks.blocked_id = groups.recipient_id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocked_id = comments.author_id
              and blocks.blocker_id in (groups.recipient_id, posts.author_id)
          )
        then true
        else social_private.is_comment_visible(
          groups.recipient_id, comments.id, comments.author_id, posts.author_id)
      end
      from social.comments join social.posts on posts.id = comments.post_id
      where comments.id = notifications.object_id
    )
    when groups.kind = 'post_mention' then (
      select social_private.is_username_of(mentions.profile_id, mentions.username)
      from social.post_mentions as mentions
      where mentions.post_id = notifications.object_id
        and mentions.profile_id = groups.recipient_id
    )
    when groups.kind = 'comment_mention' then (
      select social_private.is_username_of(mentions.profile_id, mentions.username)
      from social.comment_mentions as mentions
      where mentions.comment_id = notifications.object_id
        and mentions.profile_id = groups.recipient_id
    )
    when groups.kind in ('follow', 'follow_request') then (
      select (follows.state = 'accepted') = (groups.kind = 'follow') from social.follows
      where follows.follower_id = notifications.actor_id
        and follows.followee_id = groups.recipient_id
    )
    when groups.kind = 'request_accepted' then (
      select follows.state = 'accepted' from social.follows
      where follows.follower_id = groups.recipient_id
        and follows.followee_id = notifications.actor_id
    )
    when groups.kind = 'report_decision' then exists (
      select from social_private.reports
      where reports.id = notifications.object_id and reports.decided_at is not null
    )
    when groups.kind = 'appeal_decision' then exists (
      select from social_private.appeals
      where appeals.sanction_id = notifications.object_id and appeals.decided_at is not null
    )
    when groups.kind = 'report_waiting' then exists (
      select from social_private.staff, social_private.reports
      where staff.profile_id = groups.recipient_id and reports.decided_at is null
        -- Staff are notified once an hour, so a notification also stands for later reports.
        and reports.created_at < notifications.created_at + interval '1 hour'
        and social_private.can_handle_report(
          staff.profile_id, reports.subject_id, reports.reporter_id)
    )
    else true
  end;

comment on view social_private.valid_notifications is
'The notifications whose cause exists and whose actor is active. A query of this view must also
leave out the actors in avoided_people(), and the groups for which can_view_target() is false. A
list also leaves out the rows for which is_muted_object() is true.';

comment on column social_private.valid_notifications.group_id is 'The group of the notification.';

comment on column social_private.valid_notifications.actor_id is
'The person who caused the notification. The recipient, if the kind has no actor.';

comment on column social_private.valid_notifications.object_id is 'What the notification is about.';

comment on column social_private.valid_notifications.created_at is 'The time of the action.';

comment on column social_private.valid_notifications.recipient_id is
'The person who gets the notification.';

comment on column social_private.valid_notifications.kind is 'The kind of notification.';

create function social_private.can_view_target(viewer uuid, object_kind text, target_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case can_view_target.object_kind
    when 'post' then social_private.can_view_post(
      can_view_target.viewer, can_view_target.target_id)
    when 'comment' then social_private.can_view_comment(
      can_view_target.viewer, can_view_target.target_id)
    when 'profile' then social_private.can_view_profile(
      can_view_target.viewer, can_view_target.target_id)
    else true
  end;
end;
$$;

comment on function social_private.can_view_target(uuid, text, uuid) is
'Returns whether the viewer may see what the notifications of a group share.';

create function social_private.is_muted_object(
  pattern text, viewer uuid, kind text, object_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Most notifications are of these kinds, and their objects have no text of somebody else.
  if is_muted_object.kind in (
    'post_like', 'comment_like', 'follow', 'follow_request', 'request_accepted')
  then
    return false;
  end if;
  return exists (
    select from social.comments
    where comments.id = is_muted_object.object_id
      and comments.author_id <> is_muted_object.viewer
      and social_private.is_muted_text(is_muted_object.pattern, comments.body)
  ) or exists (
    select from social.posts
    where posts.id = is_muted_object.object_id and posts.author_id <> is_muted_object.viewer
      and social_private.is_muted_text(is_muted_object.pattern, posts.caption)
  );
end;
$$;

comment on function social_private.is_muted_object(text, uuid, text, uuid) is
'Returns whether the object of a notification of this kind is a comment or a post of somebody else
with a muted word. pattern is the result of muted_pattern().';

create view social_private.inbox_groups with (security_invoker = true) as
select
  groups.id, groups.recipient_id, groups.generation, groups.latest_at, groups.read_at,
  case
    when kinds.kind is null then false
    -- People see their own profile, their own posts, and their own comments below a visible post.
    -- Everybody sees a public post of a public account, unless one blocks the other. A call of
    -- can_view_target() for each of these groups would take most of the time of a list.
    when kinds.object_kind = 'profile' and groups.target_id = groups.recipient_id then true
    when posts.audience is not null and (
      kinds.object_kind = 'post'
      or comments.author_id = groups.recipient_id and comments.deleted_at is null
    ) and (
      posts.author_id = groups.recipient_id
      or posts.audience = 'public' and authors.audience_level = 2
      and not exists (
        select from social_private.blocks
        where blocks.blocker_id = posts.author_id and blocks.blocked_id = groups.recipient_id
      )
      and not exists (
        select from social_private.blocks
        where blocks.blocker_id = groups.recipient_id and blocks.blocked_id = posts.author_id
      )
    ) then true
    else social_private.can_view_target(
      groups.recipient_id, kinds.object_kind, groups.target_id)
  end as is_visible
from social_private.notification_groups as groups
left join social_private.notification_kinds as kinds on kinds.kind = groups.kind
left join social.comments on comments.id = case kinds.object_kind
  when 'comment' then groups.target_id end
left join social.posts on posts.id = case kinds.object_kind
  when 'post' then groups.target_id else comments.post_id end
left join social_private.accounts as authors on authors.profile_id = posts.author_id;

comment on view social_private.inbox_groups is
'The groups of notifications, and whether the recipient may see what the notifications share.
is_visible is equal to can_view_target(), and takes less time.';

comment on column social_private.inbox_groups.id is 'The id of the group.';

comment on column social_private.inbox_groups.recipient_id is
'The person who gets the notifications.';

comment on column social_private.inbox_groups.generation is
'Counts the groups of the same recipient, kind and target. Nobody sees generation 0.';

comment on column social_private.inbox_groups.latest_at is
'The time of the newest notification, or up to a minute earlier.';

comment on column social_private.inbox_groups.read_at is
'The time when the recipient last opened the notifications of the group.';

comment on column social_private.inbox_groups.is_visible is
'Whether the recipient may see what the notifications share.';

-- List

create type social.notification as (
  id uuid,
  kind text,
  actors social.profile_card[],
  other_count integer,
  object_kind text,
  object_id uuid,
  post_id uuid,
  comment_id uuid,
  thumbnail_path text,
  body text,
  is_seen boolean,
  is_read boolean,
  latest_at timestamptz,
  cursor text
);

comment on type social.notification is
'A group of similar notifications, such as "A, B and 12 others like your post".

kind is a kind of notification_preferences. actors are the profile cards of up to three people, the
latest first, without a cursor. other_count is the number of other people: exact up to 99, and 100
for more than 99. post_id and comment_id are the post and the comment to open, or null.
thumbnail_path is the path of the post''s first picture in the bucket social-media. It is null for a
sensitive post of somebody else. body is the text of the comment. object_kind and object_id say what
the notifications have in common: a post, a comment or a profile. If object_kind is null, object_id
is the id of the sanction, the report or the sanction of the appeal. latest_at is the time of the
newest notification. is_seen is false for notifications that the badge counts. is_read is true after
mark_notifications_read, until a newer notification joins the group.';

create type social_private.latest_groups as (ids uuid[], times timestamptz[]);

create function social_private.latest_groups(
  viewer uuid, hidden uuid[], pattern text, before social_private.time_key, size integer)
  returns social_private.latest_groups
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  found_ids uuid[] := '{}'::uuid[];
  found_times timestamptz[] := '{}'::timestamptz[];
  bound_at timestamptz := 'infinity'::timestamptz;
  bound_id uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  batch_size integer := latest_groups.size + 5;
  batch record;
begin
  loop
    -- The newest visible notification of a group can be older than latest_at, or up to a minute
    -- newer. So read groups in this order until no later group can belong on the page.
    select
      count(*) as row_count, min(groups.latest_at) as at,
      (array_agg(groups.id order by groups.latest_at, groups.id))[1] as id,
      array_agg(groups.id) filter (where newest.created_at is not null) as ids,
      array_agg(newest.created_at) filter (where newest.created_at is not null) as times
    into batch
    from (
      select candidates.id, candidates.latest_at, candidates.is_visible
      from social_private.inbox_groups as candidates
      where candidates.recipient_id = latest_groups.viewer and candidates.generation > 0
        and (candidates.latest_at, candidates.id) < (bound_at, bound_id)
      order by candidates.latest_at desc, candidates.id desc
      limit batch_size
    ) as groups
    left join lateral (
      select valid.created_at from social_private.valid_notifications as valid
      where valid.group_id = groups.id and valid.actor_id <> all (latest_groups.hidden)
        and (latest_groups.pattern is null or not social_private.is_muted_object(
          latest_groups.pattern, valid.recipient_id, valid.kind, valid.object_id))
      order by valid.created_at desc
      limit 1
    ) as newest
      on groups.is_visible
      and (newest.created_at, groups.id) < (latest_groups.before.at, latest_groups.before.id);
    select coalesce(array_agg(id), '{}'), coalesce(array_agg(at), '{}') into found_ids, found_times
    from (
      select id, at
      from unnest(found_ids || batch.ids, found_times || batch.times) as found (id, at)
      order by at desc, id desc
      limit latest_groups.size
    ) as page;
    exit when batch.row_count < batch_size
      or found_times[latest_groups.size] > batch.at + interval '1 minute';
    bound_at := batch.at;
    bound_id := batch.id;
    batch_size := batch_size * 2;
  end loop;
  return (found_ids, found_times)::social_private.latest_groups;
end;
$$;

comment on function social_private.latest_groups(
  uuid, uuid[], text, social_private.time_key, integer) is
'Returns the ids of a page of groups and the times of their newest visible notifications, latest
first.';

create type social_private.notification_actors as (
  group_id uuid,
  ids uuid[],
  object_id uuid,
  actor_count integer,
  row_count integer
);

create function social_private.notification_actors(
  group_ids uuid[], hidden uuid[], pattern text)
  returns setof social_private.notification_actors
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
  rows 20
as $$
declare
  waiting uuid[] := notification_actors.group_ids;
  size integer := 103;
  actors social_private.notification_actors;
begin
  while cardinality(waiting) > 0 loop
    -- One query for all groups, because the query is long, and its start takes longer than a group.
    for actors in
      select groups.id, people.ids, people.object_id, people.actor_count, people.row_count
      from unnest(waiting) as groups (id)
      cross join lateral (
        select
          (array_agg(actor_id order by created_at desc, actor_id desc))[1:3] as ids,
          (array_agg(object_id order by created_at desc, actor_id desc))[1] as object_id,
          count(*)::integer as actor_count, coalesce(max(latest_count), 0)::integer as row_count
        from (
          select distinct on (latest.actor_id)
            latest.actor_id, latest.object_id, latest.created_at, count(*) over () as latest_count
          from (
            select valid.actor_id, valid.object_id, valid.created_at
            from social_private.valid_notifications as valid
            where valid.group_id = groups.id and valid.actor_id <> all (notification_actors.hidden)
              and (notification_actors.pattern is null or not social_private.is_muted_object(
                notification_actors.pattern, valid.recipient_id, valid.kind, valid.object_id))
            order by valid.created_at desc, valid.actor_id desc
            limit size
          ) as latest
          order by latest.actor_id, latest.created_at desc
        ) as people
      ) as people
    loop
      -- A few people may have written many comments. Then the newest rows name too few people.
      if actors.row_count < size or actors.actor_count > 102 then
        waiting := array_remove(waiting, actors.group_id);
        return next actors;
      end if;
    end loop;
    size := size * 2;
  end loop;
end;
$$;

comment on function social_private.notification_actors(uuid[], uuid[], text) is
'Returns the three latest actors of each group, the latest object, and the number of actors. The
number is exact up to 102. Beyond that, it is 103 or more.';

create function social_private.notification_cards(
  viewer uuid, hidden uuid[], pattern text, ids uuid[], times timestamptz[])
  returns setof social.notification
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  cursors text[] := social_private.time_cursors(
    'notifications', notification_cards.viewer, notification_cards.times, notification_cards.ids);
  seen_at timestamptz := (
    select inboxes.seen_at from social_private.inboxes
    where inboxes.profile_id = notification_cards.viewer
  );
begin
  return query
  select
    groups.id, groups.kind::text,
    case when kinds.has_actor then array(
      select row(
        profiles.id, profiles.username, profiles.display_name, profiles.avatar_path,
        profiles.is_private, outgoing.state, incoming.state, null)::social.profile_card
      from unnest(actors.ids) with ordinality as shown (id, place)
      join social.profiles on profiles.id = shown.id
      left join social.follows as outgoing
        on outgoing.follower_id = notification_cards.viewer and outgoing.followee_id = shown.id
      left join social.follows as incoming
        on incoming.follower_id = shown.id and incoming.followee_id = notification_cards.viewer
      order by shown.place
    ) else '{}' end,
    least(greatest(actors.actor_count - 3, 0), 100),
    kinds.object_kind,
    case when kinds.object_kind is null then actors.object_id else groups.target_id end,
    posts.id, comments.id, coalesce(post_media.thumbnail_path, case
      when starts_with(post_media.mime_type, 'image/') then post_media.path end), comments.body,
    coalesce(listed.at <= greatest(seen_at, groups.read_at), false),
    coalesce(listed.at <= groups.read_at, false),
    listed.at, listed.cursor
  from unnest(notification_cards.ids, notification_cards.times, cursors)
    with ordinality as listed (id, at, cursor, place)
  join social_private.notification_groups as groups on groups.id = listed.id
  join social_private.notification_kinds as kinds on kinds.kind = groups.kind
  join social_private.notification_actors(
    notification_cards.ids, notification_cards.hidden, notification_cards.pattern) as actors
    on actors.group_id = groups.id
  left join social.comments on comments.id = case
    when groups.kind in ('comment', 'reply') then actors.object_id
    when kinds.object_kind = 'comment' then groups.target_id
  end
  left join social.posts on posts.id = coalesce(
    comments.post_id, case kinds.object_kind when 'post' then groups.target_id end)
  left join social.post_media on post_media.post_id = posts.id and post_media.position = 0
    and (not posts.is_sensitive or posts.author_id = notification_cards.viewer)
  order by listed.place;
end;
$$;

comment on function social_private.notification_cards(uuid, uuid[], text, uuid[], timestamptz[]) is
'Returns these groups of notifications as the viewer sees them, in the given order. times are the
times of their newest visible notifications.';

create function social_private.notifications(after text, page_size integer)
  returns setof social.notification
  language plpgsql
  stable
  security definer -- clients cannot read the tables; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'notifications', actor, notifications.after);
  size integer := social_private.checked_page_size(notifications.page_size);
  hidden uuid[];
  pattern text;
  latest social_private.latest_groups;
begin
  if (select config.notifications from social_private.config) then
    hidden := social_private.avoided_people(actor);
    pattern := social_private.muted_pattern(actor);
    latest := social_private.latest_groups(actor, hidden, pattern, key, size);
    return query
    select * from social_private.notification_cards(
      actor, hidden, pattern, latest.ids, latest.times);
  end if;
end;
$$;

create function social.notifications(after text default null, page_size integer default 20)
  returns setof social.notification
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.notifications(notifications.after, notifications.page_size);

comment on function social.notifications(text, integer) is
'Lists your notifications, latest first. Each row is a group of similar notifications.

The list leaves out everything that you may not see now, people whom you mute, and comments and
posts of other people with a word that you mute. Pass the cursor of the last row as `after` to get
the next page. Returns notifications.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.notifications(text, integer), social.notifications(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
