-- The same under the policies a stranger writes (see home_naive_rls.setup.sql), as the viewer.
-- Ids only: no card is fetched. $1 is the id that ended the page before.
select id
from bench.rls_posts
where author_id in (
    select followee_id from bench.rls_follows
    where follower_id = (select auth.uid()) and state = 'accepted'
  )
  and id < $1::uuid
order by id desc
limit 20
