-- Demo notifications: seed.sql inserts follows without notifying anybody, and no worker runs during
-- the seed. So this file writes the notifications of follows and of a bell, as the functions would
-- have done. The likes and comments of the demo people have notified already.

create temporary view demo_people as
select * from social.profiles where id::text like 'a0000000-0000-4000-8000-%';

create temporary view demo_groups as
select groups.* from social_private.notification_groups as groups
where groups.recipient_id in (select id from demo_people)
  and groups.kind in ('follow', 'follow_request', 'request_accepted');

select social_private.notify(
  followees.id, case follows.state when 'accepted' then 'follow' else 'follow_request' end,
  follows.follower_id, followees.id, followees.id)
from social.follows
join demo_people as followers on followers.id = follows.follower_id
join demo_people as followees on followees.id = follows.followee_id
where follows.state = 'pending' or not followees.is_private;

select social_private.notify(
  follows.follower_id, 'request_accepted', followees.id, follows.follower_id, follows.follower_id)
from social.follows
join demo_people as followers on followers.id = follows.follower_id
join demo_people as followees on followees.id = follows.followee_id
where follows.state = 'accepted' and followees.is_private;

-- These notifications came in the last days, one every two hours.
update social_private.notifications set
  created_at = now() - interval '1 day' - places.place * interval '2 hours'
from (
  select actor_id, group_id, row_number() over (partition by group_id order by actor_id) as place
  from social_private.notifications where group_id in (select id from demo_groups)
) as places
where notifications.group_id = places.group_id and notifications.actor_id = places.actor_id;

update social_private.notification_groups as groups set
  opened_at = times.first_at, latest_at = times.last_at
from (
  select group_id, min(created_at) as first_at, max(created_at) as last_at
  from social_private.notifications where group_id in (select id from demo_groups)
  group by group_id
) as times
where groups.id = times.group_id;

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

-- Everybody has looked at the notifications since the follows, and Maya has opened one of them.
insert into social_private.inboxes (profile_id, seen_at)
select id, now() - interval '1 day' from demo_people
on conflict do nothing;

update social_private.notification_groups as groups set read_at = now() - interval '1 day'
from demo_people
where demo_people.id = groups.recipient_id and demo_people.username = 'maya'
  and groups.kind = 'request_accepted';
