import { readdirSync, readFileSync } from 'node:fs'
import type postgres from 'postgres'
import { Problem } from '../../src/cli/problem.ts'
import { connect } from './bootstrap.ts'
import { migrationsFolder } from './paths.ts'
import { explain, type Statement, splitFile } from './statements.ts'

/** A file of a migrations folder. */
export interface Migration {
  file: string
  version: string
  name: string
  text: string
  statements: Statement[]
}

/**
 * Creates the table in which the Supabase CLI records applied migrations. `supabase db push` skips
 * the migrations in this table.
 */
export const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key,
    statements text[],
    name text
  )`

/** Applies the missing migrations as role `postgres`, and returns their file names. */
export async function migrate(databaseUrl: string, folder = migrationsFolder): Promise<string[]> {
  const sql = connect(databaseUrl)
  try {
    await sql.unsafe(HISTORY)
    const rows = await sql<{ version: string; statements: string[] }[]>`
      select version, statements from supabase_migrations.schema_migrations`
    const applied = new Map(rows.map((row) => [row.version, row.statements]))
    const migrations = readMigrations(folder)
    for (const migration of migrations) refuseEdited(migration, applied.get(migration.version))
    const pending = migrations.filter((migration) => !applied.has(migration.version))
    for (const migration of pending) await apply(sql, migration)
    return pending.map((migration) => migration.file)
  } finally {
    await sql.end()
  }
}

/** Reads the migrations of a folder in the order of their versions. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => /^\d+_.*\.sql$/.test(file))
  return files.sort().map((file) => {
    const text = readFileSync(`${folder}/${file}`, 'utf8')
    const [, version = '', name = ''] = /^(\d+)_(.*)\.sql$/.exec(file) ?? []
    return { file, version, name, text, statements: splitFile(text) }
  })
}

/**
 * Refuses a migration that was edited after this database applied it. Until the first release, we
 * edit migrations in place, so a database that had applied the old migration needs a reset.
 */
function refuseEdited(migration: Migration, applied: string[] | undefined): void {
  if (!applied || applied.join('\n') === texts(migration).join('\n')) return
  throw new Problem(
    `${migration.file} was edited after this database applied it: run npm start -- --reset.`,
  )
}

function texts(migration: Migration): string[] {
  return migration.statements.map((statement) => statement.text)
}

/** Applies one migration in a transaction and records it. */
export async function apply(sql: postgres.Sql, migration: Migration): Promise<void> {
  const { file, version, name, text, statements } = migration
  await sql.begin(async (transaction) => {
    for (const statement of statements) {
      await transaction.unsafe(statement.text).catch((error: unknown) => {
        throw new Problem(explain(error, file, text, statement))
      })
    }
    await transaction`
      insert into supabase_migrations.schema_migrations (version, name, statements)
      values (${version}, ${name}, ${texts(migration)})`
  })
}
