-- Creates copies of our commands and of their public wrappers. The copies, such as
-- unlimited_like_post, have no rate limits.
create schema if not exists bench_private;
grant usage on schema bench to authenticated;
do $$
declare
  one record;
  definition text;
begin
  for one in
    select oid, proname as name from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and proname in ('add_comment', 'create_post', 'like_post')
    -- A wrapper is bound to its function when the wrapper is created, so create all functions
    -- before the wrappers.
    order by pronamespace = 'social'::regnamespace
  loop
    definition := replace(pg_get_functiondef(one.oid), one.name, 'unlimited_' || one.name);
    definition := replace(definition, 'social_private.unlimited_', 'bench_private.unlimited_');
    definition := replace(definition, 'social.unlimited_', 'bench.unlimited_');
    definition := regexp_replace(
      definition, 'require_actor_and_consume\([^)]*\)', 'require_actor()');
    definition := regexp_replace(
      definition, 'perform social_private\.consume_rate_limit\([^)]*\);', '');
    execute definition;
  end loop;
end $$;
grant execute on all functions in schema bench, bench_private to authenticated;
