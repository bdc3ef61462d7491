import '../../support/hookless-stack.ts'

import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectRefusal } from '../../support/expect.ts'
import { nobody } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'

const REFUSED = [
  ['a taken username', 'admin', 409, 'username_taken'],
  ['an invalid username', 'no', 422, 'username_invalid'],
] as const

async function signUp(username: string, headers: Record<string, string> = {}) {
  const email = `${randomUUID()}@example.com`
  const response = await fetch(`${stack.url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email, password: 'secret', data: { social_username: username } }),
  })
  const logins = await sql`select from auth.users where email = ${email}`
  return { status: response.status, body: await response.json(), logins: logins.length }
}

it.each(REFUSED)(
  'without the hook, a plain sign-up with %s gets our error code',
  async (_, username, status, message) => {
    const { body, ...answer } = await signUp(username)
    expect(answer).toEqual({ status, logins: 0 })
    expect(body).toMatchObject({ code: `PT${status}`, message, hint: expect.any(String) })
  },
)

it.each(REFUSED)(
  'without the hook, a client that sends the API version gets no reason for %s',
  async (_, username) => {
    const answer = await signUp(username, { 'x-supabase-api-version': '2024-01-01' })
    expect(answer).toEqual({
      status: 500,
      body: { code: 'unexpected_failure', message: 'Database error saving new user' },
      logins: 0,
    })
  },
)

it.each(REFUSED)(
  'without the hook, the SDK finds the reason for %s',
  async (_, username, __, code) => {
    const email = `${randomUUID()}@example.com`
    await expectRefusal(nobody().social.auth.signUp({ email, password: 'secret', username }), code)
  },
)
