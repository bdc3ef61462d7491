-- What a tutorial writes: the authors in a subquery, the newest first. No row-level security.
-- $1 is the viewer, $2 the id that ended the page before.
select id
from social.posts
where author_id in (
    select followee_id from social.follows where follower_id = $1::uuid and state = 'accepted'
  )
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
