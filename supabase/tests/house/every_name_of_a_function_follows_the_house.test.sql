begin;
select plan(7);

create temp view functions as
select
  oid::regprocedure as routine, proname::text as name, provolatile, prorettype, proretset,
  pronamespace = 'social'::regnamespace as is_exposed,
  proname ~ '^(accept|add|appeal|archive|begin|block|change|check|claim|complete|create'
    '|deactivate|decide|delete|follow|hide|import|like|moderate|mute|pin|reactivate|refuse|reject'
    '|remove|report|request|resolve|restore|review|run|save|unarchive|unblock|unfollow|unhide|unlike'
    '|unmute|unpin|unsave|update)'
    '_[a-z]+(_[a-z]+)*$'
    and proname not in ('close_friends', 'follow_requests') as is_verb
from pg_proc
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  $$select routine from functions where is_exposed and is_verb and provolatile <> 'v'$$,
  'a verb writes: it is volatile, so it answers to POST only');
-- home_feed alone remembers what it read; in a transaction that cannot write it does not.
select is_empty(
  $$
    select routine from functions
    where is_exposed and not is_verb and provolatile <> 's' and name <> 'home_feed'
  $$,
  'a noun reads: it is stable, so it answers to GET in a transaction that cannot write');
select is_empty(
  $$
    select outer_ones.routine
    from functions as outer_ones join functions as inner_ones using (name)
    where outer_ones.is_exposed and not inner_ones.is_exposed
      and outer_ones.provolatile <> inner_ones.provolatile
  $$,
  'a door is as volatile as what lies behind');
select is_empty(
  $$
    select routine from functions
    where (name ~ '^(is|can)_') <> (prorettype = 'boolean'::regtype and not is_verb)
      or (name ~ '^(is|can)_' and provolatile = 'v')
  $$,
  'is_ and can_ decide, and nothing else does');
select is_empty(
  $$
    select tgname, tgrelid::regclass, proname
    from pg_trigger
    join pg_proc on pg_proc.oid = tgfoid
    join pg_class on pg_class.oid = tgrelid
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not tgisinternal
      and proname !~ ('^tg_' || relname || '__[a-z]+(_[a-z]+)*$')
  $$,
  'a trigger function is named tg_<table>__<task>');
select is_empty(
  $$
    select routine from functions
    where (name ~ '^tg_') <> (prorettype = 'trigger'::regtype) or (name ~ '^tg_' and is_exposed)
  $$,
  'and nothing else is');
select is_empty(
  $$
    select routine from functions
    where prorettype <> 'trigger'::regtype and name !~ '^[a-z]+(_[a-z0-9]+)*$'
  $$,
  'names are words in lower case');

select * from finish();
rollback;
