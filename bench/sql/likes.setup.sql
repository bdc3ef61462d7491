-- Creates the numbered likes of the write tests. In hot_likes all clients like the same post. When
-- everybody has liked this post, the clients like the next post. spread_likes has likes of up to
-- 100,000 public posts. Nobody likes a post of a person who blocks them or whom they block.
drop table if exists bench.hot_likes, bench.spread_likes, bench.hot_posts;

create table bench.hot_posts (place int primary key, id uuid not null unique);
with people as (
  select count(*) from bench.people
  where n > 8 and not social_private.is_blocked(
    id, (select id from bench.named where name = 'celebrity'))
), posts as (
  insert into social.posts (author_id, caption, visibility)
  select (select id from bench.named where name = 'celebrity'), 'A hot post', 'public'
  from people, generate_series(0, (:operations - 1) / people.count)
  returning id
)
insert into bench.hot_posts select row_number() over (order by id) - 1, id from posts;

create table bench.hot_likes as
with people as (
  select id, row_number() over (order by random()) - 1 as place
  from bench.people
  where n > 8 and not social_private.is_blocked(
    id, (select id from bench.named where name = 'celebrity'))
), bounds as (
  select count(*) as people from people
)
select
  i::int as n, people.id as user_id, hot_posts.id as post_id,
  json_build_object(
    'sub', people.id, 'role', 'authenticated', 'session_id', people.id,
    'amr', '[{"method": "password"}]'::json
  )::text
    as claims
from bounds
cross join generate_series(0, :operations - 1) as i
join people on people.place = i % bounds.people
join bench.hot_posts on hot_posts.place = i / bounds.people;
alter table bench.hot_likes add primary key (n);

create table bench.spread_likes as
with posts as (
  select posts.id, posts.author_id, row_number() over (order by random()) - 1 as place
  from social.posts join social.profiles on profiles.id = posts.author_id
  where posts.audience = 'public' and not profiles.is_private
    and posts.id not in (select id from bench.hot_posts)
  limit 100000
), bounds as (
  select count(*) as posts, (select count(*) from bench.people) as people from posts
), drawn as (
  select i, i % posts as place, 9 + floor(random() * (people - 9))::int as person
  from bounds, generate_series(0, :operations * 11 / 10) as i
), fresh as (
  select distinct on (people.id, posts.id) people.id as user_id, posts.id as post_id
  from drawn
  join posts using (place)
  join bench.people on people.n = drawn.person
  where not exists (
    select from social.likes where likes.user_id = people.id and likes.post_id = posts.id
  )
    and not social_private.is_blocked(people.id, posts.author_id)
)
select
  (row_number() over (order by random()) - 1)::int as n, user_id, post_id,
  json_build_object(
    'sub', user_id, 'role', 'authenticated', 'session_id', user_id,
    'amr', '[{"method": "password"}]'::json
  )::text as claims
from fresh
limit :operations;
alter table bench.spread_likes add primary key (n);

grant usage on schema bench to authenticated;
grant select on bench.hot_likes, bench.spread_likes to authenticated;
analyze bench.hot_likes, bench.spread_likes;
