-- Creates the numbered follows of the write tests. Each client follows and then unfollows a person.
-- In celebrity_follows everybody follows one person. In mutual_follows 64 people follow each other,
-- which risks deadlocks.
drop table if exists bench.celebrity_follows, bench.mutual_follows;

create table bench.celebrity_follows as
with people as (
  select id, row_number() over (order by random()) - 1 as place
  from bench.people
  where n > 8 and not social_private.is_blocked(
    id, (select id from bench.named where name = 'nobody'))
), bounds as (
  select count(*) as people from people
)
select
  i::int as n, people.id as follower_id,
  (select named.id from bench.named where name = 'nobody') as followee_id,
  json_build_object(
    'sub', people.id, 'role', 'authenticated', 'session_id', people.id,
    'amr', '[{"method": "password"}]'::json
  )::text
    as claims
from bounds
cross join generate_series(0, :operations - 1) as i
join people on people.place = i % bounds.people;
alter table bench.celebrity_follows add primary key (n);

create table bench.mutual_follows as
with people as (
  select id, row_number() over () as place
  from (select id from bench.people where n > 8 and not is_private order by random() limit 64)
    as chosen
), pairs as (
  select one.id as follower_id, other.id as followee_id, row_number() over () - 1 as place
  from people as one join people as other on one.place <> other.place
  where not social_private.is_blocked(one.id, other.id) and not exists (
    select from social.follows
    where follows.follower_id = one.id and follows.followee_id = other.id
  )
), bounds as (
  select count(*) as pairs from pairs
), drawn as (
  select i, floor(random() * pairs)::int as place
  from bounds, generate_series(0, :operations - 1) as i
)
select
  i::int as n, follower_id, followee_id,
  json_build_object(
    'sub', follower_id, 'role', 'authenticated', 'session_id', follower_id,
    'amr', '[{"method": "password"}]'::json
  )::text
    as claims
from drawn join pairs using (place);
alter table bench.mutual_follows add primary key (n);

grant usage on schema bench to authenticated;
grant select on bench.celebrity_follows, bench.mutual_follows to authenticated;
analyze bench.celebrity_follows, bench.mutual_follows;
