begin;
select plan(2);

select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not coalesce(proconfig @> array['search_path=""'], false)
  $$,
  'every function begins with an empty search_path');
-- An extra setting costs time on every call and can change a meaning, so each is listed.
select set_eq(
  $$
    select proname::text || ' ' || setting
    from pg_proc, unnest(proconfig) as setting
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and setting <> 'search_path=""'
  $$,
  array[
    'cached_feed plan_cache_mode=force_generic_plan',
    'pull_feed plan_cache_mode=force_generic_plan',
    'profile_search plan_cache_mode=force_generic_plan'
  ],
  'no function sets anything else, but for plans of the home feed and the search');

select * from finish();
rollback;
