import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyMigrations, type Step } from '../../src/cli/upgrade/apply.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { catalogOf } from '../support/catalog.ts'
import { asMigration, type LockWaits, watchLockWaits } from '../support/lock-waits.ts'
import {
  frozenRelease,
  installFrozen,
  readMigrations,
  withConnection,
} from '../support/releases.ts'
import { rowsOf } from '../support/restore.ts'
import { longestOf, startSignIns, startTraffic, type Traffic } from '../support/traffic.ts'

const old = frozenRelease('0.0.1-fixture')
const next = frozenRelease('0.0.2-fixture')
const databases: Database[] = []
afterAll(() => Promise.all(databases.map((database) => database.stop())))

async function newDatabase(): Promise<string> {
  const database = await startThrowAwayDatabase()
  databases.push(database)
  return database.url
}

const SCHEMAS = ['social', 'social_private', 'auth', 'storage']
const catalog = (url: string) => withConnection(url, (sql) => catalogOf(sql, { schemas: SCHEMAS }))

/** Applies the forward migrations of the next release in a session of their own. */
async function upgrade(url: string, onProgress?: (step: Step) => void): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {}, ...asMigration })
  try {
    await applyMigrations(sql, next.upgrades, onProgress ? { onProgress } : {})
  } finally {
    await sql.end()
  }
}

/** Prints the longest wait, and expects that no transaction of the app waited over 250 ms. */
function expectShortWaits(waits: LockWaits, traffic: Traffic, before: string): void {
  const [longest, ...others] = waits.read()
  console.log(`Longest wait for locks: ${Math.round(longest?.milliseconds ?? 0)} ms (${longest?.role}),
    ${others.length} shorter waits. Longest transactions before: ${before}; with: ${longestOf(traffic)}`)
  expect(traffic.errors).toEqual([])
  expect(longest?.milliseconds ?? 0, longest?.lines.join('\n')).toBeLessThan(250)
}

describe('an upgrade from 0.0.1 to 0.0.2', () => {
  let url: string
  let waits: LockWaits

  beforeAll(async () => {
    url = await newDatabase()
    await installFrozen(url, old)
    waits = await watchLockWaits(url)
  }, 120_000)

  test('under traffic keeps every row, and no statement of the app waits over 250 ms', async () => {
    const traffic = await startTraffic(url)
    await pause(1000)
    const before = longestOf(traffic)
    for (const times of traffic.durations.values()) times.length = 0
    const rows = await allRows(url)
    waits.reset()
    const steps: Step[] = []
    await upgrade(url, (step) => steps.push(step))
    await pause(500)
    await traffic.stop()
    expect(steps.at(-1)?.state).toBe('applied')
    expectShortWaits(waits, traffic, before)
    const left = new Set(await allRows(url))
    expect(rows.filter((row) => !left.has(row))).toEqual([])
  })

  test('leads to the catalog that a new installation of 0.0.2 has', async () => {
    const fresh = await newDatabase()
    await withConnection(fresh, (sql) => applyMigrations(sql, next.migrations))
    expect(await catalog(url)).toEqual(await catalog(fresh))
  }, 60_000)

  test('a repeated upgrade changes nothing', async () => {
    const before = [await catalog(url), await rowsOf(url)]
    const states: string[] = []
    await upgrade(url, ({ state }) => states.push(state))
    expect(states).toEqual(next.upgrades.map(() => 'skipped'))
    expect([await catalog(url), await rowsOf(url)]).toEqual(before)
  })
})
