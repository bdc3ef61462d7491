import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { elsewhere, newcomer, nobody, person } from '../../support/people.ts'

/** Returns whether a sign-in with this address and password succeeds. */
async function canSignIn(email: string, password: string): Promise<boolean> {
  const { error } = await nobody().social.auth.signIn({ email, password })
  if (error) expect(error.code).toBe('invalid_credentials')
  return error === null
}

describe('changing the password', () => {
  it('requires the current password, keeps the current session and ends all other sessions', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    const token = async () => (await alice.supabase.auth.getSession()).data.session?.access_token
    const before = await token()
    const change = { currentPassword: alice.password, newPassword: 'a better one' }
    expect(unwrap(await alice.social.auth.updatePassword(change))).toBe(true)
    expect(await token()).toBe(before)
    expect((await alice.social.account.get()).data?.id).toBe(alice.id)
    await expectRefusal(phone.social.account.get(), 'not_signed_in')
    expect(await canSignIn(alice.email, alice.password)).toBe(false)
    expect(await canSignIn(alice.email, 'a better one')).toBe(true)
  })

  it.each([['a guess'], [''], [undefined], [null]])(
    'fails with %j as the current password, and changes nothing',
    async (currentPassword) => {
      const alice = await person('alice')
      const phone = await elsewhere(alice)
      const change = { currentPassword: currentPassword as string, newPassword: 'a better one' }
      const { error } = await alice.social.auth.updatePassword(change)
      expect(error?.code).toBe('current_password_invalid')
      expect(await canSignIn(alice.email, alice.password)).toBe(true)
      expect((await phone.social.account.get()).data?.id).toBe(alice.id)
    },
  )

  it.each([['short'], [''], [undefined], [null]])(
    'fails with %j as the new password',
    async (newPassword) => {
      const alice = await person('alice')
      const change = { currentPassword: alice.password, newPassword: newPassword as string }
      await expectRefusal(alice.social.auth.updatePassword(change), 'weak_password')
      expect(await canSignIn(alice.email, alice.password)).toBe(true)
    },
  )

  it('fails when nobody is signed in', async () => {
    const change = { currentPassword: 'a', newPassword: 'a better one' }
    await expectRefusal(nobody().social.auth.updatePassword(change), 'not_signed_in')
  })

  it('works for a login without a profile', async () => {
    const login = await newcomer()
    const change = { currentPassword: login.password, newPassword: 'a better one' }
    expect(unwrap(await login.social.auth.updatePassword(change))).toBe(true)
  })
})
