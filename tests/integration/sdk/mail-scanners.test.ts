import '../../support/scanned-stack.ts'

import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { createSocial } from '../../../src/sdk/client.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { latestMail } from '../../support/mail.ts'
import { nobody } from '../../support/people.ts'
import { scan } from '../../support/scanned-stack.ts'
import { stack } from '../../support/stack.ts'

const FLOWS = ['implicit', 'pkce'] as const
type Flow = (typeof FLOWS)[number]

/** Creates a client with a memory of its own, as an app on one device has. */
function device(flowType: Flow) {
  const auth = { persistSession: false, autoRefreshToken: false, flowType }
  const supabase = createClient(stack.url, stack.publishableKey, { auth })
  return { supabase, social: createSocial(supabase) }
}

function newLogin() {
  const username = `scanned_${randomUUID().slice(0, 8)}`
  return { email: `${username}@example.com`, password: 'the first one', username }
}

/** Signs up and confirms the address. */
async function confirmed() {
  const login = newLogin()
  unwrap(await nobody().social.auth.signUp(login))
  const { hash } = await latestMail(login.email)
  const { error } = await nobody().supabase.auth.verifyOtp({ token_hash: hash, type: 'email' })
  expect(error).toBeNull()
  return login
}

async function expectPassword(email: string, password: string) {
  unwrap(await nobody().social.auth.signIn({ email, password }))
}

describe.each(FLOWS)('after a scanner opened every link of the mail (%s flow)', (flow) => {
  it('the button on the page of the app still sets the password', async () => {
    const { email } = await confirmed()
    unwrap(await device(flow).social.auth.requestPasswordReset(email))
    const { hash } = await latestMail(email)
    const page = `/reset-password?token_hash=${hash}`
    expect(await scan(email)).toEqual([`GET ${page}`, `HEAD ${page}`, `GET ${page}`])
    const other = device(flow).social.auth
    unwrap(await other.resetPassword({ tokenHash: hash, newPassword: 'the second one' }))
    await expectPassword(email, 'the second one')
  })

  it('the code still sets the password', async () => {
    const { email } = await confirmed()
    unwrap(await device(flow).social.auth.requestPasswordReset(email))
    const { code } = await latestMail(email)
    expect(await scan(email)).toHaveLength(3)
    const other = device(flow).social.auth
    unwrap(await other.resetPassword({ email, code, newPassword: 'the second one' }))
    await expectPassword(email, 'the second one')
  })

  it('the button on the page of the app still confirms a sign-up', async () => {
    const login = newLogin()
    unwrap(await device(flow).social.auth.signUp(login))
    const { hash } = await latestMail(login.email)
    const page = `/confirm?token_hash=${hash}&type=email`
    expect(await scan(login.email)).toEqual([`GET ${page}`, `HEAD ${page}`, `GET ${page}`])
    await expectRefusal(nobody().social.auth.signIn(login), 'email_not_confirmed')
    const { supabase, social } = device(flow)
    const { error } = await supabase.auth.verifyOtp({ token_hash: hash, type: 'email' })
    expect(error).toBeNull()
    expect(unwrap(await social.account.get()).username).toBe(login.username)
  })

  it('the code still confirms a sign-up', async () => {
    const login = newLogin()
    unwrap(await device(flow).social.auth.signUp(login))
    const { code } = await latestMail(login.email)
    expect(await scan(login.email)).toHaveLength(3)
    const { supabase, social } = device(flow)
    const answer = { email: login.email, token: code, type: 'email' } as const
    expect((await supabase.auth.verifyOtp(answer)).error).toBeNull()
    expect(unwrap(await social.account.get()).username).toBe(login.username)
  })

  it('the buttons on the page of the app still confirm a change of the address', async () => {
    const { email } = await confirmed()
    const { supabase, social } = device(flow)
    unwrap(await social.auth.signIn({ email, password: 'the first one' }))
    const next = newLogin().email
    expect((await supabase.auth.updateUser({ email: next })).error).toBeNull()
    for (const address of [email, next]) {
      expect(await scan(address)).toHaveLength(3)
      expect(unwrap(await social.auth.getUser()).email).toBe(email)
      const { hash } = await latestMail(address)
      const { supabase: other } = device(flow)
      const proof = { token_hash: hash, type: 'email_change' } as const
      expect((await other.auth.verifyOtp(proof)).error).toBeNull()
    }
    expect(unwrap(await social.auth.getUser()).email).toBe(next)
  })

  it('the button on the page of the app still accepts an invitation', async () => {
    const { email, username } = newLogin()
    const auth = { persistSession: false, autoRefreshToken: false }
    const admin = createClient(stack.url, stack.secretKey, { auth }).auth.admin
    expect((await admin.inviteUserByEmail(email)).error).toBeNull()
    expect(await scan(email)).toHaveLength(3)
    const { hash } = await latestMail(email)
    const { supabase, social } = device(flow)
    const { error } = await supabase.auth.verifyOtp({ token_hash: hash, type: 'invite' })
    expect(error).toBeNull()
    unwrap(await social.auth.resetPassword({ newPassword: 'the second one' }))
    expect(unwrap(await social.account.create({ username })).username).toBe(username)
    await expectPassword(email, 'the second one')
  })

  it('the button and the code of a mail to sign in without a password still work', async () => {
    const { email } = await confirmed()
    for (const kind of ['token_hash', 'token'] as const) {
      const options = { shouldCreateUser: false }
      const { error } = await device(flow).supabase.auth.signInWithOtp({ email, options })
      expect(error).toBeNull()
      const { hash, code } = await latestMail(email)
      expect(await scan(email)).toHaveLength(3)
      const proof = kind === 'token' ? { email, token: code } : { token_hash: hash }
      const { supabase } = device(flow)
      expect((await supabase.auth.verifyOtp({ ...proof, type: 'email' })).error).toBeNull()
    }
  })
})

describe('the link of a mail that Auth has built in', () => {
  /** Returns the link that a mail without a template contains. */
  async function builtInLink(email: string): Promise<string> {
    const { hash } = await latestMail(email)
    return `${stack.url}/auth/v1/verify?token=${hash}&type=recovery`
  }

  it('is used up by a scanner, so the password cannot be set', async () => {
    const { email } = await confirmed()
    unwrap(await device('implicit').social.auth.requestPasswordReset(email))
    const link = await builtInLink(email)
    await fetch(link, { redirect: 'manual' })
    const { headers } = await fetch(link, { redirect: 'manual' })
    expect(headers.get('location')).toContain('error_code=otp_expired')
    const { social } = device('implicit')
    await expectRefusal(
      social.auth.resetPassword({ newPassword: 'the second one' }),
      'link_invalid',
    )
  })

  it('returns link_invalid on another device if the app uses PKCE', async () => {
    const { email } = await confirmed()
    const here = device('pkce')
    unwrap(await here.social.auth.requestPasswordReset(email))
    const { headers } = await fetch(await builtInLink(email), { redirect: 'manual' })
    const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
    const there = device('pkce')
    expect((await there.supabase.auth.exchangeCodeForSession(code)).error).not.toBeNull()
    const reset = { newPassword: 'the second one' }
    await expectRefusal(there.social.auth.resetPassword(reset), 'link_invalid')
    expect((await here.supabase.auth.exchangeCodeForSession(code)).error).toBeNull()
    unwrap(await here.social.auth.resetPassword(reset))
    await expectPassword(email, 'the second one')
  })
})
