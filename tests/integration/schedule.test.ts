import '../support/own-stack.ts'

import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { person } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

interface Job {
  schedule: string
  command: string
}

interface Sent {
  url: string
  body: unknown
  headers: Record<string, string>
  timeout_milliseconds: number
}

let job: Job
let sent: Sent

/**
 * Returns the SQL of section 4 of docs/getting-started.md, with the address and the secret key of
 * the test stack.
 */
function pasted(): string {
  const guide = readFileSync(`${root}docs/getting-started.md`, 'utf8')
  const [, section = ''] = guide.split(/^## 4\. .*$/m)
  const [, block = ''] = /```sql\n(.*?)```/s.exec(section) ?? []
  for (const blank of ['https://<project>.supabase.co', 'sb_secret_…']) {
    expect(block.split(blank), blank).toHaveLength(2)
  }
  return block
    .replace('https://<project>.supabase.co', stack.url)
    .replace('sb_secret_…', stack.secretKey)
}

/** Sends a recorded request like pg_net does. */
function send({ url, body, headers }: Sent, changed: Record<string, string> = {}) {
  const given = Object.entries({ ...headers, ...changed }).filter(([, value]) => value)
  return fetch(url, {
    method: 'POST',
    headers: given as [string, string][],
    body: JSON.stringify(body),
  })
}

beforeAll(async () => {
  await sql.unsafe(readFileSync(`${root}tests/support/schedule-extensions.sql`, 'utf8'))
  await sql.unsafe(pasted())
  const jobs = await sql<Job[]>`select * from cron.job`
  expect(jobs).toHaveLength(1)
  ;[job] = jobs as unknown as [Job]
  // Run the command text of the job like pg_cron does.
  await sql.unsafe(job.command)
  const requests = await sql<Sent[]>`select * from net.requests`
  expect(requests).toHaveLength(1)
  ;[sent] = requests as unknown as [Sent]
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

it('the scheduled command takes the secret key from Vault and does not contain it', () => {
  expect(job.command).not.toContain(stack.secretKey)
})

it('a scheduled request times out after one minute, so that it does not delay other requests', () => {
  expect(sent.timeout_milliseconds).toBe(60_000)
})

it('the worker rejects calls without a key and also rejects the publishable key', async () => {
  for (const [apikey, status] of [
    ['', 401],
    [stack.publishableKey, 403],
  ] as const) {
    expect((await send(sent, { apikey })).status).toBe(status)
  }
})

it('the scheduled call with the secret key erases a deleted account', async () => {
  const alice = await person('alice')
  unwrap(await alice.social.account.delete({ immediately: true }))
  const rows = () => sql`select from social.profiles where id = ${alice.id}`
  expect(await rows()).toHaveLength(1)
  await send(sent, { apikey: stack.publishableKey })
  expect(await rows()).toHaveLength(1)
  const response = await send(sent)
  expect(response.status).toBe(200)
  expect((await response.json()).erased).toBeGreaterThan(0)
  expect(await rows()).toHaveLength(0)
})
