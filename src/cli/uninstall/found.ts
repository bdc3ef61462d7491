import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { BUCKETS, CLOSED_POLICY, type OurNames, SCHEMAS } from './names.ts'

/** What is left of supabase-social in a database. */
export interface Found {
  schemas: string[]
  /** Our buckets: our schema exists, or an earlier run removed it and left its mark. */
  buckets: string[]
  /** Buckets that have our names, but may be the host's. */
  unclearBuckets: string[]
  /** Policies on tables of other schemas, such as `storage.objects`. */
  policies: { table: string; name: string }[]
  /** Foreign keys to tables of other schemas, such as `auth.users`. */
  foreignKeys: { table: string; name: string }[]
}

/** Reads what is left of supabase-social. */
export async function find(sql: postgres.Sql, names: OurNames): Promise<Found> {
  const schemas = await sql<{ name: string; mayDrop: boolean }[]>`
    select nspname as name, pg_has_role(nspowner, 'usage') as "mayDrop"
    from pg_namespace where nspname = any(${SCHEMAS}) order by 1`
  if (schemas.some(({ mayDrop }) => !mayDrop)) {
    throw new Problem(
      'The role of this connection has not enough rights. Use the role that ran the migrations: on Supabase it is postgres.',
    )
  }
  const policies = await policiesOf(sql, names)
  const buckets = await bucketsOf(sql)
  const isOurs =
    schemas.some(({ name }) => name === 'social_private') ||
    policies.some(({ name }) => name === CLOSED_POLICY)
  return {
    schemas: schemas.map(({ name }) => name),
    buckets: isOurs ? buckets : [],
    unclearBuckets: isOurs ? [] : buckets,
    policies,
    foreignKeys: await foreignKeysOf(sql),
  }
}

async function bucketsOf(sql: postgres.Sql): Promise<string[]> {
  const [storage] = await sql`select to_regclass('storage.buckets') is not null as exists`
  if (!storage?.exists) return []
  const rows = await sql<{ id: string }[]>`
    select id from storage.buckets where id = any(${BUCKETS}) order by id`
  return rows.map(({ id }) => id)
}

/** A policy is ours by its name in the release, or by its prefix and a function of ours in it. */
async function policiesOf(sql: postgres.Sql, names: OurNames): Promise<Found['policies']> {
  return await sql<Found['policies']>`
    select format('%I.%I', n.nspname, c.relname) as table, p.polname as name
    from pg_policy p
    join pg_class c on c.oid = p.polrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('storage', 'realtime') and (
      p.polname = any(${names.policies})
      or p.polname like 'social\\_%' and exists (
        select from pg_depend d
        join pg_proc f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid
        join pg_namespace s on s.oid = f.pronamespace
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid and s.nspname = any(${SCHEMAS})
      )
    )
    -- Permissive policies go first, so that nothing is open in between.
    order by p.polpermissive desc, p.polname`
}

async function foreignKeysOf(sql: postgres.Sql): Promise<Found['foreignKeys']> {
  return await sql<Found['foreignKeys']>`
    select format('%I.%I', n.nspname, c.relname) as table, k.conname as name
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_class r on r.oid = k.confrelid
    join pg_namespace rn on rn.oid = r.relnamespace
    where k.contype = 'f' and n.nspname = any(${SCHEMAS}) and rn.nspname <> all(${SCHEMAS})
    order by 1, 2`
}
