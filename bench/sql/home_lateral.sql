-- The usual advice for top-n per group: select the newest 20 posts of each followee, then the
-- newest of all selected posts. $1 is the viewer, $2 the last id of the previous page.
select candidates.id
from social.follows
cross join lateral (
  select posts.id
  from social.posts
  where posts.author_id = follows.followee_id
    and posts.visibility <> 'only_me'
    and posts.id < $2::uuid
  order by posts.id desc
  limit 20
) as candidates
where follows.follower_id = $1::uuid and follows.state = 'accepted'
order by candidates.id desc
limit 20
