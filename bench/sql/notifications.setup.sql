-- Creates a public wrapper and the security definer function behind it, in the style of our
-- functions. The function checks the caller and looks up one row by primary key.
create schema if not exists bench_private;
grant usage on schema bench to authenticated;

create or replace function bench_private.look_up()
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  return (
    select counters.follower_count from social_private.profile_counters as counters
    where counters.profile_id = actor and counters.slot = 0
  );
end;
$$;

create or replace function bench.look_up()
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return bench_private.look_up();

grant execute on function bench_private.look_up(), bench.look_up() to authenticated;
