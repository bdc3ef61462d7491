-- The statement that PostgREST generates for GET /posts?select=id,caption,…,author:profiles(…),
-- media:post_media(…),counts:post_counts(…)&order=id.desc&limit=20, with a filter.
select coalesce(json_agg(_postgrest_t), '[]')::text as body
from (
  select
    posts.id, posts.caption, posts.visibility, posts.created_at,
    row_to_json(author.*)::jsonb as author,
    coalesce(media.media, '[]') as media,
    row_to_json(counts.*)::jsonb as counts
  from social.posts
  left join lateral (
    select profiles_1.id, profiles_1.username, profiles_1.display_name, profiles_1.avatar_path
    from social.profiles as profiles_1
    where profiles_1.id = posts.author_id
    limit 1
  ) as author on true
  left join lateral (
    select json_agg(media_1)::jsonb as media
    from (
      select post_media_1.path, post_media_1.width, post_media_1.height, post_media_1.alt_text
      from social.post_media as post_media_1
      where post_media_1.post_id = posts.id
      order by post_media_1.position
    ) as media_1
  ) as media on true
  left join lateral (
    select post_counts_1.like_count, post_counts_1.comment_count
    from social.post_counts as post_counts_1
    where post_counts_1.post_id = posts.id
    limit 1
  ) as counts on true
  where :filter
  order by posts.id desc
  limit 20 offset 0
) as _postgrest_t
