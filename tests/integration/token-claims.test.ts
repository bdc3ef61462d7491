import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { signClaims } from '../../tools/local-stack/jwt.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'social-'))
let stack: Stack
/** The claims of a token that Auth issued. */
let claims: Record<string, unknown>

beforeAll(async () => {
  stack = await startStack({ data: folder, purges: false })
  const supabase = createClient(stack.url, stack.publishableKey, {
    auth: { persistSession: false },
  })
  const input = { email: 'anna@example.com', password: 'analytical engine', username: 'anna' }
  const { session } = unwrap(await createSocial(supabase).auth.signUp(input))
  const [, payload = ''] = session?.access_token.split('.') ?? []
  claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
}, 120_000)

afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true })
})

/** Sends a request with a token that has these changed claims and the signature of the project. */
async function send(path: string, changes: object, body?: object) {
  const { jwtSecret } = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))
  const changed = Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== null)
  const token = signClaims(Object.fromEntries(changed), 600, jwtSecret)
  const response = await fetch(`${stack.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      apikey: stack.publishableKey,
      authorization: `Bearer ${token}`,
      'accept-profile': 'social',
      'content-profile': 'social',
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const myProfile = (changes: object) => send('/rest/v1/rpc/my_profile', changes, {})

it('a token with the claims of Auth and the signature of the project is accepted', async () => {
  expect(await myProfile({})).toMatchObject({ status: 200, body: { username: 'anna' } })
  expect((await send('/rest/v1/saves', {})).status).toBe(200)
})

it.each([
  ['no amr', { amr: null }],
  ['an empty amr', { amr: [] }],
  ['a word as amr', { amr: 'password' }],
  ['an object as amr', { amr: { 0: 'password' } }],
  ['null in amr', { amr: [null] }],
  ['no session_id', { session_id: null }],
  ['an empty session_id', { session_id: '' }],
  ['a word as session_id', { session_id: 'main' }],
  ['a number as session_id', { session_id: 7 }],
  ['an object as session_id', { session_id: {} }],
  ['the session_id of nobody', { session_id: '11111111-1111-4111-8111-111111111111' }],
  ['the subject of another issuer', { sub: 'user_2abcDEF', session_id: null, amr: null }],
])('a token with %s and the signature of the project is refused', async (_, changes) => {
  expect(await myProfile(changes)).toMatchObject({
    status: 401,
    body: { code: 'PT401', message: 'not_signed_in' },
  })
  // A malformed claim must not raise an error of Postgres where nobody needs to be signed in.
  expect(await send('/rest/v1/saves', changes)).toEqual({ status: 200, body: [] })
})
