import { test } from 'vitest'
import type { TapTest } from './tap.ts'

/** Makes a vitest test of each test that a program has already run. */
export function declareTests(tests: TapTest[]): void {
  for (const { name, failure } of tests) {
    test(name, () => {
      if (failure === undefined) return
      const error = new Error(failure)
      // The stack of this error would show no line of the test.
      error.stack = failure
      throw error
    })
  }
}
