import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveFiles } from '../../src/cli/move/files.ts'
import { moveRows } from '../../src/cli/move/rows.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { rowsOf } from '../support/restore.ts'
import { openWorld, type World } from '../support/world.ts'

let databases: [Database, Database]
let [source, target]: postgres.Sql[] = []
let world: World

beforeAll(async () => {
  databases = [await startThrowAwayDatabase(), await startThrowAwayDatabase()]
  for (const { url } of databases) await migrate(url)
  ;[source, target] = databases.map(({ url }) => postgres(url, { max: 1, onnotice() {} }))
  world = openWorld(databases[0].url)
  const [ann, bob, cat] = await Promise.all(['ann', 'bob', 'cat'].map((name) => world.person(name)))
  for (const person of [ann, bob, cat]) {
    const post_id = await world.post(person as NonNullable<typeof person>)
    for (const other of [ann, bob, cat]) {
      if (other !== person) await other?.call('follow_profile', { profile_id: person?.id })
      await other?.call('like_post', { post_id })
      await other?.call('add_comment', { post_id, body: 'a\\b\n"c" Ünï' })
    }
  }
  await ann?.call('update_profile', { is_private: true, bio: 'I am Ann' })
  // Bob gave up his first name, and Cat took it: the metadata of the two logins names it twice.
  await world.sql`update auth.users set raw_user_meta_data = raw_user_meta_data
    || jsonb_build_object('social_username', (
      select username from social.profiles where id = ${ann?.id ?? ''}))
    where id = ${bob?.id ?? ''}`
  await world.sql`update social_private.config set caption_length = 1234`
  await world.sql`select social_private.set_direct_table_access('closed')`
}, 300_000)

afterAll(async () => {
  await world?.close()
  await Promise.all([source?.end(), target?.end()])
  for (const database of databases ?? []) await database.stop()
})

const move = () => moveRows(source as postgres.Sql, target as postgres.Sql, () => {})

/** The rows of supabase-social and the logins, without what stays in each project. */
async function moved(url: string) {
  const rows = Object.entries(await rowsOf(url))
  return Object.fromEntries(
    rows.filter(
      ([name]) =>
        /^(social|social_private)\.|^auth\.(users|identities)$/.test(name) &&
        !/rate_buckets|feed_caches|feed_marks|address_salts|_caches$|seen_posts|for_you|worker_state/.test(
          name,
        ),
    ),
  )
}

test('a failed move leaves the target as it was', async () => {
  const before = await moved(databases[1].url)
  await source?.unsafe('alter table social.profiles add column phone text')
  await expect(move()).rejects.toThrow('The target lacks social.profiles.phone.')
  await source?.unsafe('alter table social.profiles drop column phone')
  await target?.unsafe(`insert into auth.users (instance_id, id, aud, role, email, created_at,
      updated_at, confirmation_token, recovery_token, email_change_token_new, email_change)
    select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
      'authenticated', '${(await source?.unsafe('select min(email) as email from auth.users'))?.[0]?.email}',
      now(), now(), '', '', '', ''`)
  await expect(move()).rejects.toThrow('Other logins of the target have the address')
  await target?.unsafe('delete from auth.users')
  expect(await moved(databases[1].url)).toEqual(before)
}, 120_000)

test('a move copies every row, also private accounts and settings, and wakes no trigger', async () => {
  const result = await move()
  expect(result).toMatchObject({ logins: 3, problems: [] })
  expect(result.rows).toBeGreaterThan(100)
  expect(await moved(databases[1].url)).toEqual(await moved(databases[0].url))
  const [row] =
    (await target?.unsafe(`select
    (select count(*)::integer from pg_trigger join pg_class on pg_class.oid = tgrelid
      where relnamespace::regnamespace::text like 'social%' and tgenabled <> 'O') as disabled,
    has_any_column_privilege('authenticated', 'social.posts', 'select') as "isOpen",
    (select count(*)::integer from social_private.accounts where is_private) as private`)) ?? []
  expect(row).toEqual({ disabled: 0, isOpen: false, private: 1 })
}, 120_000)

test('a second move is refused, because the target has people', async () => {
  await expect(move()).rejects.toThrow('The target has 3 profiles')
})

test('a move copies the files that the target lacks', async () => {
  const sent: string[] = []
  const server = createServer((request, response) => {
    if (request.method === 'POST') sent.push(`${request.url} ${request.headers.authorization}`)
    response.end('bytes')
  }).listen(0)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const add = (sql: postgres.Sql | undefined, path: string) =>
    sql?.unsafe(`insert into storage.objects (bucket_id, name, metadata)
      values ('social-media', '${path}', '{"size": 5, "mimetype": "image/jpeg"}')`)
  await add(source, 'a/b/1 ü.jpg')
  await add(source, 'a/b/2.jpg')
  await add(target, 'a/b/2.jpg')
  const place = (sql: postgres.Sql | undefined, key: string) => ({
    ...{ sql: sql as postgres.Sql, url, key },
  })
  const result = await moveFiles(place(source, 'one'), place(target, 'two'), () => {})
  server.close()
  // The three posts of the source have a file each.
  expect(result).toEqual({ copied: 4, present: 1 })
  expect(sent).toContain('/storage/v1/object/social-media/a/b/1%20%C3%BC.jpg Bearer two')
  expect(sent.filter((line) => line.includes('2.jpg'))).toEqual([])
})
