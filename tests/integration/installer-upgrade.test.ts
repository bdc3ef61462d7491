import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRelease } from '../../src/cli/project/release.ts'
import { applyMigrations, type MigrationFile, type Step } from '../../src/cli/upgrade/apply.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate as pushFolder } from '../../tools/local-stack/migrate.ts'
import { catalogOf } from '../support/catalog.ts'
import { asMigration, MIGRATION, type Wait, watchLockWaits } from '../support/lock-waits.ts'
import {
  frozenRelease,
  installFrozen,
  migrationsOf,
  upgradesOf,
  withConnection,
} from '../support/releases.ts'
import { rowsOf } from '../support/restore.ts'
import { longestOf, startSignIns, startTraffic, type Traffic } from '../support/traffic.ts'

const old = frozenRelease('0.0.1-fixture')
const next = frozenRelease('0.0.2-fixture')
const upgrades = upgradesOf(next, old.version)
const databases: Database[] = []
afterAll(() => Promise.all(databases.map((database) => database.stop())))

async function newDatabase(): Promise<string> {
  const database = await startThrowAwayDatabase()
  databases.push(database)
  return database.url
}

async function installedOld(): Promise<string> {
  const url = await newDatabase()
  await installFrozen(url, old)
  return url
}

const catalog = (url: string) =>
  withConnection(url, (sql) =>
    catalogOf(sql, { schemas: ['social', 'social_private', 'auth', 'storage'] }),
  )

/** Applies migrations in a session of their own, and returns the steps. */
async function migrate(url: string, files: MigrationFile[]): Promise<Step[]> {
  const steps: Step[] = []
  const sql = postgres(url, { max: 1, onnotice() {}, ...asMigration })
  try {
    await applyMigrations(sql, files, { onProgress: (step) => steps.push(step) })
  } finally {
    await sql.end()
  }
  return steps
}

/**
 * Runs the traffic of an app, first alone and then during `work`. Prints the longest wait for a
 * lock, and expects that no transaction waited over 250 ms in total and that none failed.
 */
async function during(
  startApp: () => Promise<Traffic>,
  url: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const app = await startApp()
  await pause(1_000)
  const alone = longestOf(app)
  for (const times of app.durations.values()) times.length = 0
  const readWaits = await watchLockWaits(url)
  let waits: Wait[]
  try {
    await work()
    await pause(300)
  } finally {
    await app.stop()
    waits = await readWaits()
  }
  const [longest] = waits
  console.log(
    [
      `Waits for locks: ${waits.length}, the longest ${Math.round(longest?.milliseconds ?? 0)} ms`,
      `The longest transactions before: ${alone}`,
      `The longest transactions meanwhile: ${longestOf(app)}`,
    ].join('\n'),
  )
  expect(app.errors).toEqual([])
  expect(waits.filter(({ milliseconds }) => milliseconds > 250)).toEqual([])
}

/** Returns all rows of our tables, Auth and Storage, without the columns that 0.0.2 adds. */
async function allRows(url: string): Promise<string[]> {
  return withConnection(url, async (sql) => {
    const tables = await sql<{ name: string; columns: string }[]>`
      select attrelid::regclass::text as name,
        string_agg(quote_ident(attname), ', ' order by attnum) as columns
      from pg_attribute
      join pg_class on pg_class.oid = attrelid and relkind = 'r'
      where relnamespace::regnamespace::text in ('social', 'social_private', 'auth', 'storage')
        and attnum > 0 and not attisdropped
        and (attrelid, attname) not in (select 'social.saves'::regclass, 'note')
      group by attrelid`
    const rows: string[] = []
    for (const { name, columns } of tables) {
      const found = await sql.unsafe<{ row: string }[]>(
        `select r::text as row from (select ${columns} from ${name}) as r`,
      )
      for (const { row } of found) rows.push(`${name}: ${row}`)
    }
    return rows.sort()
  })
}

