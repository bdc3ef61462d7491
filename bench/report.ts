import { cpus, totalmem } from 'node:os'
import type postgres from 'postgres'
import type { Options } from './args.ts'
import type { Measured } from './measure.ts'
import type { Goal, Path } from './path.ts'
import { TIMEOUT_SECONDS } from './sessions.ts'
import { SHOWN } from './settings.ts'
import { median, percentile } from './statistics.ts'

export type Counts = Record<string, number>

export interface Verdict {
  text: string
  value: number | null
  isReached: boolean
  /** The ratio of the times on the server, which exclude the time of the client. */
  onServer: number | null
}

/** One row of the printed table and of the JSON file. */
export interface Row {
  path: string
  variant: string
  median: number | null
  p95: number | null
  toFirst: number | null
  serverMedian: number | null
  serverToFirst: number | null
  buffers: number | null
  rows: number | null
  scanned: string[]
  runs: number
  goals: Verdict[]
  problem: string | null
}

export function format(value: number): string {
  return value.toLocaleString('en-US')
}

/**
 * Describes the machine, the versions, the settings and the data. Results are comparable only if
 * all of these are equal.
 */
export async function header(sql: postgres.Sql, options: Options, counts: Counts) {
  const [version] = await sql.unsafe<{ version: string }[]>('select version()')
  const settings = await sql.unsafe<{ text: string }[]>(
    `select name || '=' || current_setting(name) as text from pg_settings where name = any ($1)`,
    [SHOWN],
  )
  return {
    machine: `${cpus()[0]?.model ?? '?'}, ${cpus().length} cores, ${gigabytes()} GB`,
    postgres: version?.version.split(',')[0] ?? '',
    node: process.version,
    date: new Date().toISOString(),
    scale: options.scale,
    rounds: options.rounds,
    samples: options.samples,
    settings: settings.map((row) => row.text).join(' '),
    counts,
  }
}

function gigabytes(): string {
  return (totalmem() / 2 ** 30).toFixed(0)
}

export function printHeader(head: Awaited<ReturnType<typeof header>>): void {
  const { counts, ...rest } = head
  for (const [name, value] of Object.entries(rest)) console.log(`${name.padEnd(10)}${value}`)
  const texts = Object.entries(counts).map(([name, count]) => `${format(count)} ${name}`)
  console.log(`${'data'.padEnd(10)}${texts.join(', ')}\n`)
}

export function rowsOf(results: Map<Path, Measured[]>): Row[] {
  return [...results].flatMap(([path, all]) => all.map((one) => rowOf(path, one, all)))
}

function rowOf(path: Path, one: Measured, all: Measured[]): Row {
  const { name } = one.variant
  const first = all[0]?.variant.name ?? name
  return {
    path: path.name,
    variant: name,
    median: median(one.times),
    p95: percentile(one.times, 0.95),
    toFirst: ratio(client(all, name), client(all, first)),
    serverMedian: server(all, name),
    serverToFirst: ratio(server(all, name), server(all, first)),
    buffers: median(one.server.map((run) => run.buffers)),
    rows: median(one.server.map((run) => run.rows)),
    scanned: [...new Set(one.server.flatMap((run) => run.scanned))],
    runs: one.times.length,
    goals: path.goals
      .filter((goal) => name === ('min' in goal ? goal.to : goal.of))
      .map((goal) => check(goal, all)),
    problem: one.timedOut ? `> ${TIMEOUT_SECONDS} s` : (one.error ?? null),
  }
}

export function ratio(a: number | null, b: number | null): number | null {
  return a === null || !b ? null : a / b
}

function client(all: Measured[], name: string): number | null {
  const one = all.find((candidate) => candidate.variant.name === name)
  return one?.timedOut ? TIMEOUT_SECONDS * 1000 : median(one?.times ?? [])
}

function server(all: Measured[], name: string): number | null {
  const one = all.find((candidate) => candidate.variant.name === name)
  return one?.timedOut ? TIMEOUT_SECONDS * 1000 : median((one?.server ?? []).map((run) => run.time))
}

function check(goal: Goal, all: Measured[]): Verdict {
  if ('p95' in goal) {
    const one = all.find((candidate) => candidate.variant.name === goal.of)
    const value = percentile(one?.times ?? [], 0.95)
    const isReached = value !== null && value <= goal.p95
    return { text: `p95 ≤ ${goal.p95} ms`, value, isReached, onServer: null }
  }
  const { of, to, min, max } = goal
  const value = ratio(client(all, of), client(all, to))
  const onServer = ratio(server(all, of), server(all, to))
  const text = min === undefined ? `≤ ${max}x ${to}` : `${min}x faster than ${of}`
  const isReached = value !== null && (min === undefined ? value <= max : value >= min)
  return { text, value, isReached, onServer }
}
