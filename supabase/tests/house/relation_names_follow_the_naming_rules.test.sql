begin;
select plan(7);

create temp view relations as
select oid, oid::regclass as relation, relname::text as name, relkind
from pg_class
where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace);

select is_empty(
  $$
    select relation from relations
    where relkind in ('r', 'v') and name !~ '^[a-z]+(_[a-z]+)*s$'
      and name not in (
        'audit_log', 'config', 'content', 'explore_pool', 'failed_work', 'people', 'post_media',
        'staff', 'storage_by_person', 'worker_state')
  $$,
  'tables and views have plural names');
select is_empty(
  $$
    select relation, conname
    from pg_constraint join relations on relations.oid = conrelid
    where contype in ('p', 'f', 'u', 'c') and not case contype
      when 'p' then conname = name || '_pkey'
      when 'f' then conname = name || '_' || (
        select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]
      ) || '_fkey'
      when 'u' then conname = name || '_' || (
        select string_agg(attname, '_' order by place)
        from unnest(conkey) with ordinality as keys (number, place)
        join pg_attribute on attrelid = conrelid and attnum = number
      ) || '_key'
      else conname ~ ('^' || name || '(_[a-z]+){2,}$') and conname !~ '_check$'
    end
  $$,
  'keys have the default names of PostgreSQL, and the name of a check describes its rule');
select is_empty(
  $$
    select indexrelid::regclass
    from pg_index join relations on relations.oid = indrelid
    join pg_class as indexes on indexes.oid = indexrelid
    where indexes.relname !~ (
      '^' || name || case
        when indisprimary then '_pkey' when indisunique then '(_[a-z]+)+_key'
        else '(_[a-z]+)+_idx' end || '$')
  $$,
  'the name of an index has the form <table>_<columns or purpose>_idx');
select is_empty(
  $$
    select relation, polname
    from pg_policy join relations on relations.oid = polrelid
    where polname !~ '^(select|insert|update|delete)_[a-z]+$'
  $$,
  'the name of a policy has the form <command>_<group of readers>');
select is_empty(
  $$
    select relation, tgname
    from pg_trigger join relations on relations.oid = tgrelid
    where not tgisinternal
      and tgname !~ (
        '^(accept|add|chain|complete|count|create|delete|end|keep|log|make|move|prune|queue|record|reserve'
        '|serialize|sync)_[a-z]+(_[a-z]+)*$')
  $$,
  'the name of a trigger has the form <verb>_<object>');
select is_empty(
  $$
    select relation, attname, atttypid::regtype
    from pg_attribute join relations on relations.oid = attrelid
    where attnum > 0 and not attisdropped and relkind in ('r', 'v', 'c') and (
      attname !~ '^[a-z]+(_[a-z]+)*$'
      or (atttypid = 'uuid'::regtype and attname !~ '^(id|epoch|[a-z]+(_[a-z]+)*_id)$')
      or (atttypid = 'timestamptz'::regtype and attname !~ '(^|_)(at|until)$|^since$')
      or (atttypid = 'boolean'::regtype and attname !~ '^(is|has|can|allow)_'
        and (name, attname) not in (('config', 'notifications'), ('config', 'discovery')))
      or (attname ~ '_count$' and atttypid <> 'integer'::regtype)
    )
  $$,
  'a column name has the prefix or suffix of the column type, such as _id, _at, is_, has_ or can_');
select cmp_ok((select count(*) from relations where relkind = 'r'), '>=', 18::bigint,
  'the test finds at least 18 tables');

select * from finish();
rollback;
