-- Pixelfed, GoToSocial and Misskey's database fallback: the application writes the ids of the
-- followees into the query. It is not prepared, because the text differs per viewer. Fetching the
-- ids is not measured. $1 is the viewer, $2 the last id of the page before.
select id
from social.posts
where author_id in (:followees)
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
