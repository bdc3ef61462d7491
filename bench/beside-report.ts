import type { Pair } from './beside-measure.ts'
import { format } from './report.ts'
import { median } from './statistics.ts'

/**
 * The limits for the ratio of two times. The time in this build is divided by the time in the
 * earlier build.
 */
const CPU_LIMIT = 1.05
const CLOCK_LIMIT = 1.1

/** Returns the limits that a benchmarked call exceeds, as text. */
export function excess(pair: Pair): string {
  const { cpu, clock } = ratios(pair)
  const found: string[] = []
  if (!(cpu <= CPU_LIMIT)) found.push(`CPU ${cpu.toFixed(2)}x`)
  if (!(clock <= CLOCK_LIMIT)) found.push(`clock ${clock.toFixed(2)}x`)
  return found.join(', ')
}

function ratios({ today, earlier }: Pair): { cpu: number; clock: number } {
  const ratio = (a: number[], b: number[]) => (median(a) ?? Number.NaN) / (median(b) ?? 0)
  return { cpu: ratio(today.cpu, earlier.cpu), clock: ratio(today.clock, earlier.clock) }
}

export function listed(pairs: Pair[]): string {
  return pairs.map((pair) => `${pair.name} (${excess(pair)})`).join('; ')
}

export function printPairs(pairs: Pair[], commit: string): void {
  console.log(`Medians of a call in µs: ${commit}, this build, and their ratio.`)
  const titles = ['CPU', 'this', 'ratio', 'clock', 'this', 'ratio']
  console.log(`${'path'.padEnd(52)}${titles.map((title) => title.padStart(9)).join('')}`)
  for (const pair of pairs) {
    const { cpu, clock } = ratios(pair)
    const cells = [
      ...[whole(pair.earlier.cpu), whole(pair.today.cpu), cpu.toFixed(3)],
      ...[whole(pair.earlier.clock), whole(pair.today.clock), clock.toFixed(3)],
    ]
    const numbers = cells.map((cell) => cell.padStart(9)).join('')
    console.log(`${pair.name.padEnd(52)}${numbers}  ${excess(pair) || 'ok'}`)
  }
}

function whole(values: number[]): string {
  return format(Math.round(median(values) ?? Number.NaN))
}
