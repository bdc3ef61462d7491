import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { tokenClaims } from '../../src/cli/logins.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { type Standby, startStandby } from '../support/standby.ts'
import { openWorld, type Person, type World } from '../support/world.ts'

const AUTHORS = 12
const ROUNDS = 8

interface Card {
  id: string
  cursor: string
}

test('a standby server returns the same home feed as the primary server during writes to the primary server', async () => {
  const primary = await startThrowAwayDatabase()
  let standby: Standby | undefined
  let writing: Promise<void> | undefined
  let isOver = false
  try {
    await migrate(primary.url)
    const world = openWorld(primary.url)
    await world.sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
    const [reader, ...authors] = (await people(world)) as [Person, ...Person[]]
    for (let n = 0; n < 60; n++) await write(world, reader, authors)
    // The feed cache is an unlogged table, which a standby cannot read.
    expect(await walk(reader.sql, null)).toHaveLength(60)

    let written = 0
    writing = (async () => {
      while (!isOver) written += await write(world, reader, authors)
    })()
    standby = await startStandby(primary)
    const copy = await sameReader(standby.url, reader)
    const before = written
    for (let round = 0; round < ROUNDS; round++) {
      const [top] = await page(reader.sql, null)
      const here = await walk(reader.sql, top?.cursor ?? null)
      await caughtUp(primary, copy)
      expect(await walk(copy, top?.cursor ?? null)).toEqual(here)
      expect(here.length).toBeGreaterThanOrEqual(59)
    }
    expect(written - before).toBeGreaterThan(ROUNDS)
    await expect(copy`select social.like_post(${await first(copy)})`).rejects.toThrow(/read-only/)
    isOver = true
    await writing
    await caughtUp(primary, copy)
    expect(await walk(copy, null)).toEqual(await walk(reader.sql, null))
    await expectExplore(world, primary, standby, authors)
    await copy.end()
    await world.close()
  } finally {
    isOver = true
    await writing?.catch(() => {})
    await standby?.stop()
    await primary.stop()
  }
}, 120_000)

/** The pool of explore is on the standby. What people have seen is in an unlogged table. */
async function expectExplore(
  world: World,
  primary: Database,
  standby: Standby,
  [author]: Person[],
): Promise<void> {
  if (!author) throw new Error('There is no author.')
  await world.sql`select social_private.refresh_explore_pool()`
  const copy = await sameReader(standby.url, author)
  await caughtUp(primary, copy)
  const read = (sql: postgres.Sql) => sql<Card[]>`select id from social.explore_posts()`
  const here = await read(author.sql)
  expect(here.length).toBeGreaterThan(0)
  expect(await read(copy)).toEqual(here)
  await copy.end()
}

async function people(world: World): Promise<Person[]> {
  const reader = await world.person('reader')
  const all = [reader]
  for (let n = 0; n < AUTHORS; n++) all.push(await world.person(`author${n}`))
  for (const { id } of all.slice(1)) await reader.call('follow_profile', { profile_id: id })
  return all
}

/**
 * Publishes a post of a random author and adds a like of a random author. Returns the number of
 * posts, which is 1.
 */
async function write(world: World, reader: Person, authors: Person[]): Promise<number> {
  const author = authors[Math.floor(Math.random() * authors.length)] ?? reader
  const fan = authors[Math.floor(Math.random() * authors.length)] ?? reader
  await fan.call('like_post', { post_id: await world.post(author) })
  return 1
}

async function sameReader(url: string, { id, session }: Person): Promise<postgres.Sql> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  const claims = JSON.stringify(tokenClaims(id, session))
  await sql`select set_config('request.jwt.claims', ${claims}, false),
    set_config('role', 'authenticated', false)`
  return sql
}

/** Waits until the standby has replayed all writes of the primary. */
async function caughtUp(primary: Database, copy: postgres.Sql): Promise<void> {
  const sql = postgres(primary.url, { max: 1 })
  const [now] = await sql<{ lsn: string }[]>`select pg_current_wal_insert_lsn() as lsn`
  await sql.end()
  for (let tries = 0; tries < 3000; tries++) {
    const [row] = await copy<{ isThere: boolean }[]>`
      select pg_last_wal_replay_lsn() >= ${now?.lsn ?? ''}::pg_lsn as "isThere"`
    if (row?.isThere) return
    await wait(10)
  }
  throw new Error('The standby does not catch up.')
}

const page = (sql: postgres.Sql, after: string | null) =>
  sql<Card[]>`select * from social.home_feed(${after}, 20)`

/** Reads all pages of the home feed after a cursor. */
async function walk(sql: postgres.Sql, from: string | null): Promise<Card[]> {
  const cards: Card[] = []
  for (let after = from; ; ) {
    const rows = await page(sql, after)
    cards.push(...rows)
    if (rows.length < 20) return cards
    after = rows.at(-1)?.cursor ?? null
  }
}

async function first(sql: postgres.Sql): Promise<string> {
  const [card] = await page(sql, null)
  return card?.id ?? ''
}
