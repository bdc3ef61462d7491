-- The query that an ORM generates for "posts of the people I follow, page n": it uses join, order,
-- limit and offset. $1 is the viewer, $2 the number of rows to skip.
select posts.id
from social.posts
join social.follows on follows.followee_id = posts.author_id
where follows.follower_id = $1::uuid
  and follows.state = 'accepted'
  and posts.visibility <> 'only_me'
order by posts.id desc
limit 20 offset $2::integer
