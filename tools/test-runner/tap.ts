/** One test of a TAP stream. `failure` is the text that vitest prints when the test failed. */
export interface TapTest {
  name: string
  failure?: string
}

/**
 * Reads the tests of a TAP stream. A missing, empty or wrong plan counts as one more failed test.
 * An `error` that ended the stream early counts as a failed test too.
 */
export function readTap(lines: string[], error?: string): TapTest[] {
  const tests = lines.flatMap((line, index): TapTest[] => {
    const [, not, name = ''] = /^(not )?ok\b *\d* *-? *(.*)/.exec(line) ?? []
    if (!/^(not )?ok\b/.test(line)) return []
    if (!not || /# TODO\b/.test(line)) return [{ name }]
    return [{ name, failure: [line, ...diagnostics(lines.slice(index + 1))].join('\n') }]
  })
  const planned = lines.map((line) => /^1\.\.(\d+)/.exec(line)?.[1]).find(Boolean)
  const failure = error ?? complainAboutPlan(planned, tests.length)
  return failure ? [...tests, { name: 'runs to the end', failure }] : tests
}

/**
 * Returns the comments or the indented block after a failed test. They contain the expected value.
 */
function diagnostics(following: string[]): string[] {
  const end = following.findIndex((line) => !/^(#| )/.test(line))
  return end < 0 ? following : following.slice(0, end)
}

function complainAboutPlan(planned: string | undefined, ran: number): string | undefined {
  if (planned === undefined) return 'the file has no plan'
  if (Number(planned) === 0) return 'the file plans no tests'
  return Number(planned) === ran ? undefined : `planned ${planned} tests but ran ${ran}`
}
