import { execFile, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createProfiles } from '../../src/cli/backfill/create.ts'
import { insertUsers } from '../../src/cli/logins.ts'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { MIGRATION, watchLockWaits } from '../support/lock-waits.ts'
import { ownDatabase } from '../support/own-database.ts'

let database: Awaited<ReturnType<typeof ownDatabase>>
let sql: postgres.Sql

beforeAll(async () => {
  database = await ownDatabase()
  sql = connect(database.url, 4)
}, 120_000)

afterEach(async () => {
  await sql`delete from auth.users`
  await sql`delete from social_private.username_reservations`
})

afterAll(async () => {
  await sql.end()
  await database.stop()
})

interface User {
  metadata?: Record<string, string>
  email?: string
  at?: string
  anonymous?: boolean
  deletedAt?: string
}

/**
 * Inserts users as if they had signed up before the installation. An update adds the metadata,
 * because an insert with a username would create a profile.
 */
async function addUsers(...users: User[]): Promise<string[]> {
  const rows = users.map((user, index) => ({
    ...{ email: `somebody-${index}@example.com`, at: `2024-01-01 00:00:${index % 60}` },
    ...{ metadata: {}, deleted_at: user.deletedAt ?? null },
    ...{ ...user, id: crypto.randomUUID() },
  }))
  await insertUsers(
    sql,
    rows.map(({ id, email, anonymous }) => ({ id, email, isAnonymous: anonymous ?? false })),
  )
  await sql`
    update auth.users set
      created_at = given.at, deleted_at = given.deleted_at, raw_user_meta_data = given.metadata
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (
      id uuid, at timestamptz, deleted_at timestamptz, metadata jsonb)
    where users.id = given.id`
  return rows.map(({ id }) => id)
}

const many = (count: number, username: (n: number) => string): User[] =>
  Array.from({ length: count }, (_, n) => ({
    email: `user-${n}@example.com`,
    metadata: { username: username(n) },
    at: new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString(),
  }))

const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
const command = () => ['--import', 'tsx', cli, 'backfill']
const env = () => ({ ...process.env, SUPABASE_DB_URL: database.url })

/** Runs `npx supabase-social backfill` without building it first. */
function backfill(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...command(), ...args], { env: env() }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

async function profiles(ids: string[]) {
  const rows = await sql<{ id: string; username: string; display_name: string | null }[]>`
    select id, username, display_name from social.profiles`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id))
}

const usernames = async (ids: string[]) => (await profiles(ids)).map((row) => row?.username)

