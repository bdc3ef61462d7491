import type postgres from 'postgres'
import { type Mutant, mutant } from './mutants.ts'

/** Queries that return mutants. Each row has the kind, the object and the SQL of a mutant. */
const QUERIES = [
  // Each of these mutants drops one policy, or makes one policy accept every row.
  `select 'policy', format('%I on %I.%I', policyname, schemaname, tablename) as object,
      format(change, policyname, schemaname, tablename) as sql
    from pg_catalog.pg_policies, (values
      ('drop policy %I on %I.%I'), ('alter policy %I on %I.%I using (true)'),
      ('alter policy %I on %I.%I with check (true)')) as changes (change)
    where (schemaname in ('social', 'social_private') or policyname like 'social%')
      and (change not like '%using%' or qual is not null and qual <> 'true')
      and (change not like '%check%' or with_check is not null)`,
  `select 'row security', oid::regclass::text,
      format('alter table %s disable row level security', oid::regclass)
    from pg_catalog.pg_class where relrowsecurity and OURS(relnamespace)`,
  `select 'trigger', format('%I on %s', tgname, tgrelid::regclass),
      format('drop trigger %I on %s', tgname, tgrelid::regclass)
    from pg_catalog.pg_trigger join pg_catalog.pg_proc on pg_proc.oid = tgfoid
    where not tgisinternal and OURS(pronamespace)`,
  `select 'constraint', conname::text,
      format('alter table %s drop constraint %I', conrelid::regclass, conname)
    from pg_catalog.pg_constraint where contype in ('c', 'f', 'u') and OURS(connamespace)
      and conrelid <> 0`,
  `select 'unique index', indexrelid::regclass::text, format('drop index %s', indexrelid::regclass)
    from pg_catalog.pg_index join pg_catalog.pg_class on pg_class.oid = indexrelid
    where indisunique and OURS(relnamespace)
      and not exists (select from pg_catalog.pg_constraint where conindid = indexrelid)`,
  // Each of these mutants grants everybody the right to execute a function, or revokes an existing
  // grant.
  `select 'grant', oid::regprocedure::text,
      format('grant execute on function %s to public', oid::regprocedure)
    from pg_catalog.pg_proc
    where OURS(pronamespace) and not has_function_privilege('anon', oid, 'execute')`,
  `select 'revoke', oid::regprocedure::text,
      format('revoke execute on function %s from %s', oid::regprocedure, role)
    from pg_catalog.pg_proc, unnest(array['anon', 'authenticated', 'service_role']) as role
    where OURS(pronamespace) and has_function_privilege(role, oid, 'execute')`,
  `select 'grant', oid::regclass::text, format('grant %s on %s to %s', privilege, oid::regclass, role)
    from pg_catalog.pg_class, unnest(array['select', 'insert', 'update', 'delete', 'truncate'])
      as privilege, unnest(array['anon', 'authenticated']) as role
    where OURS(relnamespace) and relkind in ('r', 'v', 'p')
      and not has_table_privilege(role, oid, privilege)`,
  `select 'revoke', oid::regclass::text,
      format('revoke select on %s from %s', oid::regclass, role)
    from pg_catalog.pg_class, unnest(array['anon', 'authenticated', 'service_role']) as role
    where OURS(relnamespace) and relkind in ('r', 'v', 'p')
      and has_any_column_privilege(role, oid, 'select')`,
  `select 'grant', oid::regclass::text, format('grant usage on sequence %s to anon', oid::regclass)
    from pg_catalog.pg_class where OURS(relnamespace) and relkind = 'S'`,
  `select 'grant', 'social_private',
      format('grant usage on schema social_private to %s', role)
    from unnest(array['anon', 'authenticated', 'service_role']) as role`,
  `select 'bucket', id, format('update storage.buckets set %s where id = %L', change, id)
    from storage.buckets, unnest(array[
      'public = not public', 'file_size_limit = null',
      'allowed_mime_types = case when allowed_mime_types is null then ''{image/png}''::text[] end']
    ) as change`,
]

/** Returns every mutant that changes the catalog: policies, triggers, constraints and rights. */
export async function catalogMutants(sql: postgres.Sql): Promise<Mutant[]> {
  const found: Mutant[] = []
  for (const query of QUERIES) {
    const ours = query.replaceAll(
      /OURS\((\w+)\)/g,
      "$1 in ('social'::regnamespace, 'social_private'::regnamespace)",
    )
    const rows = (await sql.unsafe(`${ours} order by 2, 3`).values()) as unknown as [
      string,
      string,
      string,
    ][]
    for (const [kind, object, change] of rows) {
      found.push(mutant({ kind, object, sql: change }, change.replace(/\s+/g, ' ')))
    }
  }
  return found
}
