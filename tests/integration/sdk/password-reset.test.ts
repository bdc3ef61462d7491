import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { isGiven } from '../../support/given.ts'
import { latestMail, mailsTo } from '../../support/mail.ts'
import { nobody, person } from '../../support/people.ts'
import { stack } from '../../support/stack.ts'

/** Returns whether a sign-in with this address and password succeeds. */
async function canSignIn(email: string, password: string): Promise<boolean> {
  const { error } = await nobody().social.auth.signIn({ email, password })
  if (error) expect(error.code).toBe('invalid_credentials')
  return error === null
}

describe('a password reset', () => {
  it('returns the same response for a known and an unknown address', async () => {
    const { email } = await person('alice')
    const { social } = nobody()
    const known = await social.auth.requestPasswordReset(email)
    const unknown = await social.auth.requestPasswordReset(`no_${email}`)
    expect(known).toEqual({ data: true, error: null })
    expect(unknown).toEqual(known)
    expect(await mailsTo(email)).toBe(1)
    expect(await mailsTo(`no_${email}`)).toBe(0)
    for (const malformed of ['', 'nobody']) {
      await expectRefusal(social.auth.requestPasswordReset(malformed), 'email_address_invalid')
    }
  })

  it('works only once with the code from the mail', async () => {
    const alice = await person('alice')
    const { social } = nobody()
    unwrap(await social.auth.requestPasswordReset(alice.email))
    const { code } = await latestMail(alice.email)
    const reset = { email: alice.email, code, newPassword: 'a better one' }
    expect(unwrap(await social.auth.resetPassword(reset))).toBe(true)
    expect((await social.account.get()).data?.id).toBe(alice.id)
    await expectRefusal(alice.social.account.get(), 'not_signed_in')
    expect(await canSignIn(alice.email, 'a better one')).toBe(true)
    const again = { ...reset, newPassword: 'a third one' }
    await expectRefusal(nobody().social.auth.resetPassword(again), 'otp_expired')
    expect(await canSignIn(alice.email, 'a better one')).toBe(true)
  })

  it('works only once with the token hash from the link in the mail', async () => {
    const alice = await person('alice')
    unwrap(await nobody().social.auth.requestPasswordReset(alice.email))
    const { link, hash } = await latestMail(alice.email)
    // A given project has an address of its own for its site.
    if (!isGiven) expect(link.origin).toBe('http://127.0.0.1:3000')
    expect(link.pathname).toBe('/reset-password')
    const reset = { tokenHash: hash, newPassword: 'a better one' }
    expect(unwrap(await nobody().social.auth.resetPassword(reset))).toBe(true)
    expect(await canSignIn(alice.email, 'a better one')).toBe(true)
    await expectRefusal(nobody().social.auth.resetPassword(reset), 'otp_expired')
  })

  it('needs no code if a link of Auth itself started the session', async () => {
    const alice = await person('alice')
    const { social, supabase } = nobody()
    const redirectTo = 'http://127.0.0.1:3000/reset'
    unwrap(await social.auth.requestPasswordReset(alice.email, { redirectTo }))
    const { hash } = await latestMail(alice.email)
    const link = new URL(`${stack.url}/auth/v1/verify?token=${hash}&type=recovery`)
    link.searchParams.set('redirect_to', redirectTo)
    const { headers } = await fetch(link, { redirect: 'manual' })
    const target = new URL(headers.get('location') ?? '')
    expect(target.href).toMatch(/^http:\/\/127\.0\.0\.1:3000\/reset#/)
    const tokens = new URLSearchParams(target.hash.slice(1))
    await supabase.auth.setSession({
      access_token: tokens.get('access_token') ?? '',
      refresh_token: tokens.get('refresh_token') ?? '',
    })
    expect(unwrap(await social.auth.resetPassword({ newPassword: 'a better one' }))).toBe(true)
    expect(await canSignIn(alice.email, 'a better one')).toBe(true)
  })

  it('fails with a wrong code, with a code for another address, and if code and session are both missing', async () => {
    const alice = await person('alice')
    const mallory = await person('mallory')
    const { social } = nobody()
    unwrap(await social.auth.requestPasswordReset(mallory.email))
    const { code } = await latestMail(mallory.email)
    for (const wrong of ['000000', '', code]) {
      const reset = { email: alice.email, code: wrong, newPassword: 'a better one' }
      await expectRefusal(social.auth.resetPassword(reset), 'otp_expired', 'invalid_input')
    }
    await expectRefusal(social.auth.resetPassword({ newPassword: 'a better one' }), 'link_invalid')
    expect(await canSignIn(alice.email, alice.password)).toBe(true)
  })

  it('says link_invalid on a page that was opened without the token hash of the mail', async () => {
    const { searchParams } = new URL('https://app.example/reset-password')
    for (const tokenHash of [searchParams.get('token_hash') as string, '']) {
      const reset = { tokenHash, newPassword: 'a better one' }
      await expectRefusal(nobody().social.auth.resetPassword(reset), 'link_invalid')
    }
  })

  it('can be tried again after a weak password was rejected', async () => {
    const alice = await person('alice')
    const { social } = nobody()
    unwrap(await social.auth.requestPasswordReset(alice.email))
    const { code } = await latestMail(alice.email)
    const weak = { email: alice.email, code, newPassword: 'short' }
    await expectRefusal(social.auth.resetPassword(weak), 'weak_password')
    expect(unwrap(await social.auth.resetPassword({ newPassword: 'a better one' }))).toBe(true)
  })
})
