import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Lab, openLab, PASSWORD } from '../support/lab.ts'

const NO_INSTANCE = '00000000-0000-0000-0000-000000000000'
const TOKENS = {
  confirmation_token: '',
  recovery_token: '',
  email_change_token_new: '',
  email_change: '',
  phone_change: '',
  phone_change_token: '',
  email_change_token_current: '',
  reauthentication_token: '',
}

let lab: Lab

beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab?.stop())

async function call(path: string, body?: object, key = lab.stack.publishableKey, token?: string) {
  const response = await fetch(`${lab.stack.url}/auth/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { apikey: key, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}

const signIn = (email: string, password = PASSWORD) =>
  call('token?grant_type=password', { email, password })
const listUsers = (query = '') => call(`admin/users${query}`, undefined, lab.stack.secretKey)

/** Signs a person up and returns the tokens of the new session. */
async function person() {
  const { client, id, email } = await lab.person()
  const { data } = await client.auth.getSession()
  return { id, email, access: data.session?.access_token, refresh: data.session?.refresh_token }
}

describe('the local Auth server writes what Auth 2.196 writes', () => {
  it('when somebody signs up', async () => {
    const { id } = await person()
    const [user] = await lab.sql`select * from auth.users where id = ${id}`
    expect(user).toMatchObject({
      ...{ ...TOKENS, instance_id: NO_INSTANCE, aud: 'authenticated', role: 'authenticated' },
      ...{ created_at: expect.any(Date), updated_at: expect.any(Date), phone: null },
      ...{ is_sso_user: false, is_anonymous: false, email_change_confirm_status: 0 },
    })
    const [identity] = await lab.sql`select * from auth.identities where user_id = ${id}`
    expect(identity).toMatchObject({
      ...{ provider: 'email', provider_id: id, last_sign_in_at: expect.any(Date) },
      ...{ created_at: expect.any(Date), updated_at: expect.any(Date) },
    })
  })

  it('when somebody signs in, refreshes and changes the account', async () => {
    const { id, email } = await person()
    const { body } = await signIn(email)
    await call('token?grant_type=refresh_token', { refresh_token: body.refresh_token })
    await call('recover', { email })
    const client = lab.client()
    await client.auth.signInWithPassword({ email, password: PASSWORD })
    expect((await client.auth.updateUser({ password: 'another horse' })).error).toBeNull()
    const [user] = await lab.sql`select * from auth.users where id = ${id}`
    expect(user).toMatchObject({ ...TOKENS, instance_id: NO_INSTANCE })
    const tokens = await lab.sql`select * from auth.refresh_tokens where user_id = ${id}`
    expect(tokens.length).toBeGreaterThan(0)
    for (const token of tokens) {
      expect(token).toMatchObject({ instance_id: NO_INSTANCE, created_at: expect.any(Date) })
      expect(Number(token.id)).toBeGreaterThan(0)
    }
    const [{ others }] = await lab.sql<[{ others: number }]>`
      select count(*)::int as others from auth.audit_log_entries
      where instance_id is distinct from ${NO_INSTANCE}`
    expect(others).toBe(0)
  })
})

describe('the local Auth server finds no user', () => {
  it.each(['instance_id = null', 'aud = null', "aud = 'other'", 'is_sso_user = true'])(
    'after %s: a sign-in is refused with invalid_credentials',
    async (change) => {
      const { id, email } = await person()
      await lab.sql.unsafe(`update auth.users set ${change} where id = '${id}'`)
      expect(await signIn(email)).toMatchObject({
        status: 400,
        body: { error_code: 'invalid_credentials' },
      })
    },
  )

  it('without an instance: a refresh and GET /user are refused, and the list lacks the user', async () => {
    const { id, refresh, access } = await person()
    await lab.sql`update auth.users set instance_id = null where id = ${id}`
    expect(await call('token?grant_type=refresh_token', { refresh_token: refresh })).toMatchObject({
      status: 400,
      body: { error_code: 'refresh_token_not_found' },
    })
    expect(await call('user', undefined, undefined, access)).toMatchObject({
      status: 403,
      body: { error_code: 'user_not_found' },
    })
    const { status, body } = await listUsers()
    expect(status).toBe(200)
    expect(body.users.map((user: { id: string }) => user.id)).not.toContain(id)
  })
})

describe('the local Auth server cannot read a row', () => {
  let one: Awaited<ReturnType<typeof person>>

  beforeEach(async () => {
    await lab.sql`delete from auth.users`
    one = await person()
  })

  const failure = { status: 500, body: { error_code: 'unexpected_failure' } }
  const refresh = () => call('token?grant_type=refresh_token', { refresh_token: one.refresh })

  it.each(['role', 'created_at', 'updated_at', ...Object.keys(TOKENS)])(
    'of auth.users whose %s is null: a sign-in, a refresh and the list fail',
    async (column) => {
      await lab.sql.unsafe(`update auth.users set ${column} = null`)
      expect(await signIn(one.email)).toMatchObject(failure)
      expect(await signIn(one.email, 'wrong')).toMatchObject(failure)
      expect(await refresh()).toMatchObject(failure)
      expect(await listUsers()).toMatchObject(failure)
    },
  )

  it.each(['created_at', 'updated_at'])(
    'of auth.identities whose %s is null: a sign-in and a refresh fail',
    async (column) => {
      await lab.sql.unsafe(`update auth.identities set ${column} = null`)
      expect(await signIn(one.email)).toMatchObject(failure)
      expect(await refresh()).toMatchObject(failure)
      expect(await listUsers()).toMatchObject({ status: 200, body: { users: [{ id: one.id }] } })
    },
  )

  it.each([
    'update auth.sessions set created_at = null',
    'update auth.sessions set updated_at = null',
    'update auth.refresh_tokens set created_at = null',
    'update auth.refresh_tokens set updated_at = null',
    'update auth.refresh_tokens set revoked = null',
  ])('after %s: a refresh fails', async (change) => {
    await lab.sql.unsafe(change)
    expect(await refresh()).toMatchObject(failure)
  })
})

describe('the list of users in the local stack', () => {
  it('contains the newest users first, in pages', async () => {
    await lab.sql`delete from auth.users`
    const [first, second, third] = [await person(), await person(), await person()]
    const { body } = await listUsers('?page=1&per_page=2')
    expect(body.aud).toBe('authenticated')
    expect(body.users.map((user: { id: string }) => user.id)).toEqual([third.id, second.id])
    expect(body.users[0]).toMatchObject({ email: third.email, role: 'authenticated' })
    const next = await listUsers('?page=2&per_page=2')
    expect(next.body.users.map((user: { id: string }) => user.id)).toEqual([first.id])
  })

  it('is refused without the secret key', async () => {
    const { access } = await person()
    const answer = await call('admin/users', undefined, undefined, access)
    expect(answer).toMatchObject({ status: 403, body: { error_code: 'not_admin' } })
    expect((await call('admin/users')).status).toBe(403)
  })
})
