import './node-version.ts'
import { startThrowAwayDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { installPgtap } from './pgtap.ts'
import { Problem } from './problem.ts'
import { isShuttingDown, onShutdown } from './shutdown.ts'
import { runPgtap } from './suites.ts'

/**
 * `tsx src/local/sql.ts [--keep] [filter…]`: a throw-away database with the migrations, and the
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
