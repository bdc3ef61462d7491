begin;
select plan(4);

create temp view wrappers as
select
  oid, oid::regprocedure as routine, proname, prosqlbody, proretset, prorettype, proargtypes,
  -- The only allowed body of a wrapper is RETURN social_private.f(a, b), with the arguments in
  -- their order.
  format('RETURN social_private.%s(%s)', proname, array_to_string(proargnames, ', ')) as only_call
from pg_proc
where pronamespace = 'social'::regnamespace
  and proname <> 'version'; -- returns a constant

select is_empty(
  'select routine from wrappers where prosqlbody is null',
  'every public wrapper has an SQL-standard body');
select is_empty(
  $$
    select routine, only_call, pg_get_function_sqlbody(oid)
    from wrappers
    where pg_get_function_sqlbody(oid) is distinct from only_call
  $$,
  'every public wrapper passes all its arguments in order and does nothing else');
select is_empty(
  $$
    select wrappers.routine
    from wrappers left join pg_proc as internals
      on internals.pronamespace = 'social_private'::regnamespace
      and internals.proname = wrappers.proname
      and internals.proargtypes = wrappers.proargtypes
      and internals.prorettype = wrappers.prorettype
      and internals.proretset = wrappers.proretset
    where internals.oid is null
  $$,
  'every public wrapper has a private function with the same name, arguments and result');
select cmp_ok((select count(*) from wrappers), '>=', 40::bigint,
  'the test finds at least 40 public wrappers');

select * from finish();
rollback;
