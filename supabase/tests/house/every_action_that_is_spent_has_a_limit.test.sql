begin;
select plan(3);

-- An action is what a command passes to spend() or charge_actor().
create temp view spent as
select proname, found[1] as action
from pg_proc, regexp_matches(
  prosrc, 'social_private\.(?:spend\([^'')]*|charge_actor\()''([a-z_]+)''', 'g') as found
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
      and proname not in (select proname from spent) and proname <> 'charge_actor'
      and prosrc ~ 'social_private\.(spend|charge_actor)\('
  $$,
  'who spends names the action');
select cmp_ok((select count(*) from spent), '>=', 20::bigint, 'there are commands that spend');

select * from finish();
rollback;
