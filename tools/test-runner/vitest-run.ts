import { createVitest, type TestCase, type TestSpecification, type Vitest } from 'vitest/node'
import { Problem } from '../../src/cli/problem.ts'
import { root } from '../local-stack/paths.ts'

/** What `npm test` prints at its end. */
export interface Totals {
  passed: number
  failed: number
}

/** A test that did not run. */
export interface Skipped {
  file: string
  name: string
  reason: string | undefined
}

/** Counts the tests of a run, and calls `onSkipped` for each test that did not run. */
export function count(vitest: Vitest, onSkipped: (test: Skipped) => void): Totals {
  const totals: Totals = { passed: 0, failed: vitest.state.getUnhandledErrors().length }
  for (const file of vitest.state.getTestModules()) {
    const tests = [...file.children.allTests()]
    const failures = tests.filter((test) => test.result().state === 'failed').length
    totals.passed += tests.filter((test) => test.result().state === 'passed').length
    for (const test of tests) if (test.result().state === 'skipped') onSkipped(describe(test))
    // A file that does not load, or whose hooks fail, contains no failed test. Such a file counts
    // as one failure.
    totals.failed += failures || (file.ok() ? 0 : 1)
  }
  return totals
}

function describe(test: TestCase): Skipped {
  const result = test.result()
  const reason = result.state === 'skipped' ? result.note : undefined
  return { file: test.module.relativeModuleId, name: test.fullName, reason }
}

export function openVitest(): Promise<Vitest> {
  return createVitest('test', { root, watch: false })
}

/**
 * Returns the test files whose paths contain one of the filters. Throws if a filter matches no test
 * file. Without this error, a mistyped filter would silently run fewer tests.
 */
export async function findFiles(vitest: Vitest, filters: string[]): Promise<TestSpecification[]> {
  for (const filter of filters) {
    const files = await vitest.globTestSpecifications([filter])
    if (files.length === 0) throw new Problem(`No test file has "${filter}" in its path.`)
  }
  return vitest.globTestSpecifications(filters)
}
