import { createHash, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeEach, expect, it } from 'vitest'
import '../support/own-stack.ts'
import { people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

const other = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
afterAll(() => other.end())

const key = randomUUID()
const withKey = { 'x-social-worker-key': key }
const url = `${stack.url}/functions/v1/social-worker`

beforeEach(async () => {
  await sql`delete from social_private.worker_runs`
  const hash = createHash('sha256').update(key).digest()
  await sql`update social_private.worker_state set key_hash = ${hash}`
})

async function work(headers: Record<string, string>, body: object = {}) {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

async function late(caption: string): Promise<void> {
  const [author] = await people('author')
  await publish(author, { caption })
  await sql`
    update social.posts set deleted_at = now() - interval '1 year' where caption = ${caption}`
}

const left = async (caption: string) =>
  (await sql`select from social.posts where caption = ${caption}`).length
const runs = () => sql`
  select project, erased, error, finished_at is not null as is_finished
  from social_private.worker_runs`

it('the key of the worker runs the worker, and the heartbeat tells the run', async () => {
  await late('mine')
  const [{ server } = {}] = await sql`select social_private.server_id() as server`
  const { status, body } = await work(withKey, { server })
  expect([status, body]).toMatchObject([200, { project: stack.url, hasMore: false, errors: [] }])
  expect(await left('mine')).toBe(0)
  expect(await runs()).toEqual([
    { project: stack.url, erased: body.erased, error: null, is_finished: true },
  ])
})

it('a call of another server changes nothing', async () => {
  await late('foreign')
  const { status, body } = await work(withKey, { server: 'f'.repeat(32) })
  expect([status, body.code]).toEqual([409, 'worker_project_differs'])
  expect(body.message).toContain('not the database')
  expect([await left('foreign'), await runs()]).toEqual([1, []])
})

it('a caller without the right key gets 403 and takes no lease', async () => {
  const callers: Record<string, string>[] = [
    { apikey: stack.publishableKey },
    { 'x-social-worker-key': 'wrong' },
    { 'x-social-worker-key': 'wrong', apikey: stack.secretKey },
    // The hash of the key, which a log of the database could contain, is no key.
    { 'x-social-worker-key': createHash('sha256').update(key).digest('hex') },
  ]
  for (const headers of callers) {
    expect((await work(headers)).status).toBe(403)
    expect((await fetch(`${url}/health`, { headers })).status).toBe(403)
  }
  expect(await runs()).toEqual([])
})

it('the key of the worker opens no other door', async () => {
  const headers = { apikey: key, 'content-profile': 'social', 'content-type': 'application/json' }
  for (const name of ['begin_work', 'run_maintenance', 'claim_file_deletions']) {
    const init = { method: 'POST', headers, body: '{}' }
    const { status } = await fetch(`${stack.url}/rest/v1/rpc/${name}`, init)
    expect(status).toBeGreaterThanOrEqual(400)
  }
})

it('of many calls at once only some work, and none fails', async () => {
  await work(withKey)
  const answers = await Promise.all(Array.from({ length: 40 }, () => work(withKey)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(answers.some(({ body }) => body.busy)).toBe(true)
}, 120_000)

it('200 calls at once do not slow an ordinary call, because none waits for the run', async () => {
  // The Data API has few connections. Calls that wait for a lock would occupy all of them.
  const pool = postgres(stack.databaseUrl, { max: 10, onnotice() {} })
  await pool`select social_private.begin_work('', null, null)`
  const seconds = await other.begin(async (tx) => {
    // As run_maintenance does.
    await tx`select social_private.serialize_account_erasure()`
    await tx`update social_private.worker_state set last_run_at = now()`
    const start = performance.now()
    const calls = Array.from(
      { length: 200 },
      () => pool`select social_private.begin_work('', null, null) as id`,
    )
    const [answers] = await Promise.all([Promise.all(calls), pool`select social.limits()`])
    expect(answers.map(([answer]) => answer?.id)).toEqual(answers.map(() => null))
    return (performance.now() - start) / 1000
  })
  console.log(`200 calls and an ordinary call took ${seconds.toFixed(2)} s`)
  expect(seconds).toBeLessThan(4)
  await pool.end()
})

it('a run ends politely while another transaction holds the lock of account erasures', async () => {
  await late('waiting')
  await other.begin(async (tx) => {
    await tx`select social_private.serialize_account_erasure()`
    const start = performance.now()
    const { status, body } = await work(withKey)
    expect([status, body]).toMatchObject([
      ...[200, { hasMore: true, errors: [{ task: 'locks', code: '55P03' }] }],
    ])
    expect(performance.now() - start).toBeLessThan(6000)
  })
  expect(await runs()).toMatchObject([{ error: 'locks 55P03', is_finished: true }])
  expect((await work(withKey)).body).toMatchObject({ errors: [] })
  expect(await left('waiting')).toBe(0)
})

it('a run that never ended keeps the next one busy for 90 seconds at most', async () => {
  await sql`insert into social_private.worker_runs (project) values (${stack.url})`
  expect((await work(withKey)).body).toMatchObject({ busy: true, hasMore: false, erased: 0 })
  await sql`update social_private.worker_runs set lease_ends_at = now()`
  expect((await work(withKey)).body.busy).toBeUndefined()
})

it('the health is 200 after a run, and 503 when rows are overdue', async () => {
  await work(withKey)
  const healthy = await fetch(`${url}/health`, { headers: withKey })
  expect([healthy.status, await healthy.json()]).toMatchObject([
    ...[200, { project: stack.url, healthy: true }],
  ])
  await late('overdue')
  const ill = await fetch(`${url}/health`, { headers: { apikey: stack.secretKey } })
  const { healthy: isHealthy, checks } = await ill.json()
  expect([ill.status, isHealthy]).toEqual([503, false])
  expect(checks.filter((check: { is_healthy: boolean }) => !check.is_healthy)).toMatchObject([
    { subject: 'posts', amount: 1, problem: expect.stringContaining('1 rows wait') },
  ])
})
