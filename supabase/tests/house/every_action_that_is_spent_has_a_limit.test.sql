begin;
select plan(3);

-- An action is what a command passes to spend() or require_actor_and_consume().
create temp view spent as
select proname, found[1] as action
from pg_proc, regexp_matches(
  prosrc, 'social_private\.(?:spend\([^'')]*|require_actor_and_consume\()''([a-z_]+)''', 'g') as found
where pronamespace = 'social_private'::regnamespace;

select is_empty(
  $$
    select proname, action from spent
    where action not in (select action from social_private.rate_limits)
  $$,
  'an action without a row would have no limit: a slip of the pen');
select is_empty(
  $$
    select proname from pg_proc
    where pronamespace = 'social_private'::regnamespace
      and proname not in (select proname from spent) and proname <> 'require_actor_and_consume'
      and prosrc ~ 'social_private\.(spend|require_actor_and_consume)\('
  $$,
  'who spends names the action');
select cmp_ok((select count(*) from spent), '>=', 20::bigint, 'there are commands that spend');

select * from finish();
rollback;
