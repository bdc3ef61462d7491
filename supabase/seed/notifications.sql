-- Demo notifications: posts.sql and talk.sql insert rows without notifying anybody. So this file
-- writes the notifications of the last two weeks, as the functions would have done. The functions
-- that staff.sql calls have notified people, and this file dates their notifications too.

create temporary view demo_groups as
select * from social_private.notification_groups
where recipient_id in (select id from demo_people);

select social_private.notify(
  followees.id, case follows.state when 'accepted' then 'follow' else 'follow_request' end,
  follows.follower_id, followees.id, followees.id)
from social.follows
join demo_people as followers on followers.id = follows.follower_id
join demo_people as followees on followees.id = follows.followee_id
where (follows.state = 'pending' or not followees.is_private)
  and follows.created_at > now() - interval '14 days';

select social_private.notify(
  follows.follower_id, 'request_accepted', followees.id, follows.follower_id, follows.follower_id)
from social.follows
join demo_people as followers on followers.id = follows.follower_id
join demo_people as followees on followees.id = follows.followee_id
where follows.state = 'accepted' and followees.is_private
  and follows.created_at > now() - interval '14 days';

select social_private.notify(
  posts.author_id, 'post_like', likes.user_id, posts.id, posts.id, posts.id)
from social.likes
join social.posts on posts.id = likes.post_id
join demo_people on demo_people.id = posts.author_id
where likes.created_at > now() - interval '14 days';

select social_private.notify_mentioned_in_post(posts.id, posts.author_id, '{}')
from social.posts
join demo_people on demo_people.id = posts.author_id
where posts.created_at > now() - interval '14 days';

select social_private.notify_of_comment(comments)
from social.comments
join demo_people on demo_people.id = comments.author_id
where comments.created_at > now() - interval '14 days';

select social_private.notify(
  comments.author_id, 'comment_like', comment_likes.user_id, comments.id, comments.id,
  comments.post_id)
from social.comment_likes
join social.comments on comments.id = comment_likes.comment_id
join demo_people on demo_people.id = comments.author_id
where comment_likes.created_at > now() - interval '14 days';

-- Tomás rang the bell of Maya.
insert into social_private.bells (ringer_id, author_id)
select ringers.id, authors.id
from demo_people as ringers, demo_people as authors
where ringers.username = 'tomas' and authors.username = 'maya'
on conflict do nothing;

select social_private.notify(
  bells.ringer_id, 'new_post', bells.author_id, posts.id, posts.id, posts.id)
from social_private.bells
join demo_people as ringers on ringers.id = bells.ringer_id
cross join lateral (
  select id from social.posts
  where author_id = bells.author_id and visibility = 'public'
  order by id desc
  limit 1
) as posts;

-- The notifications came when the people liked, commented, posted, followed or decided.
update social_private.notifications set created_at = coalesce(
  case groups.kind
    when 'post_like' then (
      select likes.created_at from social.likes
      where likes.post_id = object_id and likes.user_id = actor_id
    )
    when 'comment_like' then (
      select likes.created_at from social.comment_likes as likes
      where likes.comment_id = object_id and likes.user_id = actor_id
    )
    when 'follow' then (
      select follows.created_at from social.follows
      where follows.follower_id = actor_id and follows.followee_id = groups.recipient_id
    )
    when 'follow_request' then (
      select follows.created_at from social.follows
      where follows.follower_id = actor_id and follows.followee_id = groups.recipient_id
    )
    when 'request_accepted' then (
      select follows.accepted_at from social.follows
      where follows.follower_id = groups.recipient_id and follows.followee_id = actor_id
    )
    when 'report_decision' then (
      select reports.decided_at from social_private.reports where reports.id = object_id
    )
    when 'sanction' then (
      select audit_log.created_at from social_private.audit_log where audit_log.id = object_id
    )
    when 'appeal_decision' then (
      select appeals.decided_at from social_private.appeals where appeals.sanction_id = object_id
    )
  end,
  (select comments.created_at from social.comments where comments.id = object_id),
  (select posts.created_at from social.posts where posts.id = object_id),
  notifications.created_at)
from demo_groups as groups
where groups.id = notifications.group_id;

update social_private.notification_groups as groups set
  opened_at = times.first_at, latest_at = times.last_at
from (
  select group_id, min(created_at) as first_at, max(created_at) as last_at
  from social_private.notifications where group_id in (select id from demo_groups)
  group by group_id
) as times
where groups.id = times.group_id;

-- Everybody has looked at the notifications a day ago, and Maya has opened one of them.
insert into social_private.inboxes (profile_id, seen_at)
select id, now() - interval '1 day' from demo_people
on conflict (profile_id) do update set seen_at = excluded.seen_at;

update social_private.notification_groups as groups set read_at = now() - interval '1 day'
from demo_people
where demo_people.id = groups.recipient_id and demo_people.username = 'maya'
  and groups.kind = 'request_accepted';
