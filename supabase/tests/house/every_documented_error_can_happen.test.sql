begin;
select plan(3);

create temp view bodies as
select proname, pg_get_functiondef(oid) as body
from pg_proc where pronamespace = 'social_private'::regnamespace;

create temp view raised as
select proname, found[1] as code
from bodies, regexp_matches(body, 'social_private\.fail\(\s*''([a-z_]+)''', 'g') as found
union
select proname, unnest(array[found[1] || '_too_long', 'text_invalid'])
from bodies, regexp_matches(body, 'clean_text\([^'']*''([a-z_]+)''', 'g') as found
union
select proname, found[1]
from bodies, regexp_matches(body, '(?:then|else|THEN|ELSE) ''([a-z_]+)''', 'g') as found
where proname in ('require_actor', 'username_problem');

create temp view reachable as
with recursive calls as (
  select proname, found[1]::name as callee
  from bodies, regexp_matches(body, 'social_private\.([a-z_]+)\(', 'g') as found
  union
  -- A trigger is a call too: by what inserts into its table, or gives its column a value.
  select bodies.proname, tasks.proname
  from pg_trigger
  join pg_proc as tasks on tasks.oid = tgfoid
  left join pg_attribute on attrelid = tgrelid and attnum = any (tgattr)
  join bodies on
    tgtype & 4 > 0 and body ~ ('insert into ' || tgrelid::regclass || '\M')
    or tgtype & 16 > 0 and body ~ (
      'update ' || tgrelid::regclass || '\s+set\s[^;]*\m' || attname || ' = (?!null)')
  where not tgisinternal and tasks.pronamespace = 'social_private'::regnamespace
), audience_level as (
  select proname as door, proname as callee from bodies
  union
  select audience_level.door, calls.callee from audience_level join calls on calls.proname = audience_level.callee
)
select distinct door, code from audience_level join raised on raised.proname = audience_level.callee;

create temp view documented as
select proname as door, found[1] as code
from pg_proc, regexp_matches(
  regexp_replace(obj_description(oid, 'pg_proc'), '^.*?Errors?:|\([^)]*\)', '', 'g'),
  '[a-z]+(?:_[a-z]+)+', 'g') as found
where pronamespace = 'social'::regnamespace and obj_description(oid, 'pg_proc') ~ 'Errors?:';

-- One phrase stands for these.
create temp view common (code) as values
  ('not_signed_in'), ('profile_missing'), ('account_suspended'), ('account_deactivated'),
  ('account_deleted'), ('rate_limited'), ('argument_missing'), ('cursor_invalid'),
  ('page_size_invalid');

create temp view covered as
select proname as door, code from pg_proc, common
where pronamespace = 'social'::regnamespace
  and obj_description(oid, 'pg_proc') ~ 'Common errors: docs/errors\.md#common-errors\.$';

select is_empty(
  $$
    select door, code from documented except select door, code from reachable
    -- A trigger of deletions and of conflicts raises these.
    except values
      ('add_staff_member', 'last_administrator'), ('remove_staff_member', 'last_administrator'),
      ('delete_profile', 'last_administrator')
  $$,
  'no function documents an error that it cannot raise');
-- The last cannot happen: an actor has a profile, check_username answers in words, and of what
-- moderate does only moderate_profile suspends anybody. Whatever wants a profile wants an account in
-- use: docs/errors.md says so once for all.
select is_empty(
  $$
    select door, code from reachable
    where door in (select proname from pg_proc where pronamespace = 'social'::regnamespace)
      and code not in (
        'account_deactivated', 'account_deleted', 'account_suspended', 'argument_missing',
        'cursor_invalid', 'not_signed_in', 'page_size_invalid', 'profile_missing', 'rate_limited'
      )
    except select door, code from documented
    except select door, code from covered
    except values
      ('begin_ingest_for', 'rate_limited'), ('change_username', 'profile_not_found'),
      ('check_username', 'username_invalid'), ('check_username', 'username_taken'),
      ('create_profile', 'profile_not_found'), ('decide_appeal', 'last_administrator'),
      ('moderate_comment', 'last_administrator'), ('moderate_post', 'last_administrator'),
      ('my_profile', 'profile_not_found'), ('reactivate_profile', 'profile_not_found'),
      ('restore_profile', 'profile_not_found'),
      ('update_profile', 'profile_not_found')
  $$,
  'every error that a function can raise is documented');
select cmp_ok((select count(*) from documented), '>=', 100::bigint, 'there are errors documented');

select * from finish();
rollback;
