import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Functions } from '../../tools/local-stack/functions.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { openWorld } from '../support/world.ts'

/** A separate stack whose worker runs only when the test calls it. */
let stack: Stack
let sql: postgres.Sql

beforeAll(async () => {
  stack = await startStack({ purges: false })
  sql = postgres(stack.databaseUrl, { max: 3, onnotice() {} })
}, 120_000)

afterAll(async () => {
  await sql?.end()
  await stack?.stop()
})

/** Calls the worker as a scheduled job does. */
function work(worker: Functions): Promise<Response> {
  const headers = { apikey: stack.secretKey }
  return worker.fetch(
    new Request(`${stack.url}/functions/v1/social-worker`, { method: 'POST', headers }),
  )
}

/** With the secret key, uploads files to a folder of the bucket social-media. */
async function store(folder: string, count: number): Promise<string[]> {
  const admin = createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })
  const paths = Array.from({ length: count }, () => `${folder}/${randomUUID()}.jpg`)
  for (const path of paths) {
    const file = new Blob([path], { type: 'image/jpeg' })
    const { error } = await admin.storage.from('social-media').upload(path, file)
    if (error) throw error
  }
  return paths
}

async function stored(paths: string[]): Promise<number> {
  return (await sql`select from storage.objects where name = any (${paths})`).length
}

it('the next worker deletes the files that a killed worker did not delete', async () => {
  const folder = randomUUID()
  const [doomed, others] = [await store(folder, 600), await store(folder, 5)]
  await sql`
    select social_private.queue_file_deletion('social-media', path) from unnest(${doomed}::text[]) as path`
  const killed = new Functions(stack)
  const answer = work(killed)
  while ((await stored(doomed)) === doomed.length) await wait(2)
  await killed.stop()
  expect((await answer).status).toBe(503)
  const left = await stored(doomed)
  console.log(`killed with ${left} of ${doomed.length} files left`)
  expect(left).toBeGreaterThan(0)

  // Let the leases of the killed worker expire. Then one of two workers continues.
  await sql`update social_private.file_deletions set due_at = now()`
  await sql`update social_private.worker_runs set lease_ends_at = now()`
  const workers = [new Functions(stack), new Functions(stack)]
  const answers = await Promise.all(workers.map(work))
  for (const worker of workers) await worker.stop()
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await stored(doomed)).toBe(0)
  expect(await stored(others)).toBe(others.length)
  expect(await sql`select from social_private.file_deletions`).toHaveLength(0)
}, 120_000)

/** Runs maintenance on at most `rows` rows. Returns true when nothing is left to do. */
async function erase(db: postgres.Sql, rows: number): Promise<boolean> {
  const [done] = await db<{ is_done: boolean }[]>`
    select is_done from social_private.run_maintenance(${rows})`
  return done?.is_done ?? true
}

/** Runs maintenance in a transaction and ends the database session before the commit. */
async function eraseAndDie(rows: number): Promise<void> {
  const victim = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  const [{ pid } = { pid: 0 }] = await victim<{ pid: number }[]>`select pg_backend_pid() as pid`
  const call = victim.unsafe(
    `begin; select social_private.run_maintenance(${rows}); select pg_sleep(60); commit`,
  )
  const isErased = async () =>
    (await sql`select from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`).length
  const death = expect(call).rejects.toThrow()
  while (!(await isErased())) await wait(2)
  await sql`select pg_terminate_backend(${pid})`
  await death
  await victim.end({ timeout: 1 })
}

it('an erasure receipt counts each deleted row once, even if a worker is killed or three workers run in parallel', async () => {
  const world = openWorld(stack.databaseUrl)
  await sql`update social_private.config set rate_limit_factor = 1000, new_account_factor = 1`
  const [ann, ben] = [await world.person('ann'), await world.person('ben')]
  for (let n = 0; n < 12; n++) {
    const [hers, his] = [await world.post(ann), await world.post(ben)]
    await ann.call('like_post', { post_id: his })
    await ben.call('like_post', { post_id: hers })
    await ann.call('add_comment', { post_id: his, body: 'Nice' })
  }
  const [deletion] = await ann.call<{ receipt_id: string }>('delete_profile', { immediately: true })
  for (let n = 0; n < 6; n++) {
    await erase(sql, 3)
    await eraseAndDie(3)
    expect(await sql`select * from social_private.verify_counters()`).toEqual([])
  }
  const finish = async () => {
    while (!(await erase(sql, 3)));
  }
  await Promise.all([finish(), finish(), finish()])
  const [receipt] = await ben.call('erasure_receipt', { receipt_id: deletion?.receipt_id })
  expect(receipt?.erased_at).toBeInstanceOf(Date)
  expect(receipt).toMatchObject({
    ...{ post_count: 12, media_count: 12, comment_count: 12, like_count: 12, file_count: 12 },
  })
  expect(await sql`select * from social_private.verify_counters()`).toEqual([])
  await world.close()
}, 120_000)
