-- Fan-out on write (Mastodon, GetStream): the table has one row for each follower and post. A read
-- takes 40 candidates and keeps the first 20 that are still visible. The benchmarked call "posting"
-- measures the cost of writing these rows. $1 is the viewer, $2 the last id of the previous page.
with candidates as materialized (
  select post_id
  from bench.fanout
  where viewer_id = $1::uuid and post_id < $2::uuid
  order by post_id desc
  limit 40
)
select posts.id
from candidates
join social.posts on posts.id = candidates.post_id
where posts.visibility <> 'only_me'
  and exists (
    select from social.follows
    where follows.follower_id = $1::uuid
      and follows.followee_id = posts.author_id
      and follows.state = 'accepted'
  )
order by posts.id desc
limit 20
