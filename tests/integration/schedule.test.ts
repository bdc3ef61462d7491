import '../support/own-stack.ts'

import { beforeAll, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { extensionStubs, guideSchedule } from '../support/guide-schedule.ts'
import { person } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

interface Job {
  schedule: string
  command: string
}

interface Sent {
  url: string
  body: string
  headers: Record<string, string>
  timeout_milliseconds: number
}

let job: Job
let sent: Sent

/** Sends a queued request like pg_net does. */
function send({ url, body, headers }: Sent, changed: Record<string, string> = {}) {
  const given = Object.entries({ ...headers, ...changed }).filter(([, value]) => value)
  return fetch(url, { method: 'POST', headers: given as [string, string][], body })
}

/** Runs the command of the job like pg_cron does, and returns the request that it queued. */
async function queued(): Promise<Sent> {
  await sql`delete from net.http_request_queue`
  await sql.unsafe(job.command)
  const requests = await sql<Sent[]>`
    select url, convert_from(body, 'UTF8') as body, headers, timeout_milliseconds
    from net.http_request_queue`
  expect(requests).toHaveLength(1)
  return requests[0] as Sent
}

beforeAll(async () => {
  await sql.unsafe(extensionStubs)
  await sql.unsafe(guideSchedule(stack.url).schedule)
  const jobs = await sql<Job[]>`select * from cron.job`
  expect(jobs).toHaveLength(1)
  ;[job] = jobs as unknown as [Job]
  sent = await queued()
})

it('the guide enables the extensions before it schedules the worker', () => {
  expect(guideSchedule(stack.url).enable).toEqual([
    'create extension if not exists pg_cron with schema pg_catalog',
    'create extension if not exists pg_net with schema extensions',
    'create extension if not exists supabase_vault',
  ])
})

it('the schedule in docs/getting-started.md has the five fields of cron, with valid values', () => {
  const fields = job.schedule.split(' ')
  expect(fields).toHaveLength(5)
  const limits = [59, 23, 31, 12, 7]
  for (const [place, field] of fields.entries()) {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(field) ?? []
    expect(field).toMatch(/^(\*|\d+(-\d+)?)(\/[1-9]\d*)?$/)
    for (const number of [from, to, step]) {
      expect(Number(number ?? 0)).toBeLessThanOrEqual(limits[place] ?? 0)
    }
  }
})

it('neither the job nor the request contains the secret key or, in the job, the key of the worker', () => {
  const key = sent.headers['x-social-worker-key'] ?? ''
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(job.command).not.toContain(key)
  expect(JSON.stringify([job, sent])).not.toContain(stack.secretKey)
})

it('a scheduled request times out after one minute, so that it does not delay other requests', () => {
  expect(sent.timeout_milliseconds).toBe(60_000)
})

it('the worker rejects calls without a key, with a wrong key and with the publishable key', async () => {
  const none = { 'x-social-worker-key': '' }
  for (const [headers, status] of [
    [none, 401],
    [{ 'x-social-worker-key': 'f'.repeat(64) }, 403],
    [{ ...none, apikey: stack.publishableKey }, 403],
  ] as const) {
    expect((await send(sent, headers)).status).toBe(status)
  }
})

it('the worker rejects a call of another database', async () => {
  const response = await send({ ...sent, body: JSON.stringify({ server: 'another' }) })
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'worker_project_differs' })
})

it('the scheduled call erases a deleted account, and a call with a former key does not', async () => {
  const alice = await person('alice')
  unwrap(await alice.social.account.delete({ immediately: true }))
  const rows = () => sql`select from social.profiles where id = ${alice.id}`
  expect(await rows()).toHaveLength(1)
  await sql`select social_private.rotate_worker_key()`
  expect((await send(sent)).status).toBe(403)
  expect(await rows()).toHaveLength(1)
  const response = await send(await queued())
  expect(response.status).toBe(200)
  expect((await response.json()).erased).toBeGreaterThan(0)
  expect(await rows()).toHaveLength(0)
})
