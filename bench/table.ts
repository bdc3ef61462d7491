import type { Row } from './report.ts'

const COLUMNS = [
  'variant'.padEnd(18),
  'median ms',
  'p95 ms'.padStart(9),
  'ratio'.padStart(7),
  'server ms'.padStart(10),
  'ratio'.padStart(7),
  'buffers'.padStart(9),
  'rows'.padStart(5),
  '  goal',
]

/**
 * Prints the benchmarked calls with their variants. Each ratio compares a variant with the first
 * variant of the same call.
 */
export function printTable(rows: Row[]): void {
  console.log(COLUMNS.join(' '))
  let path = ''
  for (const row of rows) {
    if (row.path !== path) console.log(`\n${row.path}`)
    path = row.path
    console.log(line(row))
  }
  const goals = rows.flatMap((row) => row.goals)
  const reached = goals.filter((goal) => goal.isReached).length
  console.log(`\n${reached} of ${goals.length} goals reached.`)
}

function line(row: Row): string {
  const cells = [
    row.variant.padEnd(18),
    row.problem && row.median === null ? row.problem.padStart(9) : number(row.median, 9, 3),
    number(row.p95, 9, 3),
    number(row.toFirst, 7, 2),
    number(row.serverMedian, 10, 3),
    number(row.serverToFirst, 7, 2),
    number(row.buffers, 9, 0),
    number(row.rows, 5, 0),
  ]
  const goals = row.goals.map(({ text, value, isReached, onServer }) => {
    const server = onServer === null ? '' : ` (server ${short(onServer)})`
    const measured = value === null ? 'not measured' : `${short(value)}${server}`
    return `  ${isReached ? 'ok' : 'MISSED'} ${text}: ${measured}`
  })
  const scans = row.scanned.length > 0 ? `  scans ${row.scanned.join(', ')}` : ''
  return `${cells.join(' ')}${goals.join('')}${scans}`.trimEnd()
}

function number(value: number | null, width: number, digits: number): string {
  return (value === null ? '–' : value.toFixed(digits)).padStart(width)
}

function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0)
}
