begin;
select plan(4);

create temp table bodies as
select proname, pg_get_functiondef(oid) as body
from pg_proc where pronamespace = 'social_private'::regnamespace;

create temp table raised as
select proname, found[1] as code
from bodies, regexp_matches(body, 'social_private\.fail\(\s*''([a-z_]+)''', 'g') as found
union
select proname, 'rate_limited' from bodies where body like '%social_private.fail_rate_limited(%'
union
select proname, unnest(array[found[1] || '_too_long', 'text_invalid'])
from bodies, regexp_matches(body, 'clean_(?:text|line)\([^'']*''([a-z_]+)''', 'g') as found
union
select proname, found[1]
from bodies, regexp_matches(body, '(?:then|else|THEN|ELSE) ''([a-z_]+)''', 'g') as found
where proname in ('require_actor', 'username_problem');

create temp table wrappers as
select
  proname as wrapper,
  obj_description(oid, 'pg_proc') like '%Common errors: docs/errors.md#common-errors.' as has_phrase
from pg_proc where pronamespace = 'social'::regnamespace;

create temp table reachable as
with recursive calls as (
  select proname, found[1]::name as callee
  from bodies, regexp_matches(body, 'social_private\.([a-z_]+)\(', 'g') as found
  union
  -- A function fires a trigger if the function inserts into the table or sets the column of the
  -- trigger.
  select bodies.proname, tasks.proname
  from pg_trigger
  join pg_proc as tasks on tasks.oid = tgfoid
  left join pg_attribute on attrelid = tgrelid and attnum = any (tgattr)
  join bodies on
    tgtype & 4 > 0 and body ~ ('insert into ' || tgrelid::regclass || '\M')
    or tgtype & 16 > 0 and body ~ (
      'update ' || tgrelid::regclass || '\s+set\s[^;]*\m' || attname || ' = (?!null)')
  where not tgisinternal and tasks.pronamespace = 'social_private'::regnamespace
), reached as (
  select proname as wrapper, proname as callee
  from bodies where proname in (select wrapper from wrappers)
  union
  select reached.wrapper, calls.callee from reached join calls on calls.proname = reached.callee
)
select distinct wrapper, code from reached join raised on raised.proname = reached.callee;

create temp table documented as
select proname as wrapper, found[1] as code
from pg_proc, regexp_matches(
  regexp_replace(obj_description(oid, 'pg_proc'), '^.*?Errors?:|\([^)]*\)', '', 'g'),
  '[a-z]+(?:_[a-z]+)+', 'g') as found
where pronamespace = 'social'::regnamespace and obj_description(oid, 'pg_proc') ~ 'Errors?:';

-- Function comments do not list the common errors, which docs/errors.md explains.
create temp table common as
select unnest(array[
  'not_signed_in', 'anonymous_user', 'profile_missing', 'account_suspended', 'account_deactivated',
  'account_unconfirmed',
  'account_deleted', 'rate_limited', 'argument_missing', 'cursor_invalid', 'page_size_invalid',
  'settings_missing'
]) as code;
select is_empty(
  $$
    select wrapper, code from documented except select wrapper, code from reachable
    -- The view "reachable" cannot find these errors, because a delete trigger or a constraint
    -- raises them.
    except values
      ('add_staff_member', 'last_administrator'), ('remove_staff_member', 'last_administrator'),
      ('delete_profile', 'last_administrator')
  $$,
  'no function comment contains an error that the function cannot raise');
-- The functions below cannot raise the listed errors in practice. The caller always has a profile.
-- check_username and check_sign_up return a word instead of an error. end_session makes its key itself. Only moderate_profile suspends people.
select is_empty(
  $$
    select wrapper, code from reachable join wrappers using (wrapper)
    where code not in (select code from common)
      -- Only statements of an operator can raise these errors.
      and code not in (
        'id_not_in_order', 'key_is_fixed', 'reply_misplaced', 'row_is_required', 'truncate_refused')
    except select wrapper, code from documented
    except values
      ('change_username', 'profile_not_found'),
      ('check_sign_up', 'display_name_too_long'), ('check_sign_up', 'text_invalid'),
      ('check_sign_up', 'username_invalid'), ('check_sign_up', 'username_taken'),
      ('check_username', 'username_invalid'), ('check_username', 'username_taken'),
      ('create_profile', 'profile_not_found'), ('delete_profile', 'restore_expired'),
      ('decide_appeal', 'last_administrator'),
      ('end_session', 'idempotency_key_invalid'), ('end_session', 'idempotency_key_reused'),
      ('moderate_comment', 'last_administrator'), ('moderate_post', 'last_administrator'),
      ('my_profile', 'profile_not_found'), ('reactivate_profile', 'profile_not_found'),
      ('restore_profile', 'profile_not_found'),
      ('update_profile', 'profile_not_found')
  $$,
  'every function comment contains each error that the function can raise, except common errors');
select is_empty(
  $$
    select wrapper from wrappers
    where exists (select from reachable join common using (code)
        where reachable.wrapper = wrappers.wrapper)
      is distinct from (has_phrase or exists (select from documented join common using (code)
        where documented.wrapper = wrappers.wrapper))
  $$,
  'a function comment refers to the common errors exactly if the function can raise one of them');
select cmp_ok(
  (select count(*) from documented), '>=', 80::bigint,
  'the function comments contain at least 80 errors');

select * from finish();
rollback;
