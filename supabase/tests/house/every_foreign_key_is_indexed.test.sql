begin;
select plan(3);

-- An index serves a key when its first columns are the key's; a condition may only say "not null".
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
  'no foreign key makes a delete read a whole table');
select is_empty(
  $$select relation, conname from foreign_keys where confdeltype <> 'c'$$,
  'what hangs on a deleted row goes with it');
select cmp_ok(
  (select count(*) from foreign_keys), '>=', 20::bigint, 'there are keys to say that of');

select * from finish();
rollback;
