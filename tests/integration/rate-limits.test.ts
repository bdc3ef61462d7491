import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertSessions, insertUsers } from '../../src/cli/logins.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { wordOf } from '../support/world.ts'

const CONNECTIONS = 60
const CALLS = 3
const LIMIT = 20

/** A naive rate limiter that counts first and then writes. */
const NAIVE = `
  create table public.attempts (actor_id uuid, action text);
  create function public.count_then_insert(actor uuid, action text) returns void
    language plpgsql
  as $$
  begin
    if (
      select count(*) from public.attempts as a where a.actor_id = actor and a.action = $2
    ) >= ${LIMIT} then
      raise exception 'rate_limited';
    end if;
    insert into public.attempts values (actor, action);
  end $$`

let database: Database
let sql: postgres.Sql

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  sql = postgres(database.url, { max: CONNECTIONS, onnotice() {} })
  await sql.unsafe(NAIVE)
  await sql`
    update social_private.rate_limits set hourly = ${LIMIT}, daily = null where action = 'post'`
  await sql`update social_private.config set new_account_factor = 1`
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sql`select pg_sleep(0.5)`))
})

afterAll(async () => {
  await sql?.end()
  await database?.stop()
})

/**
 * Makes calls of one person on all connections at once. Returns how often each outcome occurred.
 */
async function burst(limiter: string): Promise<Record<string, number>> {
  const actor = randomUUID()
  const one = () =>
    sql.begin(async (transaction) => {
      await transaction.unsafe(`select ${limiter}($1, $2)`, [actor, 'post'])
      // Simulates the time between the check of the rate limit and the commit of a command.
      await transaction`select pg_sleep(0.005)`
    })
  const outcomes: Record<string, number> = {}
  await Promise.all(
    Array.from({ length: CONNECTIONS * CALLS }, async () => {
      const outcome = await one().then(() => 'passed', wordOf)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }),
  )
  return outcomes
}

describe('a burst of calls on 60 connections', () => {
  it('succeeds for exactly as many calls as the limit allows', async () => {
    for (let round = 0; round < 3; round++) {
      expect(await burst('social_private.consume_rate_limit')).toEqual({
        passed: LIMIT,
        rate_limited: CONNECTIONS * CALLS - LIMIT,
      })
    }
  })

  it('exceeds the limit of a naive rate limiter, which proves that this test finds races', async () => {
    const { passed } = await burst('public.count_then_insert')
    expect(passed).toBeGreaterThan(LIMIT)
  })
})

it('refused usernames at the same time on 60 connections are refused no more often than the limit allows', async () => {
  const id = randomUUID()
  const taken = { id: randomUUID(), email: 'taken@example.com' }
  await insertUsers(sql, [
    { id, email: 'mallory@example.com', metadata: { social_username: 'mallory' } },
    { ...taken, metadata: { social_username: 'taken_name' } },
  ])
  await insertSessions(sql, [{ id, user_id: id }], 'aal1')
  const claims = { sub: id, role: 'authenticated', session_id: id, amr: [{ method: 'password' }] }
  const rename = () =>
    sql.begin(async (transaction) => {
      await transaction`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`
      const [row] = await transaction`select social.change_username('taken_name') as answer`
      return row?.answer.message as string
    })
  const outcomes = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => rename().catch(wordOf)),
  )
  const limit = 30
  expect(outcomes.filter((message) => message === 'username_taken')).toHaveLength(limit)
  expect(outcomes.filter((message) => message === 'rate_limited')).toHaveLength(CONNECTIONS - limit)
})

it('the rate limiter does not block the deletion of a person whose command is running', async () => {
  const id = randomUUID()
  const metadata = { social_username: 'alice' }
  await insertUsers(sql, [{ id, email: 'alice@example.com', metadata }])
  const consume = (on: postgres.ISql) => on`select social_private.consume_rate_limit(${id}, 'post')`
  await consume(sql)
  await sql.begin(async (command) => {
    await consume(command)
    await sql.begin(async (deletion) => {
      await deletion`set local lock_timeout = '5s'`
      await deletion`delete from auth.users where id = ${id}`
    })
    // Foreign keys take this lock for every row that a command writes for a person.
    expect(await command`select from social.profiles where id = ${id} for key share`).toEqual([])
  })
})
