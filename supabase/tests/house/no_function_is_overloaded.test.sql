begin;
select plan(3);

select is_empty(
  $$
    select pronamespace::regnamespace, proname
    from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
    group by 1, 2
    having count(*) > 1
  $$,
  'every function name is unique, because PostgREST cannot tell overloads apart by type');
select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'social'::regnamespace
      and (
        provariadic <> 0 or prokind <> 'f'
        or pronargs <> cardinality(coalesce(proargnames, '{}'))
        or '' = any (proargnames)
      )
  $$,
  'every argument of a public function has a name, because the Data API passes names');
select is_empty(
  $$
    select oid::regprocedure, argument
    from pg_proc, unnest(proargtypes::oid[]) as argument
    where pronamespace = 'social'::regnamespace
      and argument::regtype not in (
        'uuid', 'uuid[]', 'text', 'text[]', 'integer', 'numeric', 'boolean', 'jsonb',
        'timestamptz')
      and not exists (
        select from pg_type
        where pg_type.oid = argument and typnamespace = 'social'::regnamespace and typtype = 'e'
      )
  $$,
  'every argument of a public function has a type that JSON can represent');

select * from finish();
rollback;
