begin;
select plan(2);

select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'p')
      and not relrowsecurity
  $$,
  'every table has row-level security enabled');
select cmp_ok(
  (select count(*) from pg_tables where schemaname in ('social', 'social_private')),
  '>=', 18::bigint, 'the test finds at least 18 tables');

select * from finish();
rollback;
