begin;
select plan(7);
select social_private.set_direct_table_access('everybody');

create temp view policies as
select
  polrelid::regclass::text as relation, polname, polcmd, polpermissive,
  case role when 0 then 'public' else role::regrole::text end as role
from pg_policy join pg_class on pg_class.oid = polrelid, unnest(polroles) as role
where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  'select relation, polcmd, role from policies group by 1, 2, 3 having count(*) > 1',
  'each table has at most one policy per command and role');
select is_empty(
  $$select * from policies where not polpermissive or polcmd <> 'r' or role = 'public'$$,
  'every policy is permissive, is for the command select and is not for PUBLIC');
select is_empty(
  $$
    select relation, role from policies
    where not has_any_column_privilege(role, relation, 'select')
  $$,
  'every role in a policy may select from the table of that policy');
select is_empty(
  $$
    select pg_class.oid::regclass, role
    from pg_class, unnest(array['anon', 'authenticated']) as roles (role)
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind = 'r'
      and has_any_column_privilege(role, pg_class.oid, 'select')
      and not exists (
        select from policies
        where policies.relation = pg_class.oid::regclass::text and policies.role = roles.role)
  $$,
  'every role that may select from a table has a policy on that table');
select set_eq(
  $$
    select polname || ' ' || polcmd::text || ' ' || array_to_string(polroles::regrole[], ',')
    from pg_policy where polrelid = 'storage.objects'::regclass and polpermissive
  $$,
  array[
    'social_open_read r anon,authenticated', 'social_open_upload a authenticated'
  ],
  'storage.objects has exactly the two listed permissive policies');
select set_eq(
  $$
    select polrelid::regclass || ' ' || polname || ' ' || polcmd::text
    from pg_policy
    where not polpermissive and polrelid in ('storage.objects'::regclass, 'storage.buckets'::regclass)
  $$,
  array[
    'storage.objects social_limit_roles *', 'storage.objects social_limit_read r',
    'storage.objects social_limit_upload a', 'storage.objects social_limit_update w',
    'storage.objects social_limit_delete d', 'storage.buckets social_limit_buckets *'
  ],
  'the restrictive policies on the tables of Storage are the six listed ones');
select cmp_ok((select count(*) from policies), '>=', 20::bigint,
  'the test finds at least 20 policies');

select * from finish();
rollback;
