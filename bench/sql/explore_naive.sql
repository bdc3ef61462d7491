-- The query of most tutorials: it computes a score for each public post of the last week, without
-- row level security. $1 is the viewer, $2 the number of posts on earlier pages.
select posts.id
from social.posts
join social.profiles on profiles.id = posts.author_id
left join lateral (
  select sum(like_count) as likes, sum(comment_count) as comments
  from social_private.post_counters where post_counters.post_id = posts.id
) as counts on true
where posts.visibility = 'public' and posts.created_at > now() - interval '7 days'
  and posts.archived_at is null and posts.hidden_at is null and posts.deleted_at is null
  and not profiles.is_private and posts.author_id <> $1::uuid
  and posts.author_id not in (
    select followee_id from social.follows where follower_id = $1::uuid
  )
order by (1 + coalesce(counts.likes, 0) + 2 * coalesce(counts.comments, 0))
  / power(extract(epoch from now() - posts.created_at) / 3600 + 2, 1.8) desc
limit 20 offset $2::integer
