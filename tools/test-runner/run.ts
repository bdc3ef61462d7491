import '../local-stack/node-version.ts'
import { Problem } from '../../src/cli/problem.ts'
import { chooseAuth } from '../local-stack/chosen-auth.ts'
import { onShutdown } from '../local-stack/shutdown.ts'
import { type Options, readOptions } from './options.ts'
import { usePostgres } from './use-postgres.ts'
import { count, findFiles, openVitest, type Totals } from './vitest-run.ts'

/**
 * `npm test [-- [--postgres 15|17|18] [--auth PATH] filter…]` runs vitest with the projects of vitest.config.ts
 * and prints the totals. `npm test -- --against URL …` runs the tests against a given project.
 */
const totals = { passed: 0, failed: 0 }
try {
  const options = readOptions(process.argv.slice(2))
  Object.assign(totals, await runTests(options))
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  totals.failed++
}
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)

async function runTests({ filters, postgres, auth, against }: Options): Promise<Totals> {
  if (against) {
    const { runAgainst } = await import('./against/run.ts')
    return runAgainst(against, filters)
  }
  // Vitest exits at once on a signal. Guard processes then end the processes that vitest started
  // (see guard.ts).
  onShutdown(async () => {}, 130)
  if (auth !== undefined) chooseAuth(auth)
  usePostgres(postgres)
  const vitest = await openVitest()
  try {
    await findFiles(vitest, filters)
    await vitest.start(filters)
    // The totals count only tests that ran, so each skipped test is named.
    return count(vitest, ({ file, name }) => console.log(`skipped: ${file} > ${name}`))
  } finally {
    await vitest.close()
  }
}
