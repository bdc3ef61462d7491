begin;
select plan(5);

select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'v')
      and obj_description(oid, 'pg_class') is null
  $$,
  'every table and view says what one row is');
select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'social'::regnamespace and obj_description(oid, 'pg_proc') is null
  $$,
  'every function that clients may call is documented');
select is_empty(
  $$
    select inner_ones.oid::regprocedure
    from pg_proc as inner_ones
    where pronamespace = 'social_private'::regnamespace
      and obj_description(oid, 'pg_proc') is null
      and not exists (
        select from pg_proc as doors
        where doors.pronamespace = 'social'::regnamespace and doors.proname = inner_ones.proname
      )
  $$,
  'and so is every other one, unless it is documented at its door');
select is_empty(
  $$
    select pg_type.oid::regtype
    from pg_type join pg_class on pg_class.oid = typrelid
    where typnamespace = 'social'::regnamespace
      and relkind = 'c'
      and obj_description(pg_type.oid, 'pg_type') is null
  $$,
  'every composite type says what it tells');
select is_empty(
  $$
    select objoid, description
    from pg_description
    where objoid in (
        select oid from pg_proc where pronamespace = 'social'::regnamespace
        union all select oid from pg_class where relnamespace = 'social'::regnamespace
      )
      and length(split_part(description, e'\n', 1)) > 100
  $$,
  'the first line, which OpenAPI shows as the summary, is short');

select * from finish();
rollback;
