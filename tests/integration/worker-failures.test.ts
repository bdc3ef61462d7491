import '../support/own-stack.ts'

import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { nobody, type Person, people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

const other = postgres(stack.databaseUrl, { max: 2, onnotice() {} })
afterAll(() => other.end())

beforeEach(async () => {
  await sql`delete from social_private.failed_work`
})

/** Calls the worker as a scheduled job does. */
async function work(): Promise<Response> {
  const headers = { apikey: stack.secretKey }
  return fetch(`${stack.url}/functions/v1/social-worker`, { method: 'POST', headers })
}

/** Deletes the account of a person, so that the next run of the worker erases it. */
async function leave({ social, password }: Person): Promise<string> {
  return unwrap(await social.account.delete({ password, immediately: true })).receipt_id
}

async function erasedAt(receipt: string): Promise<string | null> {
  return unwrap(await nobody().social.account.getErasureReceipt(receipt)).erased_at
}

const notes = () => sql`select queue, error, attempts from social_private.failed_work`
const retry = () => sql`update social_private.failed_work set retry_at = now()`

it('a table of the host without a cascade stops the erasure of one person, and of nobody else', async () => {
  const [anna, ben] = await people('anna', 'ben')
  await publish(anna)
  await publish(ben)
  await sql`create table public.orders (buyer uuid constraint orders_buyer references auth.users)`
  await sql`insert into public.orders values (${anna.id})`
  const receipts = [await leave(anna), await leave(ben)] as const

  const response = await work()
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { failed: 0, hasMore: false },
  ])
  expect(await erasedAt(receipts[0])).toBeNull()
  expect(await erasedAt(receipts[1])).not.toBeNull()
  const error =
    '23503: update or delete on table "users" violates foreign key constraint "orders_buyer" on table "orders"'
  expect(await notes()).toEqual([{ queue: 'accounts', error, attempts: 1 }])
  expect((await nobody().social.profiles.get(anna.id)).error?.code).toBe('profile_not_found')

  await sql`drop table public.orders`
  await retry()
  expect((await work()).status).toBe(200)
  expect(await erasedAt(receipts[0])).not.toBeNull()
  expect(await notes()).toEqual([])
})

it('a slow trigger of the host delays one post, and not the others', async () => {
  const [carol] = await people('carol')
  for (const caption of ['fast', 'slow', 'quick']) await publish(carol, { caption })
  await sql`update social.posts set deleted_at = now() - interval '1 year'`
  await sql.unsafe(`create function public.dawdle() returns trigger language plpgsql as
    'begin perform pg_sleep(20); return old; end';
    create trigger dawdle before delete on social.posts
    for each row when (old.caption = 'slow') execute function public.dawdle()`)
  const call = () =>
    sql.begin(async (tx) => {
      await tx`set local statement_timeout = '1s'`
      return tx`select is_done from social_private.run_maintenance(1000)`
    })
  expect(await call()).toEqual([{ is_done: false }])
  expect(await call()).toEqual([{ is_done: false }])
  expect(await call()).toEqual([{ is_done: true }])
  expect(await sql`select caption from social.posts`).toEqual([{ caption: 'slow' }])
  const error = '57014: canceling statement due to statement timeout'
  expect(await notes()).toEqual([{ queue: 'posts', error, attempts: 1 }])
  await sql`drop function public.dawdle() cascade`
  await retry()
  await call()
  expect(await sql`select caption from social.posts`).toEqual([])
})

it('a row at which an operator cancels the worker is delayed, and the call ends', async () => {
  const [dora] = await people('dora')
  await publish(dora)
  await sql`update social.posts set deleted_at = now() - interval '1 year'`
  await sql.unsafe(`create function public.dawdle() returns trigger language plpgsql as
    'begin perform pg_sleep(20); return old; end';
    create trigger dawdle before delete on social.posts
    for each row execute function public.dawdle()`)
  const call = other`select is_done from social_private.run_maintenance(1000)`.execute()
  const sleeping = () => sql`
    select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'`
  while ((await sleeping()).length === 0) await wait(20)
  expect(await call).toHaveLength(1)
  const error = '57014: canceling statement due to user request'
  expect(await notes()).toEqual([{ queue: 'posts', error, attempts: 1 }])
  await sql`drop function public.dawdle() cascade`
  await retry()
  await sql`select social_private.run_maintenance(1000)`
  expect(await notes()).toEqual([])
})

it('a row that another transaction locks delays the erasure of one person for a minute', async () => {
  const [emil, finn, gina] = await people('emil', 'finn', 'gina')
  const post = await publish(gina)
  unwrap(await emil.social.posts.like(post.id))
  const receipts = [await leave(emil), await leave(finn)] as const
  await other.begin(async (tx) => {
    await tx`select from social.likes where user_id = ${emil.id} for update`
    expect((await work()).status).toBe(200)
  })
  expect(await erasedAt(receipts[0])).toBeNull()
  expect(await erasedAt(receipts[1])).not.toBeNull()
  const error = '55P03: Another transaction locks a row of social.profiles.'
  expect(await notes()).toEqual([{ queue: 'accounts', error, attempts: 1 }])
  await retry()
  await work()
  expect(await erasedAt(receipts[0])).not.toBeNull()
})

it('a login that another transaction locks stops the worker for two seconds at most', async () => {
  const [ida, jan] = await people('ida', 'jan')
  const receipts = [await leave(ida), await leave(jan)] as const
  await other.begin(async (tx) => {
    await tx`select from auth.users where id = ${ida.id} for key share`
    for (let n = 0; n < 6; n++) await sql`select social_private.run_maintenance(1000)`
  })
  expect(await erasedAt(receipts[0])).toBeNull()
  expect(await erasedAt(receipts[1])).not.toBeNull()
  const error = '55P03: canceling statement due to lock timeout'
  expect(await notes()).toEqual([{ queue: 'accounts', error, attempts: 1 }])
  await retry()
  await work()
  expect(await erasedAt(receipts[0])).not.toBeNull()
})

it('an export that fails in the worker is noted with the code of its error', async () => {
  const [hana] = await people('hana')
  unwrap(await hana.social.exports.request())
  await sql.unsafe(`alter function social_private.export_settings(uuid) rename to other_settings;
    create function social_private.export_settings(person uuid) returns jsonb language plpgsql
    as 'begin raise exception ''no settings of hana@example.com''; end'`)
  const response = await work()
  expect([response.status, (await response.json()).exported]).toEqual([200, 0])
  const [note] = await notes()
  expect(note).toMatchObject({ queue: 'exports', attempts: 1 })
  expect(note?.error).toContain('P0001')
  expect(note?.error).not.toContain('hana')
  await sql.unsafe(`drop function social_private.export_settings(uuid);
    alter function social_private.other_settings(uuid) rename to export_settings`)
  await retry()
  expect(await (await work()).json()).toMatchObject({ exported: 1 })
  expect(await notes()).toEqual([])
})
