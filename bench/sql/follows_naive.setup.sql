-- Creates the naive counter of follows. For each follow, a row trigger updates two counters. The
-- first counter is in the wide profile row of the follower. The second counter is in the profile
-- row of the followee. Foreign keys point to both rows.
drop table if exists bench.naive_follows, bench.naive_profiles;
create table bench.naive_profiles as
select profiles.*, 0 as follower_count, 0 as following_count from social.profiles;
alter table bench.naive_profiles add primary key (id);
create unique index on bench.naive_profiles (username);

create table bench.naive_follows (
  follower_id uuid not null references bench.naive_profiles (id) on delete cascade,
  followee_id uuid not null references bench.naive_profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (follower_id, followee_id)
);
create index on bench.naive_follows (followee_id, created_at desc, follower_id desc);

create or replace function bench.count_naive_follow() returns trigger language plpgsql as $$
declare
  change int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  update bench.naive_profiles set following_count = following_count + change
  where id = coalesce(new.follower_id, old.follower_id);
  update bench.naive_profiles set follower_count = follower_count + change
  where id = coalesce(new.followee_id, old.followee_id);
  return null;
end;
$$;
create trigger count_follow after insert or delete on bench.naive_follows
  for each row execute function bench.count_naive_follow();
analyze bench.naive_profiles;
