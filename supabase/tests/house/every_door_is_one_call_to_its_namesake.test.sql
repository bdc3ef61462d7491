begin;
select plan(4);

create temp view doors as
select
  oid, oid::regprocedure as routine, proname, prosqlbody, proretset, prorettype, proargtypes,
  -- RETURN social_private.f(a, b): the arguments in order, and nothing besides.
  format('RETURN social_private.%s(%s)', proname, array_to_string(proargnames, ', ')) as only_call
from pg_proc
where pronamespace = 'social'::regnamespace;

select is_empty(
  'select routine from doors where prosqlbody is null',
  'every door is bound when it is created, so its caller needs no right on the closed schema');
select is_empty(
  $$
    select routine, only_call, pg_get_function_sqlbody(oid)
    from doors
    where pg_get_function_sqlbody(oid) is distinct from only_call
  $$,
  'every door passes all its arguments on, in order, and does nothing else');
select is_empty(
  $$
    select doors.routine
    from doors left join pg_proc as inner_ones
      on inner_ones.pronamespace = 'social_private'::regnamespace
      and inner_ones.proname = doors.proname
      and inner_ones.proargtypes = doors.proargtypes
      and inner_ones.prorettype = doors.prorettype
      and inner_ones.proretset = doors.proretset
    where inner_ones.oid is null
  $$,
  'behind every door is a function of the same name, arguments and answer');
select cmp_ok((select count(*) from doors), '>=', 40::bigint, 'there are doors to look behind');

select * from finish();
rollback;
