-- The posts with a hashtag that rank highest, with a score that the query computes from the counters.
-- $1 is the viewer, $2 the hashtag, and $3 the number of the first row.
select posts.id
from social.post_hashtags
join social.posts on posts.id = post_hashtags.post_id
join social_private.accounts on accounts.profile_id = posts.author_id
left join social_private.post_counters as counters
  on counters.post_id = posts.id and counters.slot = 0
where post_hashtags.hashtag = $2
  and posts.audience = 'public' and accounts.audience_level = 2
  and not exists (
    select from social_private.blocks
    where blocks.blocker_id = $1::uuid and blocks.blocked_id = posts.author_id
      or blocks.blocker_id = posts.author_id and blocks.blocked_id = $1::uuid
  )
order by
  ln(1 + coalesce(counters.like_count + 2 * counters.comment_count, 0))
    + extract(epoch from posts.created_at)::double precision / 124649 desc,
  posts.id desc
offset $3::int limit 20
