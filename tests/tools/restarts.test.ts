import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@supabase/supabase-js'
import { afterAll, expect, it, vi } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { parentOf } from '../../tools/local-stack/processes.ts'
import { stopAll } from '../../tools/local-stack/stop-all.ts'
import { end, endAll, isGone, type Started, start } from '../support/spawn-start.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-restarts-'))
// If root runs this test, Postgres runs as another account, which must be able to enter the folder.
chmodSync(folder, 0o755)
afterAll(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

const postmaster = (data: string) =>
  Number(readFileSync(join(data, 'database', 'postmaster.pid'), 'utf8').split('\n')[0])

const printed = ({ output }: Started, name: string) =>
  new RegExp(`${name} +(\\S+)`).exec(output)?.[1] ?? ''

/** Connects as the superuser, whom no request of the stack uses but the reading of the schema. */
function superuser(started: Started) {
  const url = new URL(printed(started, 'Database'))
  url.username = SUPERUSER
  return connect(url.href)
}

/** Sends requests to every service, and returns the sum of the answers of each status. */
async function load(started: Started, round: string) {
  const headers = {
    apikey: printed(started, 'Secret key'),
    'content-type': 'application/json',
    'accept-profile': 'social',
  }
  const requests = Array.from({ length: 30 }, (_, i) => {
    const ask = (path: string, body?: object) =>
      fetch(`${started.url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers,
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(20_000),
      }).then(({ status }) => status)
    const person = { email: `${round}-${i}@example.com`, password: 'correct horse' }
    if (i % 5 === 0) return ask('/functions/v1/social-worker', {})
    if (i % 5 === 1) return ask('/auth/v1/signup', person)
    if (i % 5 === 2) return ask('/storage/v1/bucket')
    return ask('/rest/v1/profiles?limit=1')
  })
  return Promise.all(requests)
}

/** Every service answers again. A busy machine needs longer than ten seconds. */
async function expectAlive(started: Started, name: string): Promise<void> {
  await vi.waitFor(() => expectAnswers(started, name), { timeout: 45_000, interval: 200 })
}

async function expectAnswers(started: Started, name: string): Promise<void> {
  const auth = { persistSession: false, autoRefreshToken: false }
  const client = createClient(started.url, started.key, { auth })
  const person = { email: `${name}-${Date.now()}@example.com`, password: 'correct horse' }
  expect((await client.auth.signUp(person)).error).toBeNull()
  const social = client.schema('social' as 'public')
  expect((await social.from('profiles').select('id').limit(1)).error).toBeNull()
  const service = createClient(started.url, printed(started, 'Secret key'), { auth })
  expect((await service.storage.listBuckets()).error).toBeNull()
  const work = await service.functions.invoke('social-worker', { method: 'POST' })
  expect(work.error).toBeNull()
  // A private channel asks the database when somebody joins.
  await client.realtime.setAuth()
  const status = await new Promise((resolve) => {
    const channel = client.channel('nobody may read this', { config: { private: true } })
    channel.subscribe((state, error) => resolve(`${state} ${error?.message}`))
  })
  await client.removeAllChannels()
  expect(status).toMatch(/Unauthorized|permissions/)
}

it('npm start goes on when Postgres closes all connections during requests', async () => {
  const started = await start('--data', join(folder, 'closed'))
  await load(started, 'warm')
  for (const pause of [5, 30, 100]) {
    const answers = load(started, `closed-${pause}`)
    await wait(pause)
    const sql = superuser(started)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and backend_type in ('client backend', 'walsender')`
    await sql.end()
    await answers
    expect(started.child.exitCode).toBeNull()
  }
  await expectAlive(started, 'closed')
  expect(await end(started.child, 'SIGTERM')).toBe(0)
}, 240_000)

it('npm start starts Postgres again, and reads the schema that it missed', async () => {
  const data = join(folder, 'ended')
  const started = await start('--data', data)
  await load(started, 'warm')
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const pid = postmaster(data)
    const answers = load(started, `ended-${signal}`)
    process.kill(pid, signal)
    expect((await answers).length).toBe(30)
    expect(await isGone(pid)).toBe(true)
    expect(started.child.exitCode).toBeNull()
    await expectAlive(started, `ended-${signal}`)
    expect(postmaster(data)).not.toBe(pid)
  }
  const sql = superuser(started)
  await sql.unsafe(`
    create function public.afterwards() returns integer language sql return 1;
    grant execute on function public.afterwards() to anon;
    notify pgrst, 'reload schema'`)
  await sql.end()
  const client = createClient(started.url, started.key)
  await vi.waitFor(async () => expect((await client.rpc('afterwards')).data).toBe(1), 30_000)
  const pid = postmaster(data)
  expect(await end(started.child, 'SIGTERM')).toBe(0)
  expect(await isGone(pid)).toBe(true)
}, 240_000)

it('npm start ends after SIGTERM although Postgres hangs, and says what hung', async () => {
  const data = join(folder, 'hangs')
  const started = await start('--data', data)
  let output = ''
  started.child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  await load(started, 'warm')
  const pid = postmaster(data)
  const family = [
    pid,
    ...readdirSync('/proc')
      .map(Number)
      .filter((one) => parentOf(one) === pid),
  ]
  for (const one of family) process.kill(one, 'SIGSTOP')
  const answers = load(started, 'hangs').catch(() => {})
  await wait(500)
  const begun = Date.now()
  await end(started.child, 'SIGTERM')
  const seconds = (Date.now() - begun) / 1000
  for (const one of family) process.kill(one, 'SIGCONT')
  await answers
  expect(seconds).toBeLessThan(15)
  expect(output).toContain('Not stopped within 8 s: the services.')
}, 120_000)

it('stops everything else when one part never stops', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const stopped: string[] = []
  const note = (name: string) => () => {
    stopped.push(name)
  }
  await stopAll(
    [
      ['the first part', note('first')],
      ['the second part', () => new Promise(() => {})],
      ['the third part', () => Promise.reject(new Error('no'))],
      ['the fourth part', note('fourth')],
    ],
    100,
  )
  expect(stopped).toEqual(['first', 'fourth'])
  expect(print.mock.calls.map(([text]) => String(text))).toEqual([
    'Not stopped within 0.1 s: the second part.',
    'Error: no',
  ])
  print.mockRestore()
})
