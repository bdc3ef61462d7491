-- Fan-out on write: inserts a post and one row per follower. The benchmark deletes these rows after
-- each run. $1 is the author.
with post as (
  insert into social.posts (author_id, caption, visibility)
  values ($1::uuid, 'A walk along the river', 'public')
  returning id
)
insert into bench.fanout
select follows.follower_id, post.id
from post, social.follows
where follows.followee_id = $1::uuid and follows.state = 'accepted'
returning post_id
