begin;
select plan(2);

select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not coalesce(proconfig @> array['search_path=""'], false)
  $$,
  'every function sets an empty search_path');
-- A setting other than search_path costs time on each call of its function and may change the
-- results.
select set_eq(
  $$
    select proname::text || ' ' || setting
    from pg_proc, unnest(proconfig) as setting
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and setting <> 'search_path=""'
  $$,
  array[
    'cached_feed plan_cache_mode=force_generic_plan',
    'feed_news plan_cache_mode=force_generic_plan',
    'comment_cards plan_cache_mode=force_generic_plan',
    'post_cards plan_cache_mode=force_generic_plan',
    'count_unseen plan_cache_mode=force_generic_plan',
    'create_missing_profiles lock_timeout=100ms', 'create_profile_again lock_timeout=1s',
    'discard_profile lock_timeout=1s', 'pull_feed plan_cache_mode=force_generic_plan',
    'newest_hashtag_posts plan_cache_mode=force_generic_plan',
    'top_hashtag_posts plan_cache_mode=force_generic_plan',
    'hashtag_cards plan_cache_mode=force_generic_plan',
    'found_hashtags plan_cache_mode=force_generic_plan',
    'pull_tagged plan_cache_mode=force_generic_plan',
    'known_people plan_cache_mode=force_generic_plan',
    'explorable_posts plan_cache_mode=force_generic_plan',
    'newest_part plan_cache_mode=force_generic_plan',
    'pool_part plan_cache_mode=force_generic_plan',
    'next_candidates plan_cache_mode=force_generic_plan',
    'period_candidates plan_cache_mode=force_generic_plan',
    'ranked_matches plan_cache_mode=force_generic_plan',
    'recent_candidates plan_cache_mode=force_generic_plan',
    'visible_matches plan_cache_mode=force_generic_plan',
    'for_you_liked plan_cache_mode=force_generic_plan',
    'for_you_tagged plan_cache_mode=force_generic_plan',
    'latest_groups plan_cache_mode=force_generic_plan',
    'notification_actors plan_cache_mode=force_generic_plan',
    'notification_cards plan_cache_mode=force_generic_plan',
    'profile_search plan_cache_mode=force_generic_plan', 'send_hint TimeZone=UTC',
    'further_suggestions plan_cache_mode=force_generic_plan',
    'ranked_suggestions plan_cache_mode=force_generic_plan',
    'shown_sources plan_cache_mode=force_generic_plan',
    'shown_suggestions plan_cache_mode=force_generic_plan',
    'suggestion_cards plan_cache_mode=force_generic_plan',
    'suggestion_sources plan_cache_mode=force_generic_plan',
    'tg_sessions__move_inbox lock_timeout=1s', 'tg_users__move_inbox lock_timeout=1s'
  ],
  'only the listed functions change another setting');

select * from finish();
rollback;
