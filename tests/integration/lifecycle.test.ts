import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSocial, type Social, unwrap } from '../../src/sdk/index.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { photo } from '../support/photo.ts'

/** A separate stack whose worker runs only when the test calls it. */
let stack: Stack
let sql: postgres.Sql
const password = 'analytical engine'

beforeAll(async () => {
  stack = await startStack({ purges: false })
  sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config set rate_limit_factor = 1000`
}, 120_000)

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

async function person(username: string): Promise<{ id: string; social: Social }> {
  const social = createSocial(createClient(stack.url, stack.publishableKey))
  const email = `${username}@example.com`
  const { user } = unwrap(await social.auth.signUp({ email, password, username }))
  return { id: user.id, social }
}

async function publish(social: Social, caption: string) {
  const { id } = unwrap(await social.media.upload(photo()))
  return unwrap(await social.posts.create({ caption, media: [{ id }] }))
}

const secret = () => createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })

async function work(): Promise<unknown> {
  const headers = { apikey: stack.secretKey }
  const response = await fetch(`${stack.url}/functions/v1/social-worker`, {
    method: 'POST',
    headers,
  })
  return response.json()
}

const filesOf = (id: string) => sql`select name from storage.objects where name like ${`${id}/%`}`

it('an account and its files are permanently deleted after 30 days, even if workers crash', async () => {
  const [anna, ben] = [await person('anna'), await person('ben')]
  const bens = await publish(ben.social, 'by ben')
  const posts = []
  for (let n = 1; n <= 5; n++) posts.push(await publish(anna.social, `post ${n}`))
  const first = posts[0] as (typeof posts)[number]
  unwrap(await ben.social.posts.like(first.id))
  unwrap(await ben.social.comments.create(first.id, 'Lovely'))
  unwrap(await anna.social.posts.like(bens.id))
  const hers = unwrap(await anna.social.comments.create(bens.id, 'Thank you'))
  unwrap(await ben.social.comments.create(bens.id, 'With pleasure', { parentId: hers.id }))
  unwrap(await ben.social.profiles.follow(anna.id))
  const feed = unwrap(await ben.social.feed.listHome()).items.map(({ caption }) => caption)

  expect((await anna.social.account.delete({ password: 'a guess' })).error?.code).toBe(
    'current_password_invalid',
  )
  await sql`update auth.sessions set created_at = now() - interval '1 hour'`
  expect((await anna.social.account.delete()).error?.code).toBe('session_too_old')
  unwrap(await anna.social.account.delete({ password }))
  expect((await ben.social.profiles.get(anna.id)).error?.code).toBe('profile_not_found')
  expect(unwrap(await ben.social.feed.listHome()).items.map(({ caption }) => caption)).toEqual([
    'by ben',
  ])
  expect(await work()).toMatchObject({ erased: 0, failed: 0, hasMore: false })

  const login = { email: 'anna@example.com', password }
  unwrap(await anna.social.auth.signIn(login))
  expect((await anna.social.account.get()).error?.code).toBe('account_deleted')
  unwrap(await anna.social.account.restore())
  expect(unwrap(await ben.social.feed.listHome()).items.map(({ caption }) => caption)).toEqual(feed)

  const { receipt_id } = unwrap(await anna.social.account.delete({ password }))
  await sql`update social_private.erasures set
    deleted_at = deleted_at - interval '30 days', erases_at = erases_at - interval '30 days'`

  // Simulate workers that crash at three points: after some rows, after leasing files, and after
  // deleting a file but before reporting this deletion.
  await sql`select social_private.run_maintenance(3)`
  expect(await sql`select * from social_private.verify_counters()`).toEqual([])
  expect((await ben.social.posts.get(first.id)).error?.code).toBe('post_not_found')
  await sql`select social_private.run_maintenance(1000) from generate_series(1, 20)`
  const leased = await secret().schema('social').rpc('claim_file_deletions', { max_count: 2 })
  await secret().storage.from('social-media').remove([leased.data[0].path])
  expect(await work()).toMatchObject({ erased: 0, removed: 8, failed: 0, hasMore: false })
  expect(await filesOf(anna.id)).toHaveLength(1)
  await sql`update social_private.file_deletions set due_at = now()`
  expect(await work()).toMatchObject({ removed: 2, failed: 0 })

  expect(await filesOf(anna.id)).toHaveLength(0)
  expect(await filesOf(ben.id)).toHaveLength(2)
  expect(await sql`select * from social_private.verify_counters()`).toEqual([])
  expect((await anna.social.auth.signIn(login)).error?.code).toBe('invalid_credentials')
  const stranger = createSocial(createClient(stack.url, stack.publishableKey))
  const receipt = unwrap(await stranger.account.getErasureReceipt(receipt_id))
  console.log(receipt)
  expect(receipt).toMatchObject({
    ...{ erased_at: expect.any(String), post_count: 5, media_count: 5, comment_count: 1 },
    ...{ like_count: 1, save_count: 0, follow_count: 1, block_count: 0, file_count: 10 },
  })
  const thread = unwrap(await ben.social.comments.list(bens.id)).items
  expect(thread).toMatchObject([{ deleted_by: 'author', body: null, reply_count: 1 }])
  expect(await stranger.account.checkUsername('anna')).toMatchObject({ data: 'taken' })
}, 120_000)
