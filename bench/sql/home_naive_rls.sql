-- The naive query under naive policies (see home_naive_rls.setup.sql). The query runs with the
-- rights of the viewer and reads only ids, no cards. $1 is the last id of the previous page.
select id
from bench.rls_posts
where author_id in (
    select followee_id from bench.rls_follows
    where follower_id = (select auth.uid()) and state = 'accepted'
  )
  and id < $1::uuid
order by id desc
limit 20
