import type postgres from 'postgres'
import type { Options } from './args.ts'
import { findPgbench, runLoad } from './clients.ts'
import type { Cluster } from './cluster.ts'
import { refuseWrongCounters } from './generate.ts'
import { progress } from './progress.ts'
import { format } from './report.ts'
import type { Sessions } from './sessions.ts'
import { readSql } from './sql.ts'
import {
  BARE,
  CEILING,
  NAIVE,
  WRITE_TESTS,
  type WriteTest,
  type WriteVariant,
} from './write-tests.ts'

export interface WriteRow {
  test: string
  variant: string
  perSecond: number[]
  operations: number
  failed: number
  deadlocks: number
  wrong: number | null
  toCeiling: number
  toNaive: number
  goals: { text: string; isReached: boolean }[]
}

const ROUNDS = 2
/** The number of operations of a slow variant. */
const SLOW = 10_000

/** Runs every variant of every write test with concurrent clients, in two rounds. */
export async function measureWrites(
  cluster: Cluster,
  sessions: Sessions,
  options: Options,
): Promise<WriteRow[]> {
  const tests = WRITE_TESTS.filter((test) => test.name.includes(options.only))
  if (tests.length === 0) return []
  cluster.mark(false)
  const sql = sessions.owner
  await sql.unsafe('set statement_timeout = 0')
  for (const file of ['likes.setup', 'follows.setup']) {
    const text = readSql(file).replaceAll(':operations', String(options.operations))
    await sql.unsafe(text)
  }
  const driver = findPgbench() ? 'pgbench' : 'this process'
  console.log(
    `\nWrites: ${options.clients} clients (${driver}), ${format(options.operations)} operations`,
  )
  const rows: WriteRow[] = []
  for (const test of tests) {
    const results = test.variants.map((variant) => emptyRow(test, variant))
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [index, variant] of test.variants.entries()) {
        progress(`${test.name}, round ${round}: ${variant.name}`)
        const row = results[index]
        if (row) await runVariant(cluster, sql, test, variant, row, options)
      }
    }
    progress('')
    rate(test, results)
    rows.push(...results)
  }
  await sql.unsafe('delete from social.posts where id in (select id from bench.hot_posts)')
  await refuseWrongCounters(sql)
  cluster.mark(true)
  return rows
}

function emptyRow(test: WriteTest, variant: WriteVariant): WriteRow {
  return {
    test: test.name,
    variant: variant.name,
    perSecond: [],
    ...{ operations: 0, failed: 0, deadlocks: 0, wrong: variant.wrong ? 0 : null },
    ...{ toCeiling: 0, toNaive: 0, goals: [] },
  }
}

async function runVariant(
  cluster: Cluster,
  sql: postgres.Sql,
  test: WriteTest,
  variant: WriteVariant,
  row: WriteRow,
  { clients, operations }: Options,
): Promise<void> {
  const { role, statements, withoutTriggersOf: table } = variant
  // Each client unfollows as often as it follows, so that no follow is left.
  const step = clients * statements.length
  const wanted = variant.isSlow ? Math.min(operations, SLOW) : operations
  const each = Math.max(1, Math.floor(wanted / step)) * statements.length
  if (variant.setup) await sql.unsafe(variant.setup)
  if (table) await sql.unsafe(`alter table ${table} disable trigger user`)
  try {
    await sql.unsafe('checkpoint')
    const before = await deadlocks(sql)
    const outcome = await runLoad(cluster, { role, statements, clients, each })
    row.perSecond.push(outcome.perSecond)
    row.operations += outcome.done
    row.failed += outcome.failed
    row.deadlocks += (await deadlocks(sql)) - before
    if (variant.wrong && row.wrong !== null) {
      const [found] = await sql.unsafe<{ wrong: number }[]>(variant.wrong)
      row.wrong += found?.wrong ?? 0
    }
    await sql.unsafe(test.undo)
    await sql.unsafe(test.forget)
  } finally {
    if (table) await sql.unsafe(`alter table ${table} enable trigger user`)
  }
  await sql.unsafe('vacuum social.likes, social.follows, social_private.notifications')
  await sql.unsafe('vacuum social_private.post_counters, social_private.profile_counters')
}

async function deadlocks(sql: postgres.Sql): Promise<number> {
  const [row] = await sql.unsafe<{ deadlocks: string }[]>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return Number(row?.deadlocks)
}

function rate(test: WriteTest, rows: WriteRow[]): void {
  const of = (name: string) =>
    mean(rows.find((row) => row.variant === name)?.perSecond ?? []) || Number.NaN
  for (const row of rows) {
    row.toCeiling = mean(row.perSecond) / of(CEILING)
    row.toNaive = mean(row.perSecond) / of(NAIVE)
    if (!row.variant.startsWith('ours')) continue
    row.goals.push({ text: 'no deadlock', isReached: row.deadlocks + row.failed === 0 })
    row.goals.push({ text: 'exact', isReached: row.wrong === 0 })
    if (row.variant !== BARE) continue
    const { toCeiling, toNaive } = test.goals
    row.goals.push({ text: `≥ ${toCeiling}x ceiling`, isReached: row.toCeiling >= toCeiling })
    row.goals.push({ text: `≥ ${toNaive}x naive`, isReached: row.toNaive >= toNaive })
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
