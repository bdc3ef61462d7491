-- The query of most tutorials: a subquery selects the authors, the newest posts come first, and
-- there is no row level security. $1 is the viewer, $2 the last id of the previous page.
select id
from social.posts
where author_id in (
    select followee_id from social.follows where follower_id = $1::uuid and state = 'accepted'
  )
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
