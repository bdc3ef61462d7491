-- The design of Pixelfed, of GoToSocial and of Misskey's database fallback: the application writes
-- the ids of the followees into the query. The query is not prepared, because its text differs per
-- viewer. The time to fetch these ids is not measured. $1 is the viewer, $2 the last id of the
-- previous page.
select id
from social.posts
where author_id in (:followees)
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
