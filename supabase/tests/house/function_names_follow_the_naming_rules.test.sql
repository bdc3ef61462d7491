begin;
select plan(7);

create temp view functions as
select
  oid::regprocedure as routine, proname::text as name, provolatile, prorettype, proretset,
  pronamespace = 'social'::regnamespace as is_exposed,
  proname ~ '^(accept|add|appeal|archive|begin|block|change|check|claim|complete|create'
    '|deactivate|decide|delete|dismiss|end|finish|follow|hide|import|like|mark|moderate|mute|note|pin|reactivate|refuse'
    '|reject|remove|report|request|resolve|restore|review|ring|run|save|set|show|unarchive|unblock'
    '|undismiss|unfollow|unhide|unlike|unmute|unpin|unring|unsave|update|watch)'
    '_[a-z]+(_[a-z]+)*$'
    and proname not in ('close_friends', 'follow_requests', 'show_less_items') as is_verb
from pg_proc
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  $$select routine from functions where is_exposed and is_verb and provolatile <> 'v'$$,
  'a function whose name starts with a verb is volatile, so that the Data API requires POST');
-- Feeds, explore and searches are volatile, because they store a cache, what the viewer has seen, or
-- a used token of a rate limit. Two calls of uuid_v7 return two ids.
select is_empty(
  $$
    select routine from functions
    where is_exposed and not is_verb and provolatile <> 's'
      and name not in (
        'home_feed', 'for_you_feed', 'explore_posts', 'suggested_profiles',
        'post_search', 'profile_search', 'hashtag_search', 'uuid_v7')
  $$,
  'a function whose name is a noun is stable, so that the Data API also accepts GET');
select is_empty(
  $$
    select publics.routine
    from functions as publics join functions as internals using (name)
    where publics.is_exposed and not internals.is_exposed
      and publics.provolatile <> internals.provolatile
  $$,
  'a public wrapper has the same volatility as the function that it calls');
select is_empty(
  $$
    select routine from functions
    where name <> 'notify' and (
      (name ~ '^(is|can|has)_') <> (prorettype = 'boolean'::regtype and not is_verb)
      or (name ~ '^(is|can|has)_' and provolatile = 'v'))
  $$,
  'a read-only function returns a boolean if and only if its name starts with is_, can_ or has_');
select is_empty(
  $$
    select tgname, tgrelid::regclass, proname
    from pg_trigger
    join pg_proc on pg_proc.oid = tgfoid
    join pg_class on pg_class.oid = tgrelid
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not tgisinternal
      and proname !~ ('^tg_' || relname || '__[a-z]+(_[a-z]+)*$')
      -- Many tables share these functions.
      and proname not in (
        'tg_refuse_id', 'tg_refuse_key_change', 'tg_refuse_truncate', 'tg_require_row')
  $$,
  'the name of a trigger function has the form tg_<table>__<task>');
select is_empty(
  $$
    select routine from functions
    where (name ~ '^tg_') <> (prorettype = 'trigger'::regtype) or (name ~ '^tg_' and is_exposed)
  $$,
  'a function has a name that starts with tg_ if and only if it is a trigger function');
select is_empty(
  $$
    select routine from functions
    where prorettype <> 'trigger'::regtype and name !~ '^[a-z]+(_[a-z0-9]+)*$'
  $$,
  'function names are lower-case words joined by underscores');

select * from finish();
rollback;
