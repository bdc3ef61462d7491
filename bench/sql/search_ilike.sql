-- The search of most tutorials: it searches two columns for '%text%'. It does not find misspelt
-- names. $1 is the viewer, $2 the text.
select id, username
from social.profiles
where username ilike '%' || $2::text || '%' or display_name ilike '%' || $2::text || '%'
order by username
limit 20
