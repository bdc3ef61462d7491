import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyMigrations, type MigrationFile, type Step } from '../../src/cli/upgrade/apply.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { watchLockWaits } from '../support/lock-waits.ts'

let database: Database
let sql: postgres.Sql
const connections: postgres.Sql[] = []
const open = () => {
  const connection = postgres(database.url, { max: 1, onnotice() {} })
  connections.push(connection)
  return connection
}

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  sql = open()
}, 120_000)
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.end()))
  await database.stop()
})
beforeEach(async () => {
  await sql.unsafe(`
    drop schema if exists app, supabase_migrations cascade;
    create schema app;
    create table app.things (id integer primary key)`)
})

const file = (version: string, text: string): MigrationFile => ({ version, name: 'social_x', text })
const addColumn = file('1', 'alter table app.things add column a integer')
const addComment = file('2', `comment on table app.things is 'Things';`)
const history = () => sql`
  select version, name, statements from supabase_migrations.schema_migrations order by version`
const columns = async () => {
  const rows = await sql`
    select column_name as name from information_schema.columns where table_schema = 'app'`
  return rows.map(({ name }) => name).sort()
}

test('each file is applied once and has a row in the history of the Supabase CLI', async () => {
  const states: Step['state'][] = []
  const onProgress = ({ state }: Step) => states.push(state)
  await applyMigrations(sql, [addColumn], { onProgress })
  await applyMigrations(sql, [addColumn, addComment], { onProgress })
  expect(states).toEqual(['applied', 'skipped', 'applied'])
  expect(await columns()).toEqual(['a', 'id'])
  expect(await history()).toEqual(
    [addColumn, addComment].map(({ version, name, text }) => ({
      version,
      name,
      statements: [text],
    })),
  )
})

test('a file that fails changes nothing, and the error says which file failed and why', async () => {
  const broken = file('3', `alter table app.things add column b integer;\nselect 1 / 0`)
  await expect(applyMigrations(sql, [broken])).rejects.toThrow(/^3_social_x\.sql failed: division/)
  expect(await columns()).toEqual(['id'])
  expect(await history()).toEqual([])
  await applyMigrations(sql, [addColumn])
  expect(await columns()).toEqual(['a', 'id'])
})

test('while a long transaction uses a table, the file is repeated and the app can use the table', async () => {
  const [long, app] = [open(), open()]
  await long.unsafe('begin; select from app.things')
  const steps: Step[] = []
  const isDone = applyMigrations(open(), [addColumn], { onProgress: (step) => steps.push(step) })
  let isWriting = true
  const writes = (async () => {
    for (let id = 0; isWriting; id++) {
      // The statement fails if it waits longer, for example behind a migration that waits.
      await app.unsafe(`begin; set local lock_timeout = 250;
        insert into app.things values (${id}); commit`)
    }
  })()
  while (steps.length < 5) await new Promise((resolve) => setTimeout(resolve, 20))
  await long.unsafe('commit')
  await isDone
  isWriting = false
  await writes
  expect(steps.map(({ state }) => state)).toEqual([...steps.slice(1).map(() => 'waits'), 'applied'])
  expect(await columns()).toEqual(['a', 'id'])
})

test('a file that gets no lock within the patience ends with an explanation and changes nothing', async () => {
  const long = open()
  await long.unsafe('begin; select from app.things')
  const patience = 500
  await expect(applyMigrations(sql, [addColumn], { patience })).rejects.toThrow(
    /1_social_x\.sql could not get its locks within 0\.5 seconds/,
  )
  await long.unsafe('commit')
  expect(await columns()).toEqual(['id'])
})

test('two upgrades at the same time apply each file once', async () => {
  const slow = file('4', `alter table app.things add column c integer; select pg_sleep(0.3)`)
  const upgrades = [open(), open(), open()]
  const outcomes = await Promise.allSettled(
    upgrades.map((connection) => applyMigrations(connection, [slow, addColumn])),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  expect(await columns()).toEqual(['a', 'c', 'id'])
})

test('a file that is interrupted leaves nothing, and the next upgrade applies it', async () => {
  const slow = file('5', `alter table app.things add column d integer; select pg_sleep(20)`)
  const first = open()
  const [session] = await first`select pg_backend_pid() as pid`
  const outcome = applyMigrations(first, [slow]).catch((error) => error)
  const isSleeping = () => sql`select from pg_locks
    where pid = ${session?.pid} and relation = 'app.things'::regclass
      and mode = 'AccessExclusiveLock' and granted`
  while ((await isSleeping()).length === 0) await new Promise((done) => setTimeout(done, 20))
  await sql`select pg_terminate_backend(${session?.pid})`
  expect(await outcome).toBeInstanceOf(Error)
  expect(await columns()).toEqual(['id'])
  await applyMigrations(sql, [{ ...slow, text: slow.text.replace('20', '0') }])
  expect(await columns()).toEqual(['d', 'id'])
})

test('the tests of an upgrade measure how long the app waits behind a migration', async () => {
  const [long, migration, app] = [open(), open(), open()]
  const readWaits = await watchLockWaits(database.url)
  await long.unsafe('begin; select from app.things')
  const waiting = migration.unsafe(`set application_name = 'migration';
    set lock_timeout = 600; alter table app.things add column e integer`)
  await Promise.all([
    expect(waiting).rejects.toThrow(/lock timeout/),
    (async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      await app`select from app.things`
    })(),
  ])
  await long.unsafe('commit')
  const [longest, ...others] = await readWaits()
  expect(longest).toMatchObject({ role: 'postgres', lock: 'app.things' })
  expect(longest?.milliseconds).toBeGreaterThan(250)
  expect(others).toEqual([])
})
