begin;
select plan(6);

select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'v')
      and obj_description(oid, 'pg_class') is null
  $$,
  'every table and view has a comment');
-- Studio shows these comments above the columns of its table editor.
select is_empty(
  $$
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'v') and attnum > 0 and not attisdropped
      and col_description(attrelid, attnum) is null
  $$,
  'every column of a table or view has a comment');
select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'social'::regnamespace and obj_description(oid, 'pg_proc') is null
  $$,
  'every public function has a comment');
select is_empty(
  $$
    select internals.oid::regprocedure
    from pg_proc as internals
    where pronamespace = 'social_private'::regnamespace
      and obj_description(oid, 'pg_proc') is null
      and not exists (
        select from pg_proc as wrappers
        where wrappers.pronamespace = 'social'::regnamespace
          and wrappers.proname = internals.proname
      )
  $$,
  'every private function has a comment, unless its public wrapper has one');
select is_empty(
  $$
    select pg_type.oid::regtype
    from pg_type join pg_class on pg_class.oid = typrelid
    where typnamespace = 'social'::regnamespace
      and relkind = 'c'
      and obj_description(pg_type.oid, 'pg_type') is null
  $$,
  'every composite type in the schema social has a comment');
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
  'the first line of a comment has at most 100 characters, because OpenAPI shows that line');

select * from finish();
rollback;
