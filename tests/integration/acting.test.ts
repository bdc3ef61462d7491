import { createClient } from '@supabase/supabase-js'
import { beforeAll, expect, it } from 'vitest'
import { createSocial } from '../../src/sdk/client.ts'
import { type Person, person } from '../support/people.ts'
import { newClient, sql, stack } from '../support/stack.ts'

let bot: Person
let author: Person
let postId: string

beforeAll(async () => {
  bot = await person('bot')
  author = await person('author')
  const [row] = await sql<{ id: string }[]>`
    insert into social.posts (author_id, caption, visibility)
    values (${author.id}, 'One', 'public') returning id`
  postId = row?.id ?? ''
})

/** A client of a server that acts as a person. */
const serverFor = (id: string, key = stack.secretKey) =>
  createSocial(
    createClient(stack.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers: { 'x-social-profile': id } },
    }),
  )

it('a server with the secret key acts as a person, and the audit log says so', async () => {
  const { data, error } = await serverFor(bot.id).posts.like(postId)
  expect(error).toBeNull()
  expect(data).toMatchObject({ is_liked: true, like_count: 1 })
  const likes = await sql`select user_id from social.likes where post_id = ${postId}`
  expect([...likes]).toEqual([{ user_id: bot.id }])
  const acts = await sql`
    select actor_id, actor_role, after from social_private.audit_log
    where action = 'act' and subject_id = ${bot.id}`
  expect([...acts]).toEqual([
    { actor_id: null, actor_role: 'operator', after: { request: expect.anything() } },
  ])
})

it('a read as a person shows what the person sees', async () => {
  const { data } = await serverFor(bot.id).posts.get(postId)
  expect(data?.is_liked).toBe(true)
})

it('the publishable key and the token of a person cannot act as somebody else', async () => {
  const { error } = await serverFor(bot.id, stack.publishableKey).posts.like(postId)
  expect(error?.code).toBe('not_signed_in')
  const token = (await author.supabase.auth.getSession()).data.session?.access_token
  const answer = await fetch(`${stack.url}/rest/v1/rpc/my_profile`, {
    headers: {
      ...{ apikey: stack.publishableKey, authorization: `Bearer ${token}` },
      ...{ 'accept-profile': 'social', 'x-social-profile': bot.id },
    },
  })
  expect(await answer.json()).toMatchObject({ id: author.id })
})

it('the secret key alone gets an answer with a code', async () => {
  const supabase = createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })
  const { error, status } = await supabase.schema('social').rpc('like_post', { post_id: postId })
  expect(status).toBe(401)
  expect(error).toMatchObject({ code: 'PT401', message: 'not_signed_in' })
  expect(error?.hint).toContain('x-social-profile')
})

it('nobody acts as an unknown person', async () => {
  for (const id of ['maya', crypto.randomUUID()]) {
    const { error } = await serverFor(id).posts.like(postId)
    expect(error).toMatchObject({ code: 'acting_refused', status: 403 })
  }
})

it('a policy of the app asks who sees a post over HTTP, too', async () => {
  const { data } = await newClient()
    .schema('social')
    .rpc('can_see_post', { post_id: postId }, { get: true })
  expect(data).toBe(true)
})
