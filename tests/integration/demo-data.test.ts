import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPeople } from '../../tools/local-stack/seed.ts'
import { ownDatabase } from '../support/own-database.ts'

let sql: postgres.Sql
let stop: () => Promise<void>

beforeAll(async () => {
  const database = await ownDatabase()
  sql = postgres(database.url, { max: 1, onnotice() {} })
  stop = async () => {
    await sql.end()
    await database.stop()
  }
  await sql.unsafe(readFileSync(new URL('../../supabase/seed.sql', import.meta.url), 'utf8'))
}, 120_000)
afterAll(() => stop())

test('the demo people are no new accounts, so the usual rate limits apply to them', async () => {
  const people = await sql<{ username: string; isNew: boolean }[]>`
    select username, profiles.created_at > now() - new_account_days * interval '1 day' as "isNew"
    from social.profiles, social_private.config`
  const expected = demoPeople.map(({ username }) => ({ username, isNew: false }))
  expect([...people]).toEqual(expect.arrayContaining(expected))
})

test('seed.sql can run twice', async () => {
  const count = async () => (await sql`select from social.follows`).count
  const before = await count()
  await sql.unsafe(readFileSync(new URL('../../supabase/seed.sql', import.meta.url), 'utf8'))
  expect(await count()).toBe(before)
})
