import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertSessions, insertUsers, tokenClaims } from '../../src/cli/logins.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { life, refused } from '../support/notification-life.ts'
import { openWorld, type World } from '../support/world.ts'

// A separate database without rate limits, because rate limits make the requests of a person run
// one after another.
let database: Database
let world: World
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  world = openWorld(database.url)
  await world.sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
}, 120_000)
afterAll(async () => {
  await world?.close()
  await database?.stop()
})

const LIKERS = 200
const POSTS = 50
const CONNECTIONS = 8

test('10,000 likes of one author send at most one hint a second, and open one group for each post', async () => {
  const author = await world.person('author')
  const posts: string[] = []
  for (let n = 0; n < POSTS; n++) posts.push(await world.post(author))
  const [watch] = await author.call<{ topic: string }>('watch_notifications')

  const likers = await manyPeople(LIKERS)
  const started = Date.now()
  // Every connection likes the same posts in the same order, so that they meet at each post.
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, place) => {
      const sql = postgres(database.url, { max: 1, onnotice() {} })
      await sql`set role authenticated`
      for (const post of posts) {
        for (let n = place; n < LIKERS; n += CONNECTIONS) {
          await sql`select set_config('request.jwt.claims', ${likers[n] ?? ''}, false)`
          await sql`select social.like_post(${post})`
        }
      }
      await sql.end()
    }),
  )
  const seconds = (Date.now() - started) / 1000

  const hints = await world.sql`
    select event, payload from realtime.messages where topic = ${watch?.topic ?? ''}`
  expect(hints.length).toBeGreaterThan(seconds / 3)
  expect(hints.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1)
  expect(new Set(hints.map(({ event }) => event))).toEqual(new Set(['inbox']))
  const groups = await world.sql<{ rows: number }[]>`
    select count(*)::integer as rows from social_private.notification_groups as groups
    join social_private.notifications on notifications.group_id = groups.id
    where groups.recipient_id = ${author.id}
    group by groups.id`
  expect(groups.map(({ rows }) => rows)).toEqual(Array(POSTS).fill(LIKERS))
  expect(await author.call('unseen_count')).toEqual([{ unseen_count: POSTS }])
  expect([...(await world.sql`select * from social_private.verify_counters()`)]).toEqual([])
}, 240_000)

test('people who act, read, leave and are suspended at the same time never deadlock', async () => {
  await dawdle()
  const { answers, undecided } = await life(world, Number(process.env.SOCIAL_SECONDS ?? 8))
  expect(answers.filter((answer) => !refused.test(answer))).toEqual([])
  expect(answers.filter((answer) => answer === 'ok').length).toBeGreaterThan(answers.length / 3)
  expect(undecided).toEqual([])
  const doubled = await world.sql`
    select recipient_id, kind, target_id from social_private.notification_groups
    group by recipient_id, kind, target_id having count(*) > 1`
  expect([...doubled]).toEqual([])
  expect([...(await world.sql`select * from social_private.verify_counters()`)]).toEqual([])
}, 240_000)

/** Creates people and returns the claims of each of them. */
async function manyPeople(count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => ({ id: randomUUID(), session: randomUUID() }))
  await insertUsers(
    world.sql,
    people.map(({ id }) => {
      const name = `liker.${id.slice(0, 8)}`
      return { id, email: `${name}@example.com`, metadata: { social_username: name } }
    }),
  )
  await insertSessions(
    world.sql,
    people.map(({ id, session }) => ({ id: session, user_id: id })),
  )
  return people.map(({ id, session }) => JSON.stringify(tokenClaims(id, session)))
}

/** Delays each write of notifications by a random time, so that transactions meet. */
async function dawdle(): Promise<void> {
  await world.sql.unsafe(`
    create function public.dawdle() returns trigger language plpgsql as $$
    begin
      perform pg_sleep(0.004 * random());
      return coalesce(new, old);
    end $$;
    do $$
    declare
      relation text;
    begin
      foreach relation in array array['notifications', 'notification_groups', 'inboxes'] loop
        execute format('create trigger zz_dawdle before insert or update or delete
          on social_private.%I for each row execute function public.dawdle()', relation);
      end loop;
    end $$`)
}
