-- The query of most tutorials: the authors in a subquery, newest posts first, no row level
-- security. $1 is the viewer, $2 the last id of the page before.
select id
from social.posts
where author_id in (
    select followee_id from social.follows where follower_id = $1::uuid and state = 'accepted'
  )
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
