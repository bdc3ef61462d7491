-- Creates a public wrapper and the security definer function behind it, in the style of our
-- functions. The function checks the caller and returns no row.
create schema if not exists bench_private;
grant usage on schema bench to authenticated;

create or replace function bench_private.empty_call(profile_id uuid)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
begin
  return;
end;
$$;

create or replace function bench.empty_call(profile_id uuid)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return bench_private.empty_call(empty_call.profile_id);

grant execute on function bench_private.empty_call(uuid), bench.empty_call(uuid) to authenticated;
