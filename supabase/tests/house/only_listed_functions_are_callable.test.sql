begin;
select plan(8);

create temp view callable as
select roles.rolname as caller, pronamespace::regnamespace::text as schema, proname::text as name
from pg_proc, pg_roles as roles
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and roles.rolname in ('anon', 'authenticated', 'service_role', 'supabase_auth_admin')
  and has_function_privilege(roles.oid, pg_proc.oid, 'execute');

create temp view wrappers as
select name from social_tests.expected_functions where callers <> 'server';

create temp view server_functions as
select name from social_tests.expected_functions where callers = 'server';

select set_eq(
  $$select name from callable where caller = 'anon' and schema = 'social'$$,
  'select name from wrappers', 'anonymous callers may call exactly the listed public functions');
select set_eq(
  $$select name from callable where caller = 'authenticated' and schema = 'social'$$,
  'select name from wrappers', 'signed-in users may call exactly the listed public functions');
select set_eq(
  $$
    select name from callable where caller = 'anon' and schema = 'social_private'
    except select name from wrappers
  $$,
  'select name from social_tests.policy_functions',
  'anonymous callers may execute a private function without a wrapper only if policies use it');
select set_eq(
  $$
    select name from callable where caller = 'authenticated' and schema = 'social_private'
    except select name from wrappers
  $$,
  'select name from social_tests.policy_functions',
  'signed-in users may execute a private function without a wrapper only if policies use it');
select set_eq(
  $$select schema || '.' || name from callable where caller = 'service_role'$$,
  $$
    select 'social.' || proname from pg_proc where pronamespace = 'social'::regnamespace
    union
    select 'social_private.' || proname from pg_proc
    where pronamespace = 'social_private'::regnamespace
      and proname in (select name from wrappers union select name from server_functions)
  $$,
  'a caller with the secret key may call every public function, and no private one alone');
select set_eq(
  $$select schema || '.' || name from callable where caller = 'supabase_auth_admin'$$,
  array['social_private.before_user_created'],
  'the role of Supabase Auth may call only the hook before_user_created');
select set_eq(
  $$select proname::text from pg_proc where pronamespace = 'social'::regnamespace$$,
  'select name from wrappers union all select name from server_functions',
  'every public function is on the list of user functions or on the list of server functions');
select is_empty(
  $$
    select grantee::regrole, privilege_type
    from pg_proc, aclexplode(proacl)
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and is_grantable and grantee <> proowner
  $$,
  'no role may grant its execute privilege to another role');

select * from finish();
rollback;
