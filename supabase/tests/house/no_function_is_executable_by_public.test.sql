begin;
select plan(3);

create temp view grants_on_functions as
select oid::regprocedure as routine, entry.grantee
from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) as entry
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  'select routine from grants_on_functions where grantee = 0',
  'no function is executable by PUBLIC');
select set_eq(
  'select distinct grantee::regrole::text from grants_on_functions where grantee <> 0',
  array['postgres', 'anon', 'authenticated', 'service_role', 'supabase_auth_admin'],
  'only the API roles and the role of Auth may execute functions');
select is_empty(
  $$
    select nspname, entry.grantee, entry.privilege_type
    from pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) as entry
    where nspname in ('social', 'social_private') and entry.grantee = 0
  $$,
  'PUBLIC has no privilege on the schemas social and social_private');

select * from finish();
rollback;
