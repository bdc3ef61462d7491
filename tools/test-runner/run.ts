import '../local-stack/node-version.ts'
import { createVitest, type TestCase, type Vitest } from 'vitest/node'
import { Problem } from '../../src/cli/problem.ts'
import { chooseAuth } from '../local-stack/chosen-auth.ts'
import { root } from '../local-stack/paths.ts'
import { onShutdown } from '../local-stack/shutdown.ts'
import { readOptions } from './options.ts'
import { usePostgres } from './use-postgres.ts'

/**
 * `npm test [-- [--postgres 15|17|18] [--auth PATH] filter…]` runs vitest with the projects of vitest.config.ts
 * and prints the totals.
 */
// Vitest exits at once on a signal. Guard processes then end the processes that vitest started (see
// guard.ts).
onShutdown(async () => {}, 130)
let passed = 0
let failed = 0
try {
  const { filters, postgres, auth } = readOptions(process.argv.slice(2))
  if (auth !== undefined) chooseAuth(auth)
  usePostgres(postgres)
  const vitest = await createVitest('test', { root, watch: false })
  try {
    await requireFiles(vitest, filters)
    await vitest.start(filters)
    count(vitest)
  } finally {
    await vitest.close()
  }
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

/**
 * Throws if a filter matches no test file. Without this error, a mistyped filter would silently run
 * fewer tests.
 */
async function requireFiles(vitest: Vitest, filters: string[]): Promise<void> {
  for (const filter of filters) {
    const files = await vitest.globTestSpecifications([filter])
    if (files.length === 0) throw new Problem(`No test file has "${filter}" in its path.`)
  }
}

function count(vitest: Vitest): void {
  for (const file of vitest.state.getTestModules()) {
    const tests = [...file.children.allTests()]
    const failures = tests.filter((test) => test.result().state === 'failed').length
    passed += tests.filter((test) => test.result().state === 'passed').length
    for (const test of tests) if (test.result().state === 'skipped') reportSkipped(test)
    // A file that does not load, or whose hooks fail, contains no failed test. Such a file counts
    // as one failure.
    failed += failures || (file.ok() ? 0 : 1)
  }
  failed += vitest.state.getUnhandledErrors().length
}

/** Names each skipped test, because the totals count only tests that ran. */
function reportSkipped(test: TestCase): void {
  console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}`)
}
