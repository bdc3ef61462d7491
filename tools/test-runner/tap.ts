/** What the lines of one TAP stream came to. */
export interface TapResult {
  passed: number
  failed: number
  failures: string[]
}

/** Reads TAP. An `error` ended the stream early and is one more failure. */
export function readTap(lines: string[], error?: string): TapResult {
  const results = lines.filter((line) => /^(not )?ok\b/.test(line))
  const missed = results.filter((line) => line.startsWith('not ok') && !/# TODO\b/.test(line))
  const failures = missed.flatMap((line) => [line, ...diagnostics(lines, line)])
  const planned = lines.map((line) => /^1\.\.(\d+)/.exec(line)?.[1]).find(Boolean)
  const complaint = error ?? complainAboutPlan(planned, results.length)
  if (complaint) failures.push(complaint)
  return {
    passed: results.length - missed.length,
    failed: missed.length + (complaint ? 1 : 0),
    failures,
  }
}

/** The `#` lines that follow a failure say what was expected. */
function diagnostics(lines: string[], line: string): string[] {
  const rest = lines.slice(lines.indexOf(line) + 1)
  const end = rest.findIndex((next) => !next.startsWith('#'))
  return end < 0 ? rest : rest.slice(0, end)
}

function complainAboutPlan(planned: string | undefined, ran: number): string | undefined {
  if (planned === undefined) return 'the file has no plan'
  if (Number(planned) === 0) return 'the file plans no tests'
  return Number(planned) === ran ? undefined : `planned ${planned} tests but ran ${ran}`
}
