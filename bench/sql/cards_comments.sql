-- The lower bound for the time: this query reads comment cards by primary key without checks. The
-- columns are those of social.comment_card. $1 is the viewer.
with wanted (id, place) as materialized (:source)
select
  comments.id, comments.post_id, comments.parent_id, comments.root_id, comments.author_id,
  profiles.username::text, profiles.display_name, profiles.avatar_path, comments.body,
  coalesce(mentioned.people, '[]') as mentions, comments.deleted_by, counts.likes, counts.replies,
  my_like.comment_id is not null as is_liked,
  comments.created_at, comments.edited_at, encode(uuid_send(comments.id), 'hex') as cursor
from wanted
join social.comments on comments.id = wanted.id
left join social.profiles on profiles.id = comments.author_id
left join social.comment_likes as my_like
  on my_like.user_id = $1::uuid and my_like.comment_id = wanted.id
left join lateral (
  select jsonb_agg(
    jsonb_build_object(
      'profile_id', comment_mentions.profile_id, 'username', comment_mentions.username,
      'start', place, 'end', place + 1 + length(comment_mentions.username)
    ) order by place
  ) as people
  from social.comment_mentions
  cross join lateral unnest(comment_mentions.starts) as place
  where comment_mentions.comment_id = comments.id
) as mentioned on true
left join lateral (
  select sum(like_count)::integer as likes, sum(reply_count)::integer as replies
  from social_private.comment_counters
  where comment_counters.comment_id = comments.id
) as counts on true
order by wanted.place
