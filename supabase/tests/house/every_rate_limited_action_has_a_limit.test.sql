begin;
select plan(3);

-- This view lists the action names that functions pass to the rate limit functions. Two of them pass
-- an argument on.
create temp view consumers as
select proname, found[1] as action
from pg_proc, regexp_matches(
  prosrc,
  'social_private\.(?:consume_(?:rate|reader)_limit\([^'')]*|require_actor_and_consume\()''([a-z_]+)''',
  'g') as found
where pronamespace = 'social_private'::regnamespace
  and proname not in ('consume_address_limit', 'consume_reader_limit');

select is_empty(
  $$
    select proname, action from consumers
    where action not in (select action from social_private.rate_limits)
  $$,
  'every action that a function passes to the rate limiter has a row in rate_limits');
select is_empty(
  $$
    select proname from pg_proc
    where pronamespace = 'social_private'::regnamespace
      and proname not in (select proname from consumers)
      and proname not in (
        'require_actor_and_consume', 'consume_address_limit', 'consume_reader_limit')
      and prosrc ~ 'social_private\.(consume_(rate|reader)_limit|require_actor_and_consume)\('
  $$,
  'every rate-limited function passes the name of its action to the rate limiter as a literal');
select cmp_ok((select count(*) from consumers), '>=', 20::bigint,
  'the test finds at least 20 rate-limited functions');

select * from finish();
rollback;
