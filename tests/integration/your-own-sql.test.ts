import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertUsers } from '../../src/cli/logins.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { root } from '../../tools/local-stack/paths.ts'

const page = readFileSync(`${root}docs/your-own-sql.md`, 'utf8')
const blocks = [...page.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, text = '']) => text)

let database: Database
let sql: postgres.Sql
const ids: Record<string, string> = {}

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  sql = postgres(database.url, { max: 1, onnotice() {} })
  for (const username of ['maya', 'tomas', 'mallory']) {
    ids[username] = crypto.randomUUID()
    const metadata = { social_username: username }
    await insertUsers(sql, [{ id: ids[username], email: `${username}@example.com`, metadata }])
  }
  for (const block of blocks) await sql.begin((tx) => tx.unsafe(block))
}, 240_000)

afterAll(async () => {
  await sql?.end()
  await database?.stop()
})

/** Runs statements in a transaction that is rolled back, and returns the rows of the last one. */
async function tried(statements: string[]): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = []
  await sql
    .begin(async (tx) => {
      for (const statement of statements) rows = [...(await tx.unsafe(statement))]
      throw new Error('rolled back')
    })
    .catch((error) => {
      if (error.message !== 'rolled back') throw error
    })
  return rows
}

const as = (username: string) => `select social_private.act_as('${username}')`
const operator = "select set_config('role', 'none', true)"
const post = (caption: string) =>
  `insert into social.posts (author_id, caption, visibility)
    values ('${ids.maya}', '${caption}', 'only_me')`
const place = `insert into public.places
  select id, 'A bridge', author_id from social.posts`

it('the samples follow each other, and the last call was logged', async () => {
  expect(blocks.length).toBeGreaterThan(7)
  const acts = await sql`select subject_id from social_private.audit_log where action = 'act'`
  expect(acts.map(({ subject_id }) => subject_id)).toEqual([ids.maya, ids.maya])
  const follows = await sql`select follower_id, followee_id from social.follows`
  expect([...follows]).toEqual([{ follower_id: ids.maya, followee_id: ids.tomas }])
})

it('whoever sees the post sees the row beside it', async () => {
  const rows = (username: string) =>
    tried([post('One'), place, as(username), 'select name from public.places'])
  expect(await rows('maya')).toEqual([{ name: 'A bridge' }])
  expect(await rows('mallory')).toEqual([])
})

it('only the person who is signed in adds a row', async () => {
  const add = (by: string) => `insert into public.places (post_id, name, added_by)
    select id, 'A wall', '${ids[by]}' from social.posts`
  await tried([post('One'), as('maya'), add('maya')])
  await expect(tried([post('One'), as('maya'), add('tomas')])).rejects.toThrow(/row-level security/)
})

it('a rule of the app answers with its own code, and shows no row', async () => {
  const error = await tried([post('the forbidden words')]).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'PT403', message: 'shop_closed' })
  expect(JSON.stringify(error)).not.toContain(ids.maya)
  expect(error.detail).toBe('Posting is closed at the moment.')
})

it('a paying person is in the class premium, and others are in none', async () => {
  const paid = `insert into public.subscriptions values ('${ids.tomas}', now() + interval '1 day')`
  const class_ = (username: string) =>
    tried([paid, `select social_private.limit_class('${ids[username]}') as class`])
  expect(await class_('maya')).toEqual([{ class: 'premium' }])
  expect(await class_('tomas')).toEqual([{ class: 'premium' }])
  expect(await class_('mallory')).toEqual([{ class: null }])
})

it('an erased account takes its rows of the app along', async () => {
  const rows = await tried([
    post('One'),
    place,
    operator,
    `delete from auth.users where id = '${ids.maya}'`,
    'select count(*)::integer from public.places',
  ])
  expect(rows).toEqual([{ count: 0 }])
})
