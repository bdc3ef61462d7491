import '../local-stack/node-version.ts'
import { startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { Problem } from '../local-stack/problem.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { installPgtap } from './pgtap.ts'
import { runPgtap } from './suites.ts'

/**
 * `tsx tools/test-runner/pgtap-only.ts [--keep] [filter…]`: a throw-away database with the migrations, and the
 * pgTAP files whose path holds a filter. `--keep` leaves it running for a look.
 */
const keep = process.argv.includes('--keep')
const filters = process.argv.slice(2).filter((argument) => argument !== '--keep')
const starting = startThrowAwayDatabase()
onShutdown(() => starting.then((database) => database.stop()), 130)
let failed = 0
try {
  const database = await starting
  try {
    const applied = await migrate(database.url)
    console.log(`${applied.length} migrations applied`)
    await installPgtap(database.url)
    const total = await runPgtap(database.url, filters)
    console.log(`${total.passed} passed, ${total.failed} failed`)
    failed = total.failed
    if (keep) {
      console.log(`${database.url}\nCtrl-C ends it.`)
      await new Promise(() => setInterval(() => {}, 60_000))
    }
  } finally {
    if (!isShuttingDown()) await database.stop()
  }
} catch (error) {
  failed = 1
  if (!isShuttingDown()) console.error(error instanceof Problem ? error.message : error)
}
if (!isShuttingDown()) process.exit(failed ? 1 : 0)
