begin;
select plan(3);

-- An index covers a foreign key if the index begins with the columns of the key. A partial index
-- counts only if its whole condition is "<column> is not null".
create temp view foreign_keys as
select conrelid::regclass as relation, conname, confdeltype, exists (
  select from pg_index
  where indrelid = conrelid
    and (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey
    and coalesce(pg_get_expr(indpred, indrelid) ~ '^\([a-z_]+ IS NOT NULL\)$', true)
) as is_indexed
from pg_constraint
where contype = 'f'
  and connamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  'select relation, conname from foreign_keys where not is_indexed',
  'every foreign key has an index, so that a delete does not scan a whole table');
select is_empty(
  -- An account outlives its limit class.
  $$
    select relation, conname from foreign_keys
    where confdeltype <> case conname when 'accounts_limit_class_fkey' then 'n' else 'c' end
  $$,
  'every foreign key has the option "on delete cascade"');
select cmp_ok(
  (select count(*) from foreign_keys), '>=', 20::bigint, 'the test finds at least 20 foreign keys');

select * from finish();
rollback;
