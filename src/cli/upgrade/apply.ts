import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { Problem } from '../problem.ts'

/** A migration file of a project: `<version>_<name>.sql`. */
export interface MigrationFile {
  version: string
  name: string
  text: string
}

/** What happened to a file. `waits` means that the app used a table, and that the file is repeated. */
export interface Step {
  state: 'applied' | 'skipped' | 'waits'
  file: MigrationFile
  /** How often the file was tried. */
  attempts: number
}

export interface ApplyOptions {
  onProgress?: (step: Step) => void
  /** How long a file is repeated while the app uses its tables. The default is five minutes. */
  patience?: number
}

/** No statement of a migration waits longer for a lock, because the app waits behind it. */
const LOCK_TIMEOUT = 100
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 3_000
const PATIENCE = 5 * 60_000

/**
 * The same table that `supabase db push` creates. It lists the applied migrations. The lock keeps
 * two upgrades from creating it at the same time, which would fail.
 */
const HISTORY = `
  select pg_advisory_xact_lock(hashtext('supabase_migrations'));
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key,
    statements text[],
    name text
  )`

/**
 * Applies migrations as `supabase db push` does: each file is one transaction, and the table
 * `supabase_migrations.schema_migrations` lists the applied files. Files in this table are skipped.
 * A migration needs locks that exclude the app. It waits for a lock for a tenth of a second at most,
 * then releases all its locks and tries again later, so that the app never waits long.
 */
export async function applyMigrations(
  sql: postgres.Sql,
  files: MigrationFile[],
  options: ApplyOptions = {},
): Promise<void> {
  await createHistory(sql)
  for (const file of files) await applyPatiently(sql, file, options)
}

async function createHistory(sql: postgres.Sql): Promise<void> {
  const [found] = await sql`
    select to_regclass('supabase_migrations.schema_migrations') is not null as "isThere"`
  if (!found?.isThere) await sql.unsafe(HISTORY)
}

async function applyPatiently(
  sql: postgres.Sql,
  file: MigrationFile,
  { onProgress = () => {}, patience = PATIENCE }: ApplyOptions,
): Promise<void> {
  const end = Date.now() + patience
  for (let attempts = 1; ; attempts++) {
    if (await isApplied(sql, file)) return onProgress({ state: 'skipped', file, attempts })
    try {
      await applyOnce(sql, file)
      return onProgress({ state: 'applied', file, attempts })
    } catch (error) {
      if (isOvertaken(error)) continue
      if (!isBlocked(error)) throw explained(error, file)
      onProgress({ state: 'waits', file, attempts })
      const pause = pauseAfter(attempts)
      if (Date.now() + pause > end) throw blocked(file, patience)
      await wait(pause)
    }
  }
}

async function isApplied(sql: postgres.Sql, { version }: MigrationFile): Promise<boolean> {
  const rows = await sql`
    select from supabase_migrations.schema_migrations where version = ${version}`
  return rows.length > 0
}

/**
 * Sends the whole transaction as one message. So the locks are held for no round trip, and the
 * server ends the transaction even when this process dies. The row of the history comes first: a
 * second upgrade at the same time waits at this row, before it changes anything.
 */
async function applyOnce(sql: postgres.Sql, file: MigrationFile): Promise<void> {
  const { version, name, text } = file
  const [row] = await sql<{ values: string }[]>`
    select format('(%L, %L, array[%L])', ${version}::text, ${name}::text, ${text}::text) as values`
  const message = `begin;
    set local lock_timeout = ${LOCK_TIMEOUT};
    set local statement_timeout = 0;
    insert into supabase_migrations.schema_migrations (version, name, statements)
    values ${row?.values};
    ${text}
    ;commit`
  try {
    await sql.unsafe(message).simple()
  } catch (error) {
    // After an error, the connection is inside the failed transaction.
    await sql.unsafe('rollback').catch(() => {})
    throw error
  }
}

/** Grows from a tenth of a second to three seconds. The random part separates repeated collisions. */
function pauseAfter(attempts: number): number {
  const longest = Math.min(FIRST_PAUSE * 1.5 ** (attempts - 1), LONGEST_PAUSE)
  return longest * (0.5 + Math.random() / 2)
}

/** Whether a lock timeout or a deadlock stopped the file. */
function isBlocked(error: unknown): boolean {
  return ['55P03', '40P01'].includes((error as { code?: string }).code ?? '')
}

/** Whether another upgrade applied the same file in the meantime. */
function isOvertaken(error: unknown): boolean {
  const { code, constraint_name } = error as postgres.PostgresError
  return code === '23505' && constraint_name === 'schema_migrations_pkey'
}

function blocked({ version, name }: MigrationFile, patience: number): Problem {
  return new Problem(
    `The migration ${version}_${name}.sql could not get its locks within ${duration(patience)}, because other transactions use the same tables. The database is unchanged by this file. End long transactions (see pg_stat_activity), and repeat the command.`,
  )
}

function duration(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  return minutes >= 1 ? `${Math.round(minutes)} minutes` : `${milliseconds / 1000} seconds`
}

function explained(error: unknown, { version, name }: MigrationFile): unknown {
  if (!(error instanceof postgres.PostgresError)) return error
  const { message, code, detail, hint, where } = error
  const lines = [`${version}_${name}.sql failed: ${message} (${code})`, detail, hint, where]
  return new Problem(
    `${lines.filter(Boolean).join('\n  ')}\nThe database is unchanged by this file.`,
  )
}