async function count(table: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int from ${sql(table)}`
  return row?.count ?? 0
}

/** Waits until the database has ended the last statement of a killed command. */
async function idle() {
  const running = () => sql`
    select from pg_stat_activity
    where query like '%create_missing_profiles%' and pid <> pg_backend_pid() and state <> 'idle'`
  while ((await running()).length > 0) await wait(20)
}

const byUsername = { username: "users.raw_user_meta_data ->> 'username'", displayName: 'null' }

describe('the command supabase-social backfill', { timeout: 120_000 }, () => {
  it('creates profiles with the names of the metadata, and never publishes an address or a full name', async () => {
    const ids = await addUsers(
      { metadata: { username: 'Mary Ann', display_name: 'Mary', full_name: 'Mary Ann Evans' } },
      { metadata: { social_username: 'george', username: 'other', full_name: 'George Eliot' } },
      { metadata: { user_name: '', preferred_username: 'octo' } },
      { email: 'secret@example.com', metadata: { full_name: 'Very Secret' } },
      { email: 'b@example.com', metadata: { username: 'b@example.com', display_name: 'b@c.de' } },
    )
    const { code, stdout, stderr } = await backfill()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^5 profiles created \(\d+ a second\)$/m)
    expect(await profiles(ids)).toEqual([
      { id: ids[0], username: 'mary_ann', display_name: 'Mary' },
      { id: ids[1], username: 'george', display_name: null },
      { id: ids[2], username: 'octo', display_name: null },
      ...[ids[3], ids[4]].map((id) => ({
        ...{ id, username: expect.stringMatching(/^user[246789]{8}$/), display_name: null },
      })),
    ])
  })

  it('the oldest account keeps a name that several users want, and a look-alike counts as the same name', async () => {
    const ids = await addUsers(
      { metadata: { username: 'maya' }, at: '2024-03-01' },
      { metadata: { username: 'm4ya.lin' }, at: '2024-02-01' },
      { metadata: { username: 'MAYA' }, at: '2024-01-01' },
      { metadata: { username: 'ma_ya' }, at: '2024-04-01' },
      { metadata: { username: 'support' }, at: '2023-01-01' },
    )
    expect((await backfill()).code).toBe(0)
    expect(await usernames(ids)).toEqual([
      expect.stringMatching(/^maya[246789]{2}$/),
      'm4ya.lin',
      'maya',
      // Now and then ma_ya gets the digits that maya got. Then it gets one more.
      expect.stringMatching(/^ma_ya[246789]{2,3}$/),
      expect.stringMatching(/^support[246789]{2}$/),
    ])
  })

  it('a dry run changes nothing and shows the names that a run then gives', async () => {
    const ids = await addUsers(
      ...many(20, (n) => (n % 2 ? 'alex' : `Al Ex ${n}`)),
      { metadata: { username: 'kept' } },
      { metadata: { username: '😀' } },
      { metadata: { username: 'ghost' }, anonymous: true },
      { metadata: { username: 'gone' }, deletedAt: '2024-05-01' },
    )
    const { code, stdout } = await backfill('--dry-run')
    expect(code).toBe(0)
    expect(await count('social.profiles')).toBe(0)
    const shown = [...stdout.matchAll(/^ {2}".*" → (.*)$/gm)].map(([, after]) => after)
    expect(stdout.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        '24 users',
        '2 would get the username that they had',
        '19 would get a changed username',
        '1 have no usable name and would be called user and digits',
        '0 skipped: they have a profile',
        '1 skipped: anonymous users',
        '1 skipped: deleted users',
        'Nothing was changed.',
      ]),
    )

    expect((await backfill()).code).toBe(0)
    const names = await usernames(ids)
    expect(shown).toHaveLength(5)
    for (const after of shown) expect(names).toContain(after)
    expect(names.slice(-2)).toEqual([undefined, undefined])
    expect(new Set(names.slice(0, -2)).size).toBe(22)
  })

  it('takes the names from SQL expressions, and a user for whom an expression fails does not stop the others', async () => {
    const ids = await addUsers(
      { metadata: { age: '7', name: 'One' } },
      { metadata: { age: 'seven', name: 'Two' } },
      { metadata: { age: '9', name: 'x'.repeat(80) } },
    )
    await sql`create table public.members as
      select id, 'member ' || right(email, 13) as handle from auth.users`
    try {
      const handle =
        "(select 'Member ' || (users.raw_user_meta_data ->> 'age')::int from public.members as m where m.id = users.id) -- a comment"
      const args = ['--username', handle, '--display-name', "users.raw_user_meta_data ->> 'name'"]
      const { code, stdout } = await backfill(...args)
      expect(code).toBe(1)
      expect(stdout).toContain('1 failed')
      expect(stdout).toContain(`${ids[1]}: the SQL expression failed: invalid input syntax`)
      expect((await profiles(ids)).map((row) => [row?.username, row?.display_name])).toEqual([
        ['member_7', 'One'],
        [undefined, undefined],
        ['member_9', 'x'.repeat(50)],
      ])
    } finally {
      await sql`drop table public.members`
    }
  })

  it('refuses an expression that Postgres does not accept, that writes, or that has two statements', async () => {
    await addUsers({ metadata: { username: 'maya' } })
    await sql`create sequence public.counter`
    try {
      const wrong = await backfill('--username', 'users.handle')
      expect(wrong.code).toBe(2)
      expect(wrong.stderr).toMatch(
        /^Postgres does not accept the SQL expression of --username: column users.handle does not exist/,
      )
      const two = await backfill(
        '--username',
        "'a') end)::text, 9) from auth.users; select left((case when true then ('b'",
      )
      expect(two.stderr).toContain('cannot insert multiple commands into a prepared statement')
      const set = await backfill('--username', 'generate_series(1, 2)::text')
      expect([set.code, set.stderr]).toEqual([
        2,
        expect.stringContaining('set-returning functions are not allowed in CASE'),
      ])
      const writes = await backfill('--username', "nextval('public.counter')")
      expect([writes.code, writes.stdout]).toEqual([
        1,
        expect.stringContaining('cannot execute nextval() in a read-only transaction'),
      ])
      const bogus = await backfill('--bogus')
      expect([bogus.code, bogus.stderr]).toEqual([2, expect.stringContaining('--bogus')])
      const { password } = new URL(database.url)
      for (const { stderr } of [wrong, two, writes, bogus]) expect(stderr).not.toContain(password)
      expect(await count('social.profiles')).toBe(0)
    } finally {
      await sql`drop sequence public.counter`
    }
  })

  it('continues after an interruption, and two runs at once give every user one profile', async () => {
    const ids = await addUsers(...many(600, (n) => `person ${n}`))
    const first = spawn(process.execPath, command(), { env: env(), stdio: 'ignore' })
    const exit = new Promise((resolve) => first.once('exit', resolve))
    while ((await count('social.profiles')) < 100) await wait(10)
    first.kill('SIGKILL')
    await exit
    await idle()
    const made = await count('social.profiles')
    expect(made).toBeLessThan(600)

    const runs = await Promise.all([backfill(), backfill()])
    expect(runs.map(({ code }) => code)).toEqual([0, 0])
    const created = runs.map(({ stdout }) =>
      Number(/^ *([\d,]+) profiles created/m.exec(stdout)?.[1]?.replace(',', '')),
    )
    expect(made + (created[0] ?? 0) + (created[1] ?? 0)).toBe(600)
    expect(await usernames(ids)).toEqual(
      many(600, (n) => `person_${n}`).map(({ metadata }) => metadata?.username),
    )
  })

  it('comes back to a user whom another transaction locks, and skips a user who was deleted', async () => {
    const ids = await addUsers(...many(30, (n) => `person ${n}`))
    const [locked = '', deleted = ''] = ids
    let release = () => {}
    let isLocked = () => {}
    const ready = new Promise<void>((resolve) => {
      isLocked = resolve
    })
    const deletion = sql.begin(async (transaction) => {
      await transaction`select from auth.users where id = ${locked} for update`
      await transaction`delete from auth.users where id = ${deleted}`
      isLocked()
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
    await ready
    const connection = connect(database.url)
    let done = 0
    const outcome = createProfiles(connection, byUsername, (now) => {
      done = now
    })
    while (done < 28) await wait(10)
    expect(await usernames([locked, ids[29] ?? ''])).toEqual([undefined, 'person_29'])
    release()
    await deletion
    expect(await outcome).toEqual({ created: 29, skipped: 1, failures: [] })
    expect(await usernames([locked])).toEqual(['person_0'])
    await connection.end()
  })

  it('sign-ups that want the same names never wait longer than 250 ms', async () => {
    await addUsers(...many(3000, (n) => `person ${n}`))
    const connection = connect(database.url)
    await connection`select set_config('application_name', ${MIGRATION}, false)`
    const readWaits = await watchLockWaits(database.url)
    let done = 0
    let isRunning = true
    let tries = 0
    const signUps = async (worker: number) => {
      for (let n = 0; isRunning; n++) {
        const username = `person_${done + ((n * 7) % 60)}`
        const metadata = { username, social_username: username }
        const user = { id: crypto.randomUUID(), email: `${worker}-${n}@example.com`, metadata }
        await insertUsers(sql, [user]).catch(() => {})
        tries++
        await wait(20)
      }
    }
    const workers = [signUps(1), signUps(2)]
    const start = performance.now()
    const outcome = await createProfiles(connection, byUsername, (now) => {
      done = now
    })
    const seconds = (performance.now() - start) / 1000
    isRunning = false
    await Promise.all(workers)
    await connection.end()
    const longest = Math.max(0, ...(await readWaits()).map(({ milliseconds }) => milliseconds))
    console.log(
      `backfill: ${Math.round(outcome.created / seconds)} users a second, ` +
        `${tries} sign-ups meanwhile, the longest waited ${Math.round(longest)} ms`,
    )
    expect(outcome).toEqual({ created: 3000, skipped: 0, failures: [] })
    expect(tries).toBeGreaterThan(20)
    expect(longest).toBeLessThan(250)
  })
})
