import '../local-stack/node-version.ts'
import { relative } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { connect } from '../local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { root } from '../local-stack/paths.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { readSqlOptions } from './options.ts'
import { findTests, installPgtap, runTest } from './pgtap.ts'
import { usePostgres } from './use-postgres.ts'

/**
 * `npm run test:sql -- [--postgres 15|17|18] [--keep] [filter…]` runs the pgTAP files whose path
 * contains a filter, on a new database. `--keep` leaves the database running until Ctrl-C.
 */
let starting: Promise<Database> | undefined
onShutdown(async () => (await starting)?.stop(), 130)
let passed = 0
let failed = 0
try {
  const { filters, postgres, keep } = readSqlOptions(process.argv.slice(2))
  usePostgres(postgres)
  starting = startThrowAwayDatabase()
  const database = await starting
  try {
    const applied = await migrate(database.url)
    console.log(`${applied.length} migrations applied on Postgres ${await versionOf(database.url)}`)
    await installPgtap(database.url)
    for (const file of findTests(filters)) await runFile(database.url, file)
    console.log(`${passed} passed, ${failed} failed`)
    if (keep) {
      console.log(`${database.url}\nCtrl-C ends it.`)
      await new Promise(() => setInterval(() => {}, 60_000))
    }
  } finally {
    if (!isShuttingDown()) await database.stop()
  }
} catch (error) {
  failed++
  if (!isShuttingDown()) console.error(error instanceof Problem ? error.message : error)
}
if (!isShuttingDown()) process.exit(failed > 0 || passed === 0 ? 1 : 0)

async function runFile(url: string, file: string): Promise<void> {
  const tests = await runTest(url, file)
  const failures = tests.flatMap(({ failure }) => failure ?? [])
  passed += tests.length - failures.length
  failed += failures.length
  console.log(`${failures.length ? 'FAIL' : 'ok  '} ${relative(root, file)} (${tests.length})`)
  for (const failure of failures) console.log(failure.replace(/^/gm, '     '))
}

/** Asks the server, so that the output names the version that really ran. */
async function versionOf(url: string): Promise<string> {
  const sql = connect(url)
  const [row] = await sql<{ version: string }[]>`
    select current_setting('server_version') as version`
  await sql.end()
  return row?.version ?? 'unknown'
}
