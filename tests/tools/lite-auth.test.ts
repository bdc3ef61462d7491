import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Mail } from '../../tools/local-stack/mail.ts'
import { type Lab, openLab, PASSWORD } from '../support/lab.ts'

let lab: Lab

beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab?.stop())

const sessionsOf = async (id: string) =>
  (await lab.sql`select id from auth.sessions where user_id = ${id}`).length

const traces = async (email: string) =>
  (
    await lab.sql`
    select id from auth.users where email = ${email}
    union all
    select id from auth.identities where email = ${email}`
  ).length

describe('a rejected sign-up in the local stack', () => {
  it('returns the status and message of the Auth hook that rejects the sign-up, and creates no user', async () => {
    const email = 'hook@example.com'
    const options = { data: { social_username: 'taken' } }
    const { error } = await lab.client().auth.signUp({ email, password: PASSWORD, options })
    expect(error).toMatchObject({ status: 422, code: 'unknown', message: 'username_taken' })
    expect(await traces(email)).toBe(0)
  })

  it('creates no user and returns the same error as in hosted projects if a trigger rejects the sign-up', async () => {
    const email = 'trigger-1@example.com'
    const response = await fetch(`${lab.stack.url}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: lab.stack.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ code: 'P0001', message: 'no' })
    expect(await traces(email)).toBe(0)
  })
})

it('an unexpected failure of the local Auth server returns the same error body as hosted Auth', async () => {
  const headers = { apikey: lab.stack.publishableKey }
  const body = JSON.stringify({ email: 'a\u0000@example.com', password: PASSWORD })
  const address = `${lab.stack.url}/auth/v1/token?grant_type=password`
  const response = await fetch(address, { method: 'POST', headers, body })
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 500, error_code: 'unexpected_failure' })
})

describe('signing out', () => {
  it.each([
    ['local', 2],
    ['others', 1],
    ['global', 0],
  ] as const)('with the scope %s leaves %i of three sessions', async (scope, left) => {
    const { client, id, email } = await lab.person()
    for (const device of [lab.client(), lab.client()]) {
      await device.auth.signInWithPassword({ email, password: PASSWORD })
    }
    expect(await sessionsOf(id)).toBe(3)
    expect((await client.auth.signOut({ scope })).error).toBeNull()
    expect(await sessionsOf(id)).toBe(left)
  })
})

describe('a password change', () => {
  it('ends all other sessions and keeps the current session', async () => {
    const { client, id, email } = await lab.person()
    const other = lab.client()
    await other.auth.signInWithPassword({ email, password: PASSWORD })
    const attributes = { password: 'another horse', current_password: PASSWORD }
    expect((await client.auth.updateUser(attributes)).error).toBeNull()
    expect(await sessionsOf(id)).toBe(1)
    expect((await client.auth.refreshSession()).error).toBeNull()
    expect((await other.auth.refreshSession()).error).not.toBeNull()
  })
})

describe('a password recovery mail', () => {
  const newestMail = async (): Promise<Mail> =>
    (await (await fetch(`${lab.stack.mailUrl}/messages`)).json())[0]

  it('contains a token that works only once and redirects to the requested page', async () => {
    const { email } = await lab.person()
    const redirectTo = 'http://127.0.0.1:3000/reset'
    await lab.client().auth.resetPasswordForEmail(email, { redirectTo })
    const mail = await newestMail()
    expect(mail).toMatchObject({ to: email, subject: 'Reset your password' })
    const link = new URL(mail.links[0] ?? '')
    expect(link.href).toContain('http://127.0.0.1:3000/reset-password?')
    const token = link.searchParams.get('token_hash')
    const query = `token=${token}&type=recovery&redirect_to=${redirectTo}`
    const follow = async () => {
      const address = `${lab.stack.url}/auth/v1/verify?${query}`
      return (await fetch(address, { redirect: 'manual' })).headers.get('location')
    }
    expect(await follow()).toMatch(
      /^http:\/\/127\.0\.0\.1:3000\/reset#access_token=.*type=recovery/,
    )
    expect(await follow()).toContain('error_code=otp_expired')
  })

  it('contains a code that works only once', async () => {
    const { email } = await lab.person()
    await lab.client().auth.resetPasswordForEmail(email, { redirectTo: 'http://evil.example' })
    const { code, links } = await newestMail()
    expect(links[0]).not.toContain('evil')
    const verify = (client = lab.client()) =>
      client.auth.verifyOtp({ email, token: code ?? '', type: 'recovery' })
    const client = lab.client()
    expect((await verify(client)).error).toBeNull()
    expect((await client.auth.updateUser({ password: 'another horse' })).error).toBeNull()
    expect((await verify()).error).toMatchObject({ code: 'otp_expired' })
  })

  it('can be deleted from the local inbox', async () => {
    await fetch(`${lab.stack.mailUrl}/messages`, { method: 'DELETE' })
    expect(await newestMail()).toBeUndefined()
    expect(await (await fetch(lab.stack.mailUrl)).text()).toContain('No mail yet')
  })
})
