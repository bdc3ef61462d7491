-- Creates numbered random calls. Each call has a caller, another person and a post. No caller gets
-- the same person twice.
drop table if exists bench.callers, bench.capacity_start;
create table bench.callers as
with people as (
  select id, username, row_number() over (order by random()) - 1 as place
  from bench.people where n > 8 and not is_private limit 20000
), posts as (
  select posts.id, posts.author_id, row_number() over (order by random()) - 1 as place
  from social.posts join bench.people on people.id = posts.author_id
  where posts.audience = 'public' and not people.is_private
  limit 20000
), bounds as (
  select least((select count(*) from people), (select count(*) from posts)) as size
)
select
  i::int as n, caller.id as caller_id, other.id as other_id, posts.id as post_id,
  left(other.username, 4) as text,
  json_build_object(
    'sub', caller.id, 'role', 'authenticated', 'session_id', caller.id,
    'amr', '[{"method": "password"}]'::json
  )::text
    as claims
from bounds
cross join generate_series(0, :operations - 1) as i
join people as caller on caller.place = i % size
join people as other on other.place = (i % size + 1 + i / size) % size
join posts on posts.place = (i + i / size) % size
where not social_private.is_blocked(caller.id, other.id)
  and not social_private.is_blocked(caller.id, posts.author_id);
-- Calls that a block forbids are left out, so their numbers are missing. A client that uses a
-- missing number calls nothing.
alter table bench.callers add primary key (n);
create table bench.capacity_start as select now() as at;
grant usage on schema bench to authenticated;
grant select on bench.callers to authenticated;
analyze bench.callers;
