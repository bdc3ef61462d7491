import { test } from 'vitest'
import type { TapTest } from './tap.ts'

/** Declares a vitest test for each test that another program has already run. */
export function declareTests(tests: TapTest[]): void {
  for (const { name, failure } of tests) {
    test(name, () => {
      if (failure === undefined) return
      const error = new Error(failure)
      // Replaces the stack of the error, because it points here and not to the line of the test file.
      error.stack = failure
      throw error
    })
  }
}
