import type { WriteRow } from './writes.ts'

/**
 * Prints the results of the write tests. The first variant of each test shows the highest possible
 * rate ("ceiling").
 */
export function printWrites(rows: WriteRow[]): void {
  let test = ''
  console.log(
    `${'variant'.padEnd(20)} ${'per second'.padStart(16)} ${'x ceiling'.padStart(10)}` +
      `${'x naive'.padStart(9)} ${'done'.padStart(8)} ${'failed'.padStart(7)}` +
      `${'deadlocks'.padStart(10)} ${'wrong'.padStart(6)}  goal`,
  )
  for (const row of rows) {
    if (row.test !== test) console.log(`\n${row.test}`)
    test = row.test
    const rates = row.perSecond.map((rate) => rate.toFixed(0)).join(' · ')
    const cells = [
      row.variant.padEnd(20),
      rates.padStart(16),
      row.toCeiling.toFixed(2).padStart(10),
      row.toNaive.toFixed(2).padStart(8),
      String(row.operations).padStart(8),
      String(row.failed).padStart(7),
      String(row.deadlocks).padStart(9),
      (row.wrong === null ? '–' : String(row.wrong)).padStart(6),
    ]
    const goals = row.goals.map(({ text, isReached }) => `  ${isReached ? 'ok' : 'MISSED'} ${text}`)
    console.log(`${cells.join(' ')}${goals.join('')}`)
  }
  const goals = rows.flatMap((row) => row.goals)
  const reached = goals.filter((goal) => goal.isReached).length
  console.log(`\n${reached} of ${goals.length} goals reached; verify_counters() finds none wrong.`)
}
