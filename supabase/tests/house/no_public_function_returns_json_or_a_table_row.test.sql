begin;
select plan(3);

select is_empty(
  $$
    select oid::regprocedure, prorettype::regtype
    from pg_proc
    where pronamespace = 'social'::regnamespace
      and prorettype in ('json'::regtype, 'jsonb'::regtype, 'record'::regtype)
      -- The Data API turns a null row into a row of nulls, so claim_export returns jsonb or null.
      -- The other two return a profile or an error, so that an error does not undo the call.
      and proname not in ('claim_export', 'change_username', 'create_profile')
  $$,
  'no public function returns json or an anonymous record');
-- If a function returned a table row, a new column of the table would become public unnoticed.
select is_empty(
  $$
    select pg_proc.oid::regprocedure, prorettype::regtype
    from pg_proc
    join pg_type on pg_type.oid = prorettype
    join pg_class on pg_class.oid = typrelid
    where pronamespace = 'social'::regnamespace and relkind <> 'c'
  $$,
  'no public function returns the row of a table or view');
select is_empty(
  $$
    select pg_proc.oid::regprocedure, prorettype::regtype
    from pg_proc join pg_type on pg_type.oid = prorettype
    where pronamespace = 'social'::regnamespace
      and typnamespace not in ('social'::regnamespace, 'pg_catalog'::regnamespace)
  $$,
  'no public function returns a type of the private schema');

select * from finish();
rollback;
