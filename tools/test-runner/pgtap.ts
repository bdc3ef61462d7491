import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type postgres from 'postgres'
import { Problem } from '../../src/cli/problem.ts'
import { postgresAccount } from '../local-stack/account.ts'
import { findPostgres } from '../local-stack/binaries.ts'
import { connect } from '../local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { root, testsFolder } from '../local-stack/paths.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'
import { explain, splitFile } from '../local-stack/statements.ts'
import { readTap, type TapTest } from './tap.ts'

/** The output of a test file, and the error that ended the file early. */
export interface Output {
  lines: string[]
  error?: string
}

/** Starts a database with the migrations and pgTAP. */
export async function startPgtapDatabase(): Promise<Database> {
  const database = await startThrowAwayDatabase()
  try {
    await migrate(database.url)
    await installPgtap(database.url)
    return database
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** Installs pgTAP and the test helpers of supabase/tests/000_setup.sql and 001_expected.sql. */
export async function installPgtap(databaseUrl: string): Promise<void> {
  extractPgtap()
  const address = new URL(databaseUrl)
  address.username = SUPERUSER
  const sql = connect(address.href)
  try {
    await sql.unsafe('create extension pgtap with schema extensions')
    // Every file rolls its rows back. Autovacuum would find all tables empty between two files, and
    // the planner would expect no rows in the next file and choose plans that take minutes.
    await sql.unsafe('alter system set autovacuum = off')
    await sql`select pg_reload_conf()`
  } finally {
    await sql.end()
  }
  const helpers = readdirSync(testsFolder).filter((file) => /^\d+_.*\.sql$/.test(file))
  for (const file of helpers.sort()) {
    const { error } = await run(databaseUrl, join(testsFolder, file))
    if (error) throw new Problem(error)
  }
}

/**
 * Adds the SQL files of pgTAP, which the builds of Postgres lack. The files come from PGlite, a
 * dependency of @supabase/lite.
 */
function extractPgtap(): void {
  const { extensions } = findPostgres(postgresAccount())
  if (existsSync(join(extensions, 'pgtap.control'))) return
  const require = createRequire(
    // The main entry of @supabase/lite resolves only for `import`, so this resolves another file of
    // the package.
    createRequire(import.meta.url).resolve('@supabase/lite/static/favicon.ico'),
  )
  const archive = join(dirname(require.resolve('@electric-sql/pglite')), 'pgtap.tar.gz')
  const files = ['--strip-components=3', 'share/postgresql/extension']
  execFileSync('tar', ['-xzf', archive, '-C', extensions, ...files])
}

/**
 * Returns the pgTAP files whose path contains one of the filters. Without a filter, returns all
 * pgTAP files.
 */
export function findTests(filters: string[]): string[] {
  if (!existsSync(testsFolder)) return []
  const wanted = (file: string) => filters.some((filter) => relative(root, file).includes(filter))
  const files = readdirSync(testsFolder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.test.sql'))
    .map((file) => join(testsFolder, file))
    .filter((file) => filters.length === 0 || wanted(file))
    .sort()
}

/** Returns the assertions of a file. An SQL error that ends the file early is one more failure. */
export async function runTest(url: string, file: string): Promise<TapTest[]> {
  const { lines, error } = await run(url, file)
  return readTap(lines, error)
}

/** Runs a file on its own connection, as psql does for `supabase test db`. */
async function run(url: string, file: string): Promise<Output> {
  const sql = connect(url)
  return runOn(sql, file).finally(() => sql.end())
}

/** Runs a file on an open connection. */
export async function runOn(sql: postgres.Sql, file: string): Promise<Output> {
  const text = readFileSync(file, 'utf8')
  const lines: string[] = []
  for (const statement of splitFile(text)) {
    try {
      const rows = await sql.unsafe(statement.text).values()
      for (const row of rows) if (typeof row[0] === 'string') lines.push(...row[0].split('\n'))
    } catch (error) {
      return { lines, error: explain(error, relative(root, file), text, statement) }
    }
  }
  return { lines }
}
