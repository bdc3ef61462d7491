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
  'no table is without row-level security');
select cmp_ok(
  (select count(*) from pg_tables where schemaname in ('social', 'social_private')),
  '>=', 18::bigint, 'there are tables to say that of');

select * from finish();
rollback;
