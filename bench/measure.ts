import postgres from 'postgres'
import type { Params, Path, Variant } from './path.ts'
import { progress } from './progress.ts'
import { type Server, serverSide } from './server-side.ts'
import { median } from './statistics.ts'

export interface Measured {
  variant: Variant
  /** The connection that the variant runs on. */
  sql: postgres.Sql
  times: number[]
  server: Server[]
  timedOut: boolean
  error?: string
}

/** The milliseconds that a slow variant gets in each round. A slow variant runs at least once. */
const BUDGET = 1500
const WARM_UP = 6
/**
 * The number of consecutive runs of a variant. An extra run before them is not counted, because the
 * previous variant has replaced the contents of the caches.
 */
const BATCH = 5

/**
 * Measures every benchmarked call in every round. The variants of a call take turns in small
 * batches.
 */
export async function measure(
  paths: Path[],
  rounds: number,
  samples: number,
): Promise<Map<Path, Measured[]>> {
  const results = new Map(paths.map((path) => [path, path.variants.map(nothingYet)]))
  for (const [path, all] of results) {
    progress(`warming up: ${path.name}`)
    await path.beforeRound?.()
    for (const one of all) await attempt(one, () => warmUp(one))
  }
  for (let round = 1; round <= rounds; round++) {
    for (const [path, all] of results) {
      progress(`round ${round} of ${rounds}: ${path.name}`)
      await path.beforeRound?.()
      const spent = new Map(all.map((one) => [one, 0]))
      for (let sample = 0; sample < samples; sample += BATCH) {
        for (const one of all) await batch(one, spent, sample, Math.min(BATCH, samples - sample))
      }
      for (const one of all) await attempt(one, () => explain(one, round))
    }
  }
  progress('')
  return results
}

function nothingYet(variant: Variant): Measured {
  return { variant, sql: variant.on[0], times: [], server: [], timedOut: false }
}

async function warmUp(one: Measured): Promise<void> {
  let best = Number.POSITIVE_INFINITY
  for (const sql of one.variant.on) {
    const times: number[] = []
    for (let run = 0; run < WARM_UP && sum(times) < BUDGET; run++) {
      times.push(await runOnce(one.variant, sql, run))
    }
    const time = median(times.slice(times.length / 2)) ?? best
    if (time < best) one.sql = sql
    best = Math.min(best, time)
  }
}

async function batch(one: Measured, spent: Map<Measured, number>, first: number, count: number) {
  const soFar = spent.get(one) ?? 0
  if (soFar > BUDGET) return
  await attempt(one, async () => {
    const times: number[] = []
    const isQuick = (one.times.at(-1) ?? 0) < 100
    if (isQuick) await runOnce(one.variant, one.sql, first)
    for (let i = 0; i < count && soFar + sum(times) <= BUDGET; i++) {
      times.push(await runOnce(one.variant, one.sql, first + i))
    }
    one.times.push(...times)
    spent.set(one, soFar + sum(times))
  })
}

async function explain(one: Measured, round: number): Promise<void> {
  const runs = (median(one.times) ?? 0) > 100 ? 1 : 5
  for (let i = 0; i < runs; i++) {
    await one.variant.viewer?.become()
    await one.variant.before?.()
    one.server.push(await serverSide(one, paramsOf(one.variant, round * runs + i)))
  }
}

async function attempt(one: Measured, run: () => Promise<void>): Promise<void> {
  if (one.timedOut || one.error) return
  try {
    await run()
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    if (error.code === '57014') one.timedOut = true
    else one.error = error.message
  }
}

async function runOnce(variant: Variant, sql: postgres.Sql, sample: number): Promise<number> {
  await variant.viewer?.become()
  await variant.before?.()
  const { text, isPrepared = true } = variant
  const params = paramsOf(variant, sample)
  const started = performance.now()
  const rows = await sql.unsafe(text, params, { prepare: isPrepared }).raw()
  const time = performance.now() - started
  if (variant.after) await variant.after(String(rows[0]?.[0]))
  return time
}

function paramsOf(variant: Variant, sample: number): Params {
  return variant.params[sample % variant.params.length] ?? []
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
