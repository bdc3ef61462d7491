import '../local-stack/node-version.ts'
import { relative } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { connect } from '../local-stack/bootstrap.ts'
import type { Database } from '../local-stack/database.ts'
import { root } from '../local-stack/paths.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { readSqlOptions } from './options.ts'
import { findTests, runTest, startPgtapDatabase } from './pgtap.ts'
import { usePostgres } from './use-postgres.ts'
import { PGTAP_DATABASES } from './workers.ts'

/**
 * `npm run test:sql -- [--postgres 15|17|18] [--keep] [filter…]` runs the pgTAP files whose path
 * contains a filter, on new databases. `--keep` uses a single database, and leaves it running until
 * Ctrl-C.
 */
const starting: Promise<Database>[] = []
onShutdown(async () => {
  await Promise.all(starting.map(async (database) => (await database).stop()))
}, 130)
let passed = 0
let failed = 0
const failedFiles: string[] = []
try {
  const { filters, postgres, keep } = readSqlOptions(process.argv.slice(2))
  usePostgres(postgres)
  const files = findTests(filters)
  const count = keep ? 1 : Math.max(1, Math.min(PGTAP_DATABASES, files.length))
  for (let place = 0; place < count; place++) starting.push(startPgtapDatabase())
  const databases = await Promise.all(starting)
  const url = databases[0]?.url ?? ''
  try {
    console.log(await versionOf(url))
    // Each database takes the next file when it is free.
    const queue = files.values()
    await Promise.all(databases.map((database) => runFiles(database.url, queue)))
    // Repeat the failures at the end of the long list.
    if (failedFiles.length > 0) console.log(`\n${failedFiles.join('\n')}`)
    console.log(`${passed} passed, ${failed} failed`)
    if (keep) {
      console.log(`${url}\nCtrl-C ends it.`)
      await new Promise(() => setInterval(() => {}, 60_000))
    }
  } finally {
    if (!isShuttingDown()) await Promise.all(databases.map((database) => database.stop()))
  }
} catch (error) {
  failed++
  if (!isShuttingDown()) console.error(error instanceof Problem ? error.message : error)
}
if (!isShuttingDown()) process.exit(failed > 0 || passed === 0 ? 1 : 0)

async function runFiles(url: string, queue: Iterable<string>): Promise<void> {
  for (const file of queue) await runFile(url, file)
}

async function runFile(url: string, file: string): Promise<void> {
  const tests = await runTest(url, file)
  const failures = tests.flatMap(({ failure }) => failure ?? [])
  passed += tests.length - failures.length
  failed += failures.length
  const title = `${failures.length ? 'FAIL' : 'ok  '} ${relative(root, file)} (${tests.length})`
  const report = [title, ...failures.map((failure) => failure.replace(/^/gm, '     '))].join('\n')
  console.log(report)
  if (failures.length > 0) failedFiles.push(report)
}

/** Asks the server, so that the output names the version that really ran. */
async function versionOf(url: string): Promise<string> {
  const sql = connect(url)
  const [row] = await sql<{ version: string; applied: number }[]>`
    select current_setting('server_version') as version, count(*)::integer as applied
    from supabase_migrations.schema_migrations`
  await sql.end()
  return `${row?.applied} migrations applied on Postgres ${row?.version}`
}
