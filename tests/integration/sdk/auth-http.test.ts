import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { addressOf } from '../../support/addresses.ts'
import { skipConfirming } from '../../support/given.ts'
import { latestMail } from '../../support/mail.ts'
import { photo } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'

const PASSWORD = 'analytical engine'

/** Sends a plain HTTP request to Auth, Storage or the Data API. */
async function request(method: string, path: string, body?: unknown, token?: string) {
  const isFile = body instanceof Blob
  const response = await fetch(`${stack.url}${path}`, {
    method,
    headers: {
      apikey: stack.publishableKey,
      'content-profile': 'social',
      'content-type': isFile ? body.type : 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

const call = (name: string, args: object, token?: string) =>
  request('POST', `/rest/v1/rpc/${name}`, args, token)

beforeEach(skipConfirming)

/** Signs a person up with a plain HTTP request. */
async function register(username = `p_${randomUUID().slice(0, 8)}`) {
  const email = addressOf(randomUUID())
  const answer = await request('POST', '/auth/v1/signup', {
    email,
    password: PASSWORD,
    data: { social_username: username },
  })
  const { access_token: token, refresh_token: refresh, user } = answer.body
  return { ...answer, email, username, token, refresh, id: user?.id as string }
}

const logIn = (email: string, password = PASSWORD) =>
  request('POST', '/auth/v1/token?grant_type=password', { email, password })

it('a sign-up creates a login and its profile together', async () => {
  const anna = await register()
  expect(anna.status).toBe(200)
  const me = await call('my_profile', {}, anna.token)
  expect(me).toMatchObject({ status: 200, body: { id: anna.id, username: anna.username } })
})

it.each([
  ['no', 422, 'username_invalid'],
  ['admin', 409, 'username_taken'],
  ['Adm1n.', 422, 'username_invalid'],
  ['a.d.m.1.n', 409, 'username_taken'],
])(
  'a sign-up with the invalid or taken username %j returns the error code for this username and creates no login',
  async (username, status, code) => {
    const refused = await register(username)
    expect(refused).toMatchObject({ status, body: { msg: code } })
    expect(await sql`select from auth.users where email = ${refused.email}`).toHaveLength(0)
  },
)

it('a sign-in requires the right password, and a sign-out ends one session or all sessions', async () => {
  const anna = await register()
  expect((await logIn(anna.email, 'a guess')).status).toBe(400)
  const [phone, tablet] = [await logIn(anna.email), await logIn(anna.email)]
  const reads = async (token: string) => (await call('my_profile', {}, token)).status

  await request('POST', '/auth/v1/logout?scope=local', {}, phone.body.access_token)
  expect(await reads(phone.body.access_token)).toBe(401)
  expect(await reads(tablet.body.access_token)).toBe(200)
  await request('POST', '/auth/v1/logout?scope=global', {}, tablet.body.access_token)
  expect(await reads(tablet.body.access_token)).toBe(401)
  expect(await reads(anna.token)).toBe(401)
  const refreshed = await request('POST', '/auth/v1/token?grant_type=refresh_token', {
    refresh_token: anna.refresh,
  })
  expect(refreshed.status).toBe(400)
})

it('a password reset code works only once, and a reset request does not reveal whether an address is known', async () => {
  const anna = await register()
  const known = await request('POST', '/auth/v1/recover', { email: anna.email })
  const unknown = await request('POST', '/auth/v1/recover', {
    email: addressOf(randomUUID()),
  })
  expect(known).toEqual(unknown)
  const { code } = await latestMail(anna.email)
  const verify = () =>
    request('POST', '/auth/v1/verify', { type: 'recovery', email: anna.email, token: code })
  const session = await verify()
  expect(session.status).toBe(200)
  const change = { password: 'a better one' }
  expect((await request('PUT', '/auth/v1/user', change, session.body.access_token)).status).toBe(
    200,
  )
  expect((await verify()).status).toBe(403)
  expect((await logIn(anna.email, 'a better one')).status).toBe(200)
})

it('people can upload only to their own folder, and nobody else sees their private photos', async () => {
  const [anna, mallory] = [await register(), await register()]
  await call('update_profile', { is_private: true }, anna.token)
  const id = randomUUID()
  const raw = `${anna.id}/${id}.jpg`
  const put = (to: string, token?: string, bucket = 'social-uploads') =>
    request('POST', `/storage/v1/object/${bucket}/${to}`, photo(), token)
  expect((await put(raw, mallory.token)).status).toBe(400)
  expect((await put(raw)).status).toBe(400)
  expect((await put(raw, anna.token, 'social-media')).status).toBe(400)
  expect((await put(raw, anna.token, 'social-avatars')).status).toBe(400)
  expect((await put(raw, anna.token)).status).toBe(200)
  const ingest = (token?: string) =>
    request('POST', '/functions/v1/social-ingest', { upload_id: id }, token)
  expect(await ingest(mallory.token)).toMatchObject({ body: { code: 'upload_not_found' } })
  const forAnna = { profile_id: anna.id, upload_id: id }
  for (const token of [mallory.token, anna.token]) {
    const refused = await request('POST', '/functions/v1/social-ingest', forAnna, token)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(JSON.stringify(refused.body)).not.toMatch(/begin_ingest|permission|function/)
  }
  const { path } = (await ingest(anna.token)).body
  expect((await call('create_post', { media: [{ id }] }, anna.token)).status).toBe(200)

  const sign = async (token?: string) =>
    (await request('POST', '/functions/v1/social-files', { paths: [path] }, token)).body.urls[path]
  const url = await sign(anna.token)
  expect(url).toMatch(/^\/storage\/v1\/object\/sign\/social-media\/.*\?token=/)
  expect((await fetch(`${stack.url}${url}`)).status).toBe(200)
  for (const token of [mallory.token, undefined]) {
    expect(await sign(token)).toBeNull()
    const read = await fetch(`${stack.url}/storage/v1/object/authenticated/social-media/${path}`, {
      headers: {
        apikey: stack.publishableKey,
        ...(token && { authorization: `Bearer ${token}` }),
      },
    })
    expect(read.status).toBe(400)
  }
})

it('a deleted account can use neither its token nor its password', async () => {
  const anna = await register()
  const receipt = (await call('delete_profile', { immediately: true }, anna.token)).body
  expect((await call('my_profile', {}, anna.token)).body).toMatchObject({
    message: 'not_signed_in',
  })
  expect((await call('profile', { profile_id: anna.id })).body.message).toBe('profile_not_found')
  await sql`select social_private.run_maintenance(1000) from generate_series(1, 20)`
  expect((await logIn(anna.email)).status).toBe(400)
  const status = await call('erasure_receipt', { receipt_id: receipt.receipt_id })
  expect(status.body).toMatchObject({ erased_at: expect.any(String), post_count: 0 })
})
