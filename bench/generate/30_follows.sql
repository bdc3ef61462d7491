-- Generates the follows: 50 per person on average. The numbers of followers and of followees follow
-- a power law. Nearly everybody follows the celebrity. A viewer's name contains the number of
-- people whom the viewer follows.
insert into bench.named
select 'busiest', author_id
from social.posts join social.profiles on profiles.id = author_id
where not is_private and visibility = 'public'
group by author_id
order by count(*) desc
limit 1;

create unlogged table bench.drawn_follows as
with bounds as (
  select current_setting('bench.people')::int as people
), drawn as (
  select
    1 + floor(people * power(random(), 1.5))::int as activity,
    1 + floor(people * power(random(), 2))::int as followee
  from bounds, generate_series(1, 52 * people)
)
select distinct people.n as follower, drawn.followee
from drawn join bench.people using (activity)
where people.n not between 3 and 7 and followee not in (1, 7) and people.n <> followee;

insert into bench.drawn_follows
select n, 1 from bench.people where n > 7 and random() < 0.97;

create unlogged table bench.last_posts as
select people.n, max(posts.created_at) as at, random() as luck
from social.posts join bench.people on people.id = posts.author_id
where posts.visibility <> 'only_me' and people.n > 7
group by people.n;
insert into bench.drawn_follows
select viewer, n
from (values (3, 50), (4, 500), (5, 5000)) as viewers (viewer, followees)
cross join lateral (
  select n from bench.last_posts
  where at > now() - interval '30 days'
  order by md5(n || 'of' || viewer)
  limit followees
) as active;
insert into bench.drawn_follows
select 6, n from (select n from bench.last_posts order by at limit 5000) as quiet;
drop table bench.last_posts;

-- A tenth of the follows of private accounts are pending. For the private account with many
-- requests, half of the follows are pending. All follows by the named viewers are accepted.
insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
select
  follower.id, followee.id,
  case when is_pending then 'pending' else 'accepted' end::social.follow_state,
  at, case when not is_pending then at end
from (
  select
    drawn_follows.*,
    now() - interval '1 second' * floor(34560000 * random()) as at,
    follower not between 3 and 6 and people.is_private
      and random() < case when followee = 2 then 0.5 else 0.1 end as is_pending
  from bench.drawn_follows join bench.people on people.n = followee
) as edges
join bench.people as follower on follower.n = edges.follower
join bench.people as followee on followee.n = edges.followee;
drop table bench.drawn_follows;
analyze social.follows;
