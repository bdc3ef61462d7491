-- The lower bound for the time: this query reads rows of notifications by key without checks, with
-- up to three profile cards and one thumbnail each. $1 is the recipient, $2 are the ids of groups.
with wanted (id, place) as materialized (
  select id, place from unnest($2::uuid[]) with ordinality as given (id, place)
)
select
  groups.id, groups.kind::text, actors.cards, kinds.object_kind, groups.target_id,
  post_media.thumbnail_path, groups.latest_at <= groups.read_at as is_read, groups.latest_at,
  encode(uuid_send(groups.id), 'hex') as cursor
from wanted
join social_private.notification_groups as groups on groups.id = wanted.id
join social_private.notification_kinds as kinds on kinds.kind = groups.kind
left join lateral (
  select array_agg(row(
    profiles.id, profiles.username, profiles.display_name, profiles.avatar_path,
    profiles.is_private, mine.state, theirs.state, null)::social.profile_card
    order by latest.created_at desc) as cards
  from (
    select notifications.actor_id, notifications.created_at
    from social_private.notifications
    where notifications.group_id = groups.id
    order by notifications.created_at desc, notifications.actor_id desc
    limit 3
  ) as latest
  join social.profiles on profiles.id = latest.actor_id
  left join social.follows as mine
    on mine.follower_id = $1::uuid and mine.followee_id = latest.actor_id
  left join social.follows as theirs
    on theirs.follower_id = latest.actor_id and theirs.followee_id = $1::uuid
) as actors on true
left join social.post_media
  on post_media.post_id = groups.target_id and post_media.position = 0
order by wanted.place
