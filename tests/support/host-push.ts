import { existsSync } from 'node:fs'
import type postgres from 'postgres'
import { Problem } from '../../src/cli/problem.ts'
import { apply, HISTORY, readMigrations } from '../../tools/local-stack/migrate.ts'

/**
 * Applies the migrations of a folder as `supabase db push` does, and returns their file names. Like
 * the Supabase CLI, compares only versions: a migration that is older than the newest applied
 * migration is refused, and so is a folder that lacks an applied migration.
 */
export async function push(sql: postgres.Sql, folder: string): Promise<string[]> {
  await sql.unsafe(HISTORY)
  const rows = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations order by version`
  const applied = rows.map(({ version }) => version)
  const local = existsSync(folder) ? readMigrations(folder) : []
  const unknown = applied.filter((version) => !local.some((one) => one.version === version))
  if (unknown.length > 0) {
    throw new Problem(
      'Remote migration versions not found in local migrations directory.\n' +
        `supabase migration repair --status reverted ${unknown.join(' ')}`,
    )
  }
  const pending = local.filter(({ version }) => !applied.includes(version))
  const newest = applied.at(-1) ?? ''
  const late = pending.filter(({ version }) => version < newest).map(({ file }) => file)
  if (late.length > 0) {
    throw new Problem(
      'Found local migration files to be inserted before the last migration on remote database.\n' +
        late.join('\n'),
    )
  }
  for (const migration of pending) await apply(sql, migration)
  return pending.map(({ file }) => file)
}