describe('an upgrade of a living app from 0.0.1 to 0.0.2', () => {
  let url: string
  let before: string[]

  beforeAll(async () => {
    url = await installedOld()
    before = await allRows(url)
  }, 120_000)

  test('fails no statement of the app, and lets none wait for locks over 250 ms', async () => {
    await during(
      () => startTraffic(url),
      url,
      async () => {
        const steps = await migrate(url, upgrades)
        expect(steps.at(-1)?.state).toBe('applied')
      },
    )
  }, 120_000)

  test('keeps every row', async () => {
    expect(before.length).toBeGreaterThan(300)
    const left = new Set(await allRows(url))
    expect(before.filter((row) => !left.has(row) && !isOfTraffic(row))).toEqual([])
  })

  test('leads to the catalog that a new installation of 0.0.2 has', async () => {
    const fresh = await newDatabase()
    await migrate(fresh, migrationsOf(next))
    const expected = await catalog(fresh)
    expect(await catalog(url)).toEqual(expected)
    expect(expected.join('\n')).toContain('save_post_with_note')
  }, 120_000)

  test('changes nothing when it is repeated', async () => {
    const state = async () => [await catalog(url), await rowsOf(url)]
    const before = await state()
    const steps = await migrate(url, upgrades)
    expect(steps.map(({ state }) => state)).toEqual(upgrades.map(() => 'skipped'))
    expect(await state()).toEqual(before)
  })
})

/** The forward migration adds an error code. */
const isNew = (row: string) => row.startsWith('social_private.errors: (note_too_long,')

/** The traffic changes the config, and the cache of the home feed. */
const isOfTraffic = (row: string) => /^social_private\.(config|feed_marks): /.test(row)

/** Applies the forward migrations as plain `supabase db push` does: one statement after another. */
async function push(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-push-'))
  for (const { version, name, text } of upgrades) {
    writeFileSync(join(folder, `${version}_${name}.sql`), text)
  }
  await pushFolder(`${url}?application_name=${MIGRATION}`, folder)
  rmSync(folder, { recursive: true })
}

describe('an upgrade beside a long transaction', () => {
  test.each([
    ['npx supabase-social upgrade', (url: string) => migrate(url, upgrades)],
    ['npx supabase db push', push],
  ])(
    'by %s waits until the transaction ends, and the app does not wait',
    async (_, upgrade) => {
      const url = await installedOld()
      const long = postgres(url, { max: 1, onnotice() {} })
      await long`begin`
      await long`select from auth.users limit 1`
      await during(
        () => startTraffic(url),
        url,
        async () => {
          const upgraded = upgrade(url)
          await pause(3_000)
          expect(await versionOf(url)).toBe('0.0.1-fixture')
          await long`commit`
          await upgraded
          expect(await versionOf(url)).toBe('0.0.2-fixture')
        },
      )
      await long.end()
    },
    120_000,
  )
})

const versionOf = (url: string) =>
  withConnection(url, async (sql) => {
    const [row] = await sql`select social.version()`
    return row?.version
  })

describe('an upgrade that is interrupted', () => {
  test('leaves the old release, and a repeated upgrade is complete and keeps all rows', async () => {
    const url = await installedOld()
    const [rows, objects] = [await allRows(url), await catalog(url)]
    const long = postgres(url, { max: 1, onnotice() {} })
    await long`begin`
    await long`select from auth.users limit 1`
    const killed = migrate(url, upgrades).catch((error) => error)
    await withConnection(url, async (sql) => {
      // A session that is killed between two attempts would only connect again.
      const kill = () => sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'migration' and query like 'begin;%' and state = 'active'`
      while ((await kill()).length === 0) await pause(10)
    })
    expect(await killed).toBeInstanceOf(Error)
    await long`commit`
    await long.end()
    expect([await allRows(url), await catalog(url)]).toEqual([rows, objects])
    await migrate(url, upgrades)
    expect((await allRows(url)).filter((row) => !isNew(row))).toEqual(rows)
    expect(await versionOf(url)).toBe('0.0.2-fixture')
  }, 120_000)
})

describe('an installation in a living app', () => {
  test('fails no sign-up and no sign-in, and lets none wait for locks over 250 ms', async () => {
    const url = await newDatabase()
    await during(
      () => startSignIns(url),
      url,
      async () => {
        const steps = await migrate(url, migrationsOf(openRelease()))
        expect(steps.filter(({ state }) => state === 'applied').length).toBeGreaterThan(20)
      },
    )
  }, 120_000)
})
