begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.post('alice', 'sunrise');
create temp view attempts as
select format('select from %I.%I', nspname, relname) as attempt,
  social_tests.outcome(format('select from %I.%I', nspname, relname)) as outcome
from pg_class join pg_namespace on pg_namespace.oid = relnamespace
where nspname in ('social', 'social_private') and relkind in ('r', 'v', 'm', 'p', 'S');
grant select on attempts to anon, authenticated, service_role;

select cmp_ok((select count(*) from attempts), '>', 30::bigint,
  'SEC-38 the test tries to read more than 30 tables');
select social_tests.act_as_anon();
select is_empty(
  $$select * from attempts where outcome !~ '^42501'$$,
  'SEC-38 by default, an anonymous caller cannot read any table');
select social_tests.act_as_operator();
select social_private.set_direct_table_access('closed');
select social_tests.act_as('alice');
select is_empty(
  $$select * from attempts where outcome !~ '^42501'$$,
  'SEC-38 when direct table access is closed, a signed-in person cannot read any table');
select social_tests.act_as_anon();
select is_empty($$select * from attempts where outcome !~ '^42501'$$,
  'SEC-38 when direct table access is closed, an anonymous caller cannot read any table');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('alice'))),
  array['sunrise'], 'SEC-38 when direct table access is closed, functions still work');
select social_tests.act_as('mallory');
select throws_ok(
  $$select social_private.set_direct_table_access('everybody')$$, '42501', null,
  'SEC-38 a signed-in person cannot change the setting of direct table access');

select * from finish();
rollback;
