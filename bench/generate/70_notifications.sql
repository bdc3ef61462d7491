-- Generates the notifications of the last 90 days, from the likes, comments, mentions and follows.
-- The celebrity has two large groups that still accept notifications: one of all likes of the post
-- named 'liked post', and one of all followers. Person 8, named 'rings bells', has not seen the
-- notifications of the newest 100,000 public posts, or of all public posts if there are fewer.
-- Builds without notifications skip this file.
insert into bench.named select 'rings bells', id from bench.people where n = 8;

do $$
begin
  if to_regclass('social_private.notifications') is null then
    return;
  end if;

  create unlogged table bench.drawn_notifications as
  with celebrity as (
    select id from bench.named where name = 'celebrity'
  ), liked as (
    select id from bench.named where name = 'liked post'
  ), drawn as (
    select
      posts.author_id as recipient_id, 'post_like' as kind, likes.post_id as target_id,
      likes.user_id as actor_id, likes.post_id as object_id, posts.id = liked.id as is_large,
      case when posts.id = liked.id then now() - interval '20 hours' * random()
        else likes.created_at end as at
    from liked, social.likes join social.posts on posts.id = likes.post_id
    union all
    select
      comments.author_id, 'comment_like', comments.id, comment_likes.user_id, comments.id, false,
      comment_likes.created_at
    from social.comment_likes join social.comments on comments.id = comment_likes.comment_id
    union all
    select
      parents.author_id, 'reply', parents.id, comments.author_id, comments.id, false,
      comments.created_at
    from social.comments join social.comments as parents on parents.id = comments.parent_id
    union all
    select
      posts.author_id, 'comment', posts.id, comments.author_id, comments.id, false,
      comments.created_at
    from social.comments
    join social.posts on posts.id = comments.post_id
    left join social.comments as parents on parents.id = comments.parent_id
    where parents.author_id is distinct from posts.author_id
    union all
    select
      mentions.profile_id, 'post_mention', posts.id, posts.author_id, posts.id, false,
      posts.created_at
    from social.post_mentions as mentions join social.posts on posts.id = mentions.post_id
    where posts.visibility = 'public'
    union all
    select
      mentions.profile_id, 'comment_mention', comments.id, comments.author_id, comments.id, false,
      comments.created_at
    from social.comment_mentions as mentions
    join social.comments on comments.id = mentions.comment_id
    join social.posts on posts.id = comments.post_id
    left join social.comments as parents on parents.id = comments.parent_id
    where mentions.profile_id not in (posts.author_id, coalesce(parents.author_id, posts.author_id))
    union all
    -- A private account gets requests. Its followers get a notification when it accepts them.
    select
      case when profiles.is_private and follows.state = 'accepted' then follows.follower_id
        else follows.followee_id end,
      case when not profiles.is_private then 'follow'
        when follows.state = 'accepted' then 'request_accepted' else 'follow_request' end,
      case when profiles.is_private and follows.state = 'accepted' then follows.follower_id
        else follows.followee_id end,
      case when profiles.is_private and follows.state = 'accepted' then follows.followee_id
        else follows.follower_id end,
      case when profiles.is_private and follows.state = 'accepted' then follows.follower_id
        else follows.followee_id end,
      profiles.id = celebrity.id,
      case when profiles.id = celebrity.id then now() - interval '20 hours' * random()
        else follows.created_at end
    from celebrity, social.follows join social.profiles on profiles.id = follows.followee_id
    union all
    select bells.id, 'new_post', posts.id, posts.author_id, posts.id, false, posts.created_at
    from bench.named as bells,
      lateral (
        select posts.id, posts.author_id, posts.created_at
        from social.posts join social.profiles on profiles.id = posts.author_id
        where posts.visibility = 'public' and not profiles.is_private
          and posts.author_id <> bells.id
        order by posts.id desc
        limit 100000
      ) as posts
    where bells.name = 'rings bells'
  )
  -- Nobody gets notifications of what they did themselves, or of people whom they mute or block.
  select * from drawn
  where recipient_id <> actor_id
    and (kind = 'new_post' or at > now() - interval '90 days')
    and not exists (
      select from social_private.mutes
      where mutes.muter_id = drawn.recipient_id and mutes.muted_id = drawn.actor_id
    )
    and not exists (
      select from social_private.blocks
      where blocks.blocker_id = drawn.recipient_id and blocks.blocked_id = drawn.actor_id
    )
    and not exists (
      select from social_private.blocks
      where blocks.blocker_id = drawn.actor_id and blocks.blocked_id = drawn.recipient_id
    );

  -- A group contains the notifications of 24 hours, counted from its first notification.
  create unlogged table bench.grouped_notifications as
  select
    drawn.*, case when drawn.is_large then 0 else floor(extract(epoch from drawn.at - min(drawn.at)
      over (partition by drawn.recipient_id, drawn.kind, drawn.target_id)) / 86400) end as day
  from bench.drawn_notifications as drawn;
  drop table bench.drawn_notifications;

  create unlogged table bench.notification_groups as
  select
    bench.uuid_v7(min(at)) as id, recipient_id, kind, target_id, day,
    row_number() over (partition by recipient_id, kind, target_id order by day)::int as generation,
    min(at) as opened_at, max(at) as latest_at
  from bench.grouped_notifications
  group by recipient_id, kind, target_id, day;
  analyze bench.notification_groups, bench.grouped_notifications;

  -- Four of five people have looked at their notifications in the last 30 days, and have opened a
  -- third of those that they saw.
  insert into social_private.inboxes (profile_id, seen_at)
  select id, now() - interval '30 days' * power(random(), 3)
  from bench.people
  where n not in (1, 8) and random() < 0.8;

  insert into social_private.notification_groups
    (id, recipient_id, kind, target_id, generation, opened_at, latest_at, read_at)
  select
    groups.id, groups.recipient_id, groups.kind, groups.target_id, groups.generation,
    groups.opened_at, groups.latest_at,
    case when groups.latest_at < inboxes.seen_at and random() < 0.33 then inboxes.seen_at end
  from bench.notification_groups as groups
  left join social_private.inboxes on inboxes.profile_id = groups.recipient_id
  order by groups.id;

  insert into social_private.notifications (group_id, actor_id, object_id, created_at)
  select groups.id, grouped.actor_id, grouped.object_id, grouped.at
  from bench.grouped_notifications as grouped
  join bench.notification_groups as groups using (recipient_id, kind, target_id, day)
  order by grouped.at;
  drop table bench.grouped_notifications, bench.notification_groups;

  -- 'follows 500' has one large group among small ones: a copy of the likes of 'liked post'.
  insert into social_private.notification_groups
    (id, recipient_id, kind, target_id, generation, opened_at, latest_at)
  select
    bench.uuid_v7(groups.opened_at), viewer.id, groups.kind, groups.target_id, 1, groups.opened_at,
    groups.latest_at
  from social_private.notification_groups as groups
  join bench.named as liked on liked.name = 'liked post' and liked.id = groups.target_id
  join bench.named as viewer on viewer.name = 'follows 500'
  where groups.kind = 'post_like';
  insert into social_private.notifications (group_id, actor_id, object_id, created_at)
  select copies.id, notifications.actor_id, notifications.object_id, notifications.created_at
  from social_private.notifications
  join social_private.notification_groups as groups on groups.id = notifications.group_id
  join social_private.notification_groups as copies
    on copies.kind = groups.kind and copies.target_id = groups.target_id
    and copies.generation = groups.generation and copies.recipient_id <> groups.recipient_id
  join bench.named as liked on liked.name = 'liked post' and liked.id = groups.target_id
  where groups.kind = 'post_like' and copies.recipient_id = (
    select id from bench.named where name = 'follows 500')
    and notifications.actor_id <> copies.recipient_id;

  -- A twentieth of the people rang the bell of one followee. Nobody rang the bell of an author who
  -- posts in the benchmark. A twentieth of the people turned likes of their comments off.
  insert into social_private.bells (ringer_id, author_id)
  select distinct on (follower_id) follower_id, followee_id
  from social.follows
  where state = 'accepted' and left(follower_id::text, 2) < '0d'
    and followee_id not in (select id from bench.named)
  order by follower_id, followee_id;
  insert into social_private.notification_preferences (profile_id, kind, from_whom)
  select id, 'comment_like', 'nobody' from bench.people where n > 8 and random() < 0.05;

  analyze social_private.notification_groups, social_private.notifications,
    social_private.inboxes, social_private.bells, social_private.notification_preferences;
end
$$;
