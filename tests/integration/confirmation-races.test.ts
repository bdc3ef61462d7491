import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { insertSessions, insertUsers } from '../../src/cli/logins.ts'
import { addressOf } from '../support/addresses.ts'
import { openWorld } from '../support/world.ts'

const ROUNDS = 40

const world = openWorld()
/** The connection of Auth, which confirms the logins. */
const auth = postgres(
  (process.env.SOCIAL_DATABASE_URL ?? '').replace('//postgres:', '//supabase_auth_admin:'),
  { max: 1, onnotice() {} },
)
afterAll(() => Promise.all([world.close(), auth.end()]))

async function applicant(isNamed: boolean): Promise<{ id: string; username: string }> {
  const id = randomUUID()
  const username = `c${id.replaceAll('-', '').slice(0, 20)}`
  const metadata = isNamed ? { social_username: username } : {}
  await insertUsers(world.sql, [{ id, email: addressOf(username), metadata, isUnconfirmed: true }])
  return { id, username }
}

/** Confirms as Auth does, in a transaction with several statements. */
const confirm = (id: string, pause: number) =>
  auth.begin(async (sql) => {
    await sql`update auth.users set email_confirmed_at = now(), confirmation_token = '' where id = ${id}`
    await sql`select pg_sleep(${pause})`
    await sql`update auth.users set last_sign_in_at = now() where id = ${id}`
  })

const stateOf = async (id: string) =>
  (
    await world.sql`
    select unconfirmed_at is null as "isConfirmed", audience_level as level
    from social_private.accounts where profile_id = ${id}`
  )[0]

test('a confirmation at the same time as create_profile is not lost', async () => {
  const person = await world.person('busy')
  for (let round = 0; round < ROUNDS; round++) {
    const { id, username } = await applicant(round % 2 === 0)
    await world.sql`delete from social.profiles where id = ${id}`
    await insertSessions(world.sql, [{ id, user_id: id }])
    const amr = [{ method: 'password', timestamp: 1_700_000_000 }]
    const claims = { sub: id, role: 'authenticated', session_id: id, amr }
    await person.sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, false)`
    const create = person.attempt('create_profile', { username })
    const [outcome] = await Promise.all([create, confirm(id, (round % 3) / 500)])
    expect(outcome).toBe('ok')
    expect(await stateOf(id)).toEqual({ isConfirmed: true, level: 2 })
  }
}, 120_000)

test('a confirmation at the same time as the worker leaves a confirmed profile', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { id, username } = await applicant(true)
    await world.sql`update social_private.accounts set unconfirmed_at = now() - interval '8 days'
      where profile_id = ${id}`
    await Promise.all([world.work(), confirm(id, (round % 3) / 500)])
    expect(await stateOf(id)).toEqual({ isConfirmed: true, level: 2 })
    const [profile] = await world.sql`select username from social.profiles where id = ${id}`
    expect(profile?.username).toBe(username)
  }
}, 120_000)

test('a confirmation waits at most a second for a sign-up that takes the username', async () => {
  const { id, username } = await applicant(true)
  await world.sql`delete from social.profiles where id = ${id}`
  const other = postgres(process.env.SOCIAL_DATABASE_URL ?? '', { max: 1, onnotice() {} })
  const rival = randomUUID()
  let confirmed = 0
  await other.begin(async (sql) => {
    await insertUsers(sql, [
      { id: rival, email: addressOf(rival), metadata: { social_username: username } },
    ])
    const started = performance.now()
    await confirm(id, 0)
    confirmed = performance.now() - started
  })
  await other.end()
  expect(confirmed).toBeLessThan(3000)
  const [login] = await world.sql`select email_confirmed_at from auth.users where id = ${id}`
  expect(login?.email_confirmed_at).not.toBeNull()
  const [profile] = await world.sql`select id from social.profiles where username = ${username}`
  expect(profile?.id).toBe(rival)
}, 120_000)
