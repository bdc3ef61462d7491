import postgres from 'postgres'
import { briefly, retried } from './brief.ts'
import type { Dependent } from './dependents.ts'
import { type Found, find } from './found.ts'
import { BUCKETS, CLOSED_POLICY, type OurNames, SCHEMAS } from './names.ts'
import { alreadyDone, done, left, type Outcome } from './steps.ts'

const CLOSED_TABLES = [
  ['storage.objects', 'bucket_id'],
  ['storage.buckets', 'id'],
] as const

/**
 * Removes everything of ours from the database. First goes what touches tables of the host's app,
 * one object at a time: the policies, the triggers and the foreign keys. After that, no
 * statement of the host uses our schemas any more, and dropping them makes nobody wait.
 */
export async function removeFromDatabase(
  sql: postgres.Sql,
  names: OurNames,
  dependents: Dependent[],
): Promise<Outcome> {
  const found = await find(sql, names)
  const closes = await closeFiles(sql, found)
  const old = found.policies.filter(({ name }) => name !== CLOSED_POLICY)
  for (const { table, name } of old)
    await briefly(sql, `drop policy if exists ${ident(name)} on ${table}`)
  await removeTriggers(sql)
  for (const { table, name } of found.foreignKeys) {
    await briefly(sql, `alter table ${table} drop constraint if exists ${ident(name)}`)
  }
  await removeDependents(sql, dependents)
  if (found.schemas.length > 0) {
    await retried(sql, `drop schema if exists ${SCHEMAS.join(', ')} cascade`)
  }
  if (closes === 'removed') await openFiles(sql)
  if (closes === 'stays') {
    return left(
      `the schemas are gone, but the policies ${CLOSED_POLICY} on the tables of Storage stay as long as the buckets exist, because other policies may open their files. Remove the buckets, and repeat the command.`,
    )
  }
  return found.schemas.length + old.length > 0 || closes === 'removed' ? done() : alreadyDone()
}

/**
 * Without our policies, a permissive policy of the host would open files that are private. As long
 * as a bucket of ours exists, another policy keeps its files closed.
 */
async function closeFiles(
  sql: postgres.Sql,
  { buckets, policies }: Found,
): Promise<'never' | 'removed' | 'stays'> {
  const closed = policies.filter(({ name }) => name === CLOSED_POLICY).map(({ table }) => table)
  if (buckets.length === 0) return closed.length > 0 ? 'removed' : 'never'
  const list = BUCKETS.map((bucket) => `'${bucket}'`).join(', ')
  for (const [table, column] of CLOSED_TABLES) {
    if (closed.includes(table)) continue
    await briefly(
      sql,
      `create policy ${CLOSED_POLICY} on ${table} as restrictive for all to public
       using (${column} not in (${list}))`,
    )
  }
  return 'stays'
}

async function openFiles(sql: postgres.Sql): Promise<void> {
  for (const [table] of CLOSED_TABLES) {
    await briefly(sql, `drop policy if exists ${CLOSED_POLICY} on ${table}`)
  }
}

/**
 * Drops the functions of the triggers, because dropping a trigger on a table of Auth needs the
 * ownership of the table.
 */
async function removeTriggers(sql: postgres.Sql): Promise<void> {
  const functions = await sql<{ name: string }[]>`
    select distinct tgfoid::regprocedure::text as name
    from pg_trigger
    join pg_proc on pg_proc.oid = tgfoid
    join pg_namespace on pg_namespace.oid = pronamespace
    where tgrelid in (to_regclass('auth.users'), to_regclass('auth.sessions'))
      and not tgisinternal and nspname = any(${SCHEMAS})`
  for (const { name } of functions) await briefly(sql, `drop function if exists ${name} cascade`)
}

/**
 * A statement fails if an earlier one removed its object, or if the object goes only together with
 * another one, such as an inherited constraint. `drop schema … cascade` removes what is left.
 */
async function removeDependents(sql: postgres.Sql, dependents: Dependent[]): Promise<void> {
  for (const { statement } of dependents) {
    if (!statement) continue
    await briefly(sql, statement).catch((error) => {
      if (!(error instanceof postgres.PostgresError)) throw error
    })
  }
}

/** Removes our migrations from the history, so that a later installation applies them again. */
export async function removeHistory(sql: postgres.Sql, names: OurNames): Promise<Outcome> {
  const table = 'supabase_migrations.schema_migrations'
  const [history] = await sql`select to_regclass(${table}) is not null as exists`
  if (!history?.exists) return alreadyDone()
  // Other migrations may have our names, such as social_posts. Ours have a version of the manifest,
  // or their SQL mentions our schema.
  const rows = await sql`
    delete from supabase_migrations.schema_migrations h
    where name = any(${names.migrations}) and version <> all(${names.versionsOfHost}) and (
      (version || '_' || name) = any(${names.recorded.map(({ version, name }) => `${version}_${name}`)})
      or array_to_string(statements, ' ') like '%social_private.%'
    )
    returning version`
  return rows.length > 0 ? done(`${rows.length} rows`) : alreadyDone()
}

function ident(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
