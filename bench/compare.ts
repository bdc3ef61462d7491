import { readFileSync } from 'node:fs'
import { Problem } from '../src/cli/problem.ts'
import { type Row, ratio } from './report.ts'

const GROWTH = 1.3

interface File {
  header: { scale: number; machine: string; counts: Record<string, number> }
  reads: Row[]
}

/**
 * Compares a run at a small scale with a run at a large scale on the same machine. Prints how much
 * the times grow.
 */
export function compare(smallFile: string, largeFile: string): void {
  const small = read(smallFile)
  const large = read(largeFile)
  if (small.header.machine !== large.header.machine) {
    console.log('Warning: the files come from different machines.')
  }
  console.log(`median ms, server ms: ${small.header.scale}x → ${large.header.scale}x data`)
  let missed = 0
  let path = ''
  for (const row of small.reads) {
    const other = large.reads.find(
      (candidate) => candidate.path === row.path && candidate.variant === row.variant,
    )
    if (!other) continue
    if (row.path !== path) console.log(`\n${row.path}`)
    path = row.path
    const growth = ratio(other.median, row.median)
    const isGoal = row.variant === 'ours' && row.path.startsWith('home')
    const isMissed = isGoal && !(growth !== null && growth <= GROWTH)
    if (isMissed) missed++
    const mark = isMissed ? `  MISSED ≤ ${GROWTH}x` : isGoal ? `  ok ≤ ${GROWTH}x` : ''
    console.log(
      `${row.variant.padEnd(18)} ${times(row.median, other.median)}` +
        `  ${times(row.serverMedian, other.serverMedian)}${mark}`,
    )
  }
  console.log(`\n${missed} growth goals missed.`)
}

function times(small: number | null, large: number | null): string {
  const growth = ratio(large, small)
  const text = (value: number | null) => (value === null ? '–' : value.toFixed(3)).padStart(9)
  const times = growth === null ? '–' : `${growth.toFixed(2)}x`
  return `${text(small)} → ${text(large)} ${times.padStart(7)}`
}

function read(file: string): File {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Problem(`${file} was not written by --json of this benchmark.`)
  }
}
