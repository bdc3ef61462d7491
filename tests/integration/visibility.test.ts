import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { build, imagine, type Plan, plan } from '../support/visibility-data.ts'
import { pathsToDiscovery } from '../support/visibility-discovery.ts'
import type { Viewer, VisibilityModel } from '../support/visibility-model.ts'
import { pathsToPosts } from '../support/visibility-paths.ts'
import { pathsToTalk } from '../support/visibility-talk.ts'

// A separate database, in which every table is open for direct access and no switch of
// docs/operating.md closes a list.
let database: Database
let sql: postgres.Sql
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  sql = postgres(database.url, { max: 1, onnotice() {} })
  await sql`select social_private.set_direct_table_access('everybody')`
  await sql`update social_private.config set
    directory_visibility = 'everybody', likes_visibility = 'everybody',
    allow_explore_without_login = true`
  await sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
  await sql.unsafe(readFileSync(new URL('../support/visibility.sql', import.meta.url), 'utf8'))
}, 120_000)
afterAll(async () => {
  await sql?.end()
  await database?.stop()
})

const paths = [...pathsToPosts, ...pathsToTalk, ...pathsToDiscovery]
const runs = Number(process.env.SOCIAL_RUNS ?? 6)
/**
 * The seed of the random data. Set `SOCIAL_SEED` to the seed of a failed run to repeat the run with
 * the same data. The test then reduces the data to a small failing example.
 */
const seed = Number(process.env.SOCIAL_SEED ?? Date.now() % 2 ** 31)
let cases = 0

test('every query returns to every viewer exactly the rows that an independent model expects', async () => {
  const result = await fc.check(
    fc.asyncProperty(plan, async (world: Plan) => {
      const model = imagine(world)
      await build(sql, world, model)
      for (const login of [null, ...model.accounts.map(({ key }) => key)]) {
        const readings = await read(login)
        const reader = model.reader(login)
        for (const path of paths) {
          const expected = path.expect(model, reader, login)
          const actual = readings.get(path.sql) ?? []
          if (path.isSubset && actual.every((row) => expected.includes(row))) continue
          const order = (list: string[]) => (path.isOrdered ? list : list.toSorted())
          if (String(order(actual)) !== String(order(expected))) {
            throw new Error(explain(model, login, path.sql, order(actual), order(expected)))
          }
          cases += path.cases(model)
        }
      }
    }),
    { numRuns: runs, seed, endOnFailure: process.env.SOCIAL_SEED === undefined },
  )
  if (result.failed) {
    throw new Error(`SOCIAL_SEED=${result.seed}: ${(result.errorInstance as Error).message}`)
  }
  console.log(`${cases} cases agreed, over ${paths.length} ways to read in ${runs} worlds`)
  expect(cases).toBeGreaterThan(150 * runs)
}, 600_000)

/** Runs every statement as one viewer. Returns the first column of each result. */
async function read(login: Viewer): Promise<Map<string, string[]>> {
  const readings = await sql.begin(async (transaction) => {
    const role = login === null ? 'anon' : 'authenticated'
    await transaction`
      select set_config('role', ${role}, true), set_config('request.jwt.claims', jsonb_build_object(
        'role', ${role}::text, 'sub', id, 'session_id', id, 'amr', '[{"method": "password"}]'::jsonb
      )::text, true)
      from (select (select id from things where key = ${login ?? ''})) as person`
    return Promise.all(paths.map((path) => transaction.unsafe<Record<string, string>[]>(path.sql)))
  })
  return new Map(
    paths.map(({ sql }, place) => [
      sql,
      (readings[place] ?? []).map((row) => Object.values(row)[0] as string),
    ]),
  )
}

function explain(
  model: VisibilityModel,
  login: Viewer,
  path: string,
  actual: string[],
  expected: string[],
): string {
  const extra = actual.filter((each) => !expected.includes(each))
  const missing = expected.filter((each) => !actual.includes(each))
  const world = JSON.stringify(model, (_, value) =>
    value instanceof Map || value instanceof Set ? [...value].join(' ') : value,
  )
  return `${login ?? 'anon'} reads too much: ${extra}, too little: ${missing}, by\n${path}\n${world}`
}
