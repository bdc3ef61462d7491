-- Writes the rows that triggers would have written. verify_counters() then checks the counters.
insert into social_private.profile_counters
  (profile_id, post_count, follower_count, following_count)
select
  profiles.id, coalesce(posted.count, 0), coalesce(followed.count, 0), coalesce(following.count, 0)
from social.profiles
left join (
  select author_id as id, count(*) from social.posts where visibility <> 'only_me' group by 1
) as posted using (id)
left join (
  select followee_id as id, count(*) from social.follows where state = 'accepted' group by 1
) as followed using (id)
left join (
  select follower_id as id, count(*) from social.follows where state = 'accepted' group by 1
) as following using (id);

insert into social_private.post_counters (post_id, like_count, comment_count)
select posts.id, coalesce(liked.count, 0), coalesce(discussed.count, 0)
from social.posts
left join (select post_id as id, count(*) from social.likes group by 1) as liked using (id)
left join (select post_id as id, count(*) from social.comments group by 1) as discussed
  using (id);

insert into social_private.comment_counters (comment_id, like_count, reply_count)
select comments.id, coalesce(liked.count, 0), coalesce(answered.count, 0)
from social.comments
left join (select comment_id as id, count(*) from social.comment_likes group by 1) as liked
  using (id)
left join (
  select root_id as id, count(*) from social.comments where root_id is not null group by 1
) as answered using (id);

-- Stores the latest post of each person.
insert into social_private.latest_posts (author_id, post_id)
select distinct on (author_id) author_id, id
from social.posts
where visibility <> 'only_me'
order by author_id, id desc;
