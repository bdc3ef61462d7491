-- Fills the table of home_fanout.sql with the newest 800 posts for each named viewer, as Mastodon
-- does.
drop table if exists bench.fanout;
create table bench.fanout (
  viewer_id uuid, post_id uuid, primary key (viewer_id, post_id)
);
insert into bench.fanout
select viewer.id, newest.id
from bench.named as viewer
cross join lateral (
  select posts.id
  from social.follows join social.posts on posts.author_id = follows.followee_id
  where follows.follower_id = viewer.id
    and follows.state = 'accepted'
    and posts.visibility <> 'only_me'
  order by posts.id desc
  limit 800
) as newest
where viewer.name like 'follows %';
analyze bench.fanout;
