-- The lower bound for the time: this query reads post cards by primary key without checks. The
-- columns are those of social.post_card. Every comparator of the home feed ends with this query, so
-- the comparators differ only in how they select posts. $1 is the viewer.
with wanted (id, place) as materialized (:source)
select
  posts.id, posts.author_id, profiles.username::text, profiles.display_name,
  profiles.avatar_path, posts.caption, posts.visibility, posts.is_sensitive, posts.sensitive_note,
  coalesce(attached.media, '[]') as media, coalesce(mentioned.people, '[]') as mentions,
  counts.likes, counts.comments,
  my_like.post_id is not null as is_liked,
  my_save.post_id is not null as is_saved,
  my_edge.followee_id is not null as is_following_author,
  posts.created_at, posts.edited_at, encode(uuid_send(posts.id), 'hex') as cursor
from wanted
join social.posts on posts.id = wanted.id
join social.profiles on profiles.id = posts.author_id
left join social.likes as my_like
  on my_like.user_id = $1::uuid and my_like.post_id = wanted.id
left join social.saves as my_save
  on my_save.user_id = $1::uuid and my_save.post_id = wanted.id
left join social.follows as my_edge
  on my_edge.follower_id = $1::uuid and my_edge.followee_id = posts.author_id
    and my_edge.state = 'accepted'
left join lateral (
  select jsonb_agg(
    jsonb_build_object(
      'path', post_media.path, 'mime_type', post_media.mime_type, 'width', post_media.width,
      'height', post_media.height, 'alt_text', post_media.alt_text
    ) order by post_media.position
  ) as media
  from social.post_media
  where post_media.post_id = posts.id
) as attached on true
left join lateral (
  select jsonb_agg(
    jsonb_build_object(
      'profile_id', post_mentions.profile_id, 'username', post_mentions.username,
      'start', place, 'end', place + 1 + length(post_mentions.username)
    ) order by place
  ) as people
  from social.post_mentions
  cross join lateral unnest(post_mentions.starts) as place
  where post_mentions.post_id = posts.id
) as mentioned on true
left join lateral (
  select sum(like_count)::integer as likes, sum(comment_count)::integer as comments
  from social_private.post_counters
  where post_counters.post_id = posts.id
) as counts on true
order by wanted.place
