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

select is(pg_temp.open_to('anon'), null, 'as installed, no table is open without a login');
select is(
  pg_temp.open_to('authenticated'), (select everything from listed), 'with one, the listed are');

select social_private.set_direct_table_access('closed');
select is(pg_temp.open_to('anon'), null, 'closed, no table is open to anon');
select is(pg_temp.open_to('authenticated'), null, 'nor with a login');
select is(
  pg_temp.open_to('service_role'), (select everything from listed), 'only with the secret key');

select social_private.set_direct_table_access('everybody');
select is(
  pg_temp.open_to('anon'), (select for_everybody from listed),
  'open, the tables that are for everybody are open without a login');
select is(pg_temp.open_to('authenticated'), (select everything from listed), 'and all with one');
select social_private.set_direct_table_access('signed_in');
select is(pg_temp.open_to('anon'), null, 'and it closes again');
select is(pg_temp.open_to('authenticated'), (select everything from listed), 'as it was');

select throws_ok(
  $$select social_private.set_direct_table_access('ajar')$$, 'PT422', 'table_access_invalid',
  'there is no other');
select throws_ok(
  'select social_private.set_direct_table_access(null)', 'PT422', 'table_access_invalid', 'nor none');

select * from finish();
rollback;
