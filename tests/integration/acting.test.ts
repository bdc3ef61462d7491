import { request } from 'node:http'
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

const tokenOf = async ({ supabase }: Person) =>
  (await supabase.auth.getSession()).data.session?.access_token ?? ''

/** Calls a function by plain HTTP. The headers are pairs, since a header may come twice. */
function call(
  method: 'GET' | 'POST',
  name: string,
  headers: [name: string, value: string][],
): Promise<{ status: number; body: string }> {
  const { host } = new URL(stack.url)
  const all = [
    ...Object.entries({ host, 'accept-profile': 'social', 'content-profile': 'social' }),
    ...Object.entries({ 'content-type': 'application/json', 'content-length': '2' }),
    ...headers,
  ].filter(([header]) => method === 'POST' || header !== 'content-length')
  return new Promise((resolve, reject) => {
    request(`${stack.url}/rest/v1/rpc/${name}`, { method, headers: all.flat() }, (answer) => {
      let body = ''
      answer.on('data', (part) => {
        body += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end(method === 'POST' ? '{}' : undefined)
  })
}

it('no header, token or claim but the secret key makes a caller the bot', async () => {
  const { supabase } = author
  await supabase.auth.updateUser({ data: { role: 'service_role', session_id: 'x' } })
  await supabase.auth.refreshSession()
  const token = await tokenOf(author)
  const [head, body = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...claims, role: 'service_role' }))
  const bearers = {
    nobody: [],
    publishable: [['authorization', `Bearer ${stack.publishableKey}`]],
    'user_metadata with the role service_role': [['authorization', `Bearer ${token}`]],
    forged: [['authorization', `Bearer ${head}.${forged.toString('base64url')}.${signature}`]],
    settings: [
      ['role', 'service_role'],
      ['social_private.acting_as', bot.id],
      ['request.jwt.claims', '{"role":"service_role"}'],
      ['prefer', 'role=service_role, timezone=UTC'],
    ],
  } satisfies Record<string, [string, string][]>
  for (const method of ['GET', 'POST'] as const) {
    for (const [bearer, headers] of Object.entries(bearers)) {
      const answer = await call(method, 'my_profile', [
        ['apikey', stack.publishableKey],
        ['x-social-profile', bot.id],
        ...headers,
      ])
      expect(answer.body, `${method} ${bearer}`).not.toContain(bot.id)
    }
  }
})

it('a header that comes twice acts as nobody, and its case does not matter', async () => {
  const secret: [string, string] = ['apikey', stack.secretKey]
  for (const method of ['GET', 'POST'] as const) {
    for (const second of ['x-social-profile', 'X-Social-Profile']) {
      const answer = await call(method, 'my_profile', [
        secret,
        ['x-social-profile', bot.id],
        [second, author.id],
      ])
      expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('acting_refused') })
    }
    const { body } = await call(method, 'my_profile', [secret, ['X-SOCIAL-PROFILE', bot.id]])
    expect(JSON.parse(body)).toMatchObject({ id: bot.id })
  }
})

it('a token of a person beside the secret key acts as this person alone', async () => {
  const answer = await call('POST', 'my_profile', [
    ['apikey', stack.secretKey],
    ['authorization', `Bearer ${await tokenOf(author)}`],
    ['x-social-profile', bot.id],
  ])
  expect(JSON.parse(answer.body)).toMatchObject({ id: author.id })
})

it('a server reaches neither the sessions nor the deletion of the person', async () => {
  const [session] = await sql<{ id: string }[]>`
    select id from auth.sessions where user_id = ${bot.id}`
  for (const name of ['my_sessions', 'my_exports', 'request_export', 'delete_profile']) {
    const { status, body } = await call('POST', name, [
      ['apikey', stack.secretKey],
      ['x-social-profile', bot.id],
    ])
    expect({ status, body }).toEqual({
      status: 401,
      body: expect.stringContaining('not_signed_in'),
    })
  }
  const supabase = createClient(stack.url, stack.secretKey, {
    auth: { persistSession: false },
    global: { headers: { 'x-social-profile': bot.id } },
  })
  const { error } = await supabase
    .schema('social')
    .rpc('end_session', { session_id: session?.id ?? '' })
  expect(error?.message).toBe('not_signed_in')
  expect(await sql`select from auth.sessions where user_id = ${bot.id}`).toHaveLength(1)
})

it('a function of the app cannot act inside a request', async () => {
  // Both functions belong to postgres, who owns everything.
  await sql.unsafe(`
    create function public.act_by_setting(id uuid) returns uuid
      language plpgsql security definer set search_path = '' as $$
    begin
      perform set_config('social_private.acting_as', id::text, true);
      perform set_config('request.jwt.claims', json_build_object('sub', id)::text, true);
      return social_private.viewer_id();
    end $$;
    create function public.act_by_call(id uuid) returns uuid
      language plpgsql security definer set search_path = '' as $$
    begin
      perform social_private.as_profile(id);
      return social_private.viewer_id();
    end $$;
    grant execute on function public.act_by_setting, public.act_by_call to anon, authenticated;
    notify pgrst, 'reload schema'`)
  try {
    const asked = (name: string) => author.supabase.rpc(name, { id: bot.id })
    await expect.poll(async () => (await asked('act_by_setting')).status).toBe(200)
    expect((await asked('act_by_setting')).data).toBeNull()
    expect((await asked('act_by_call')).error).toMatchObject({ message: 'acting_refused' })
  } finally {
    await sql.unsafe('drop function public.act_by_setting, public.act_by_call')
  }
})

it('a policy of the app asks who sees a post over HTTP, too', async () => {
  const { data } = await newClient()
    .schema('social')
    .rpc('can_see_post', { post_id: postId }, { get: true })
  expect(data).toBe(true)
})
