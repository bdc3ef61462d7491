begin;
select plan(11);
create function pg_temp.open_to(role text) returns text[] language sql as $$
  select array_agg(relname::text order by relname) from pg_class
  where relnamespace = 'social'::regnamespace and relkind in ('r', 'v')
    and has_any_column_privilege(open_to.role, oid, 'select')
$$;
create temp table listed as select
  (select array_agg(relation order by relation) from social_private.readable_tables) as everything,
  (select array_agg(relation order by relation) from social_private.readable_tables
    where is_for_everybody) as for_everybody;

select is(pg_temp.open_to('anon'), null, 'by default, anonymous callers can read no table');
select is(
  pg_temp.open_to('authenticated'), (select everything from listed),
  'by default, signed-in users can read the tables in readable_tables');

select social_private.set_direct_table_access('closed');
select is(pg_temp.open_to('anon'), null,
  'when the setting is closed, anonymous callers can read no table');
select is(pg_temp.open_to('authenticated'), null,
  'when the setting is closed, signed-in users can read no table');
select is(
  pg_temp.open_to('service_role'), (select everything from listed),
  'when the setting is closed, the secret key can read the tables in readable_tables');

select social_private.set_direct_table_access('everybody');
select is(
  pg_temp.open_to('anon'), (select for_everybody from listed),
  'when the setting is everybody, anonymous callers can read tables with is_for_everybody');
select is(pg_temp.open_to('authenticated'), (select everything from listed),
  'when the setting is everybody, signed-in users can read the tables in readable_tables');
select social_private.set_direct_table_access('signed_in');
select is(pg_temp.open_to('anon'), null,
  'after a change from everybody to signed_in, anonymous callers can read no table');
select is(pg_temp.open_to('authenticated'), (select everything from listed),
  'when the setting is signed_in, signed-in users can read the tables in readable_tables');

select throws_ok(
  $$select social_private.set_direct_table_access('ajar')$$, 'PT422', 'table_access_invalid',
  'set_direct_table_access refuses an unknown setting');
select throws_ok(
  'select social_private.set_direct_table_access(null)', 'PT422', 'table_access_invalid',
  'set_direct_table_access refuses null');

select * from finish();
rollback;
