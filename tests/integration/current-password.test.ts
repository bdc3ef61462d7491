import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSocial } from '../../src/sdk/index.ts'
import { ownSettings } from '../../tools/local-stack/project.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'

const PASSWORD = 'analytical engine'
const NEW_PASSWORD = 'a better one'

/** Starts a stack with or without the setting "require current password" of Auth. */
const start = (require_current_password: boolean) =>
  startStack({
    purges: false,
    settings: {
      auth: { ...ownSettings.auth, email: { ...ownSettings.auth.email, require_current_password } },
    },
  })

/** Signs a person up. */
async function join({ url, publishableKey }: Stack) {
  const supabase = createClient(url, publishableKey, { auth: { persistSession: false } })
  const email = `${randomUUID()}@example.com`
  const { data } = await supabase.auth.signUp({ email, password: PASSWORD })
  const token = data.session?.access_token
  return { email, token, social: createSocial(supabase) }
}

/** Changes the password with a plain HTTP request, and returns the status and the error code. */
async function change(stack: Stack, token: string | undefined, current_password?: string) {
  const response = await fetch(`${stack.url}/auth/v1/user`, {
    method: 'PUT',
    headers: {
      apikey: stack.publishableKey,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ password: NEW_PASSWORD, current_password }),
  })
  const { error_code } = (await response.json()) as { error_code?: string }
  return { status: response.status, code: error_code }
}

/** Returns whether the new password works instead of the old password. */
async function isChanged({ url, publishableKey }: Stack, email: string): Promise<boolean> {
  const { auth } = createClient(url, publishableKey, { auth: { persistSession: false } })
  const signIn = async (password: string) =>
    (await auth.signInWithPassword({ email, password })).error === null
  const changed = await signIn(NEW_PASSWORD)
  expect(await signIn(PASSWORD)).toBe(!changed)
  return changed
}

describe.each([
  { setting: 'off', required: false },
  { setting: 'on', required: true },
])('with "require current password" $setting', ({ required }) => {
  let stack: Stack
  beforeAll(async () => {
    stack = await start(required)
  }, 120_000)
  afterAll(() => stack.stop())

  it.each([
    ['a wrong', 'a guess', 'current_password_invalid'],
    ['no', undefined, 'current_password_required'],
  ])(
    `a plain HTTP request with %s current password ${required ? 'changes nothing' : 'changes the password'}`,
    async (_, current, code) => {
      const anna = await join(stack)
      expect(await change(stack, anna.token, current)).toEqual(
        required ? { status: 400, code } : { status: 200, code: undefined },
      )
      expect(await isChanged(stack, anna.email)).toBe(!required)
    },
  )

  it('a plain HTTP request with the current password changes the password', async () => {
    const anna = await join(stack)
    expect((await change(stack, anna.token, PASSWORD)).status).toBe(200)
    expect(await isChanged(stack, anna.email)).toBe(true)
  })

  it('the SDK changes the password only with the current password', async () => {
    const { email, social } = await join(stack)
    const update = (currentPassword: string) =>
      social.auth.updatePassword({ currentPassword, newPassword: NEW_PASSWORD })
    expect((await update('a guess')).error?.code).toBe('current_password_invalid')
    expect(await isChanged(stack, email)).toBe(false)
    expect((await update(PASSWORD)).data).toBe(true)
    expect(await isChanged(stack, email)).toBe(true)
  })

  it('a person who forgot the password sets a new one with the token of a mail', async () => {
    const { email, social } = await join(stack)
    await social.auth.requestPasswordReset(email)
    const mails = await (await fetch(`${stack.mailUrl}/messages`)).json()
    const { code } = mails.find(({ to }: { to: string }) => to === email)
    const reset = await social.auth.resetPassword({ email, code, newPassword: NEW_PASSWORD })
    expect(reset).toEqual({ data: true, error: null })
    expect(await isChanged(stack, email)).toBe(true)
  })
})
