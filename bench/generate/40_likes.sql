-- Generates the likes: 5 per post on average. The numbers of likes follow a power law. Half of the
-- people like the post named 'liked post'. At most a tenth of the people like any other post. The
-- likers of a post are 7919 ranks apart. 7919 and the number of people have no common factor, so
-- nobody likes a post twice.
insert into social.likes (user_id, post_id, created_at)
select people.id, posts.id, posts.created_at + (now() - posts.created_at) * power(random(), 3)
from (
  select
    id, created_at, floor(random() * people)::bigint as first, people,
    case when id = (select named.id from bench.named where name = 'liked post') then people / 2
      else least(floor(3.9 * (power(random(), -0.6) - 1)), people / 10) end::int as likes
  from social.posts, (select current_setting('bench.people')::int as people) as bounds
  where visibility <> 'only_me'
) as posts
cross join lateral generate_series(1, likes) as i
join bench.people on people.n = 1 + (posts.first + i * 7919::bigint) % posts.people;
analyze social.likes;

-- Generates the saves: one for about every third post.
insert into social.saves (user_id, post_id, created_at)
select people.id, posts.id, now() - interval '1 second' * floor(31536000 * random())
from (
  select id, 1 + floor(random() * current_setting('bench.people')::int)::int as n
  from social.posts where random() < 0.3 and visibility = 'public'
) as posts
join bench.people using (n);
