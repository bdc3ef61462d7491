-- Pixelfed, GoToSocial and Misskey's database fallback: the application holds the ids of the
-- people followed and writes them into the query. Not prepared, since the text is another for
-- everybody. Fetching the list is not counted. $1 is the viewer, $2 the end of the page before.
select id
from social.posts
where author_id in (:followees)
  and visibility <> 'only_me'
  and id < $2::uuid
order by id desc
limit 20
