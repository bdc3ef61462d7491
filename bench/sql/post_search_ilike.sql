-- The search of most tutorials. $1 is the viewer, $2 the words with a % around each. The query finds
-- parts of words, too, and shows posts that the viewer may not see.
select id from social.posts where caption ilike all ($2::text[]) order by id desc limit 20
