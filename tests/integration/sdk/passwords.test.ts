import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { elsewhere, newcomer, nobody, person } from '../../support/people.ts'

/** Whether somebody with this address can sign in with this password. */
async function opens(email: string, password: string): Promise<boolean> {
  const { error } = await nobody().social.auth.signIn({ email, password })
  if (error) expect(error.code).toBe('invalid_credentials')
  return error === null
}

describe('changing the password', () => {
  it('wants the current one, keeps this session and ends the others', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    const token = async () => (await alice.supabase.auth.getSession()).data.session?.access_token
    const before = await token()
    const change = { currentPassword: alice.password, newPassword: 'a better one' }
    expect(unwrap(await alice.social.auth.updatePassword(change))).toBe(true)
    expect(await token()).toBe(before)
    expect((await alice.social.profiles.me()).data?.id).toBe(alice.id)
    await expectRefusal(phone.social.profiles.me(), 'not_signed_in')
    expect(await opens(alice.email, alice.password)).toBe(false)
    expect(await opens(alice.email, 'a better one')).toBe(true)
  })

  it.each([['a guess'], [''], [undefined], [null]])(
    'is refused with %j for the current one, and changes nothing',
    async (currentPassword) => {
      const alice = await person('alice')
      const phone = await elsewhere(alice)
      const change = { currentPassword: currentPassword as string, newPassword: 'a better one' }
      const { error } = await alice.social.auth.updatePassword(change)
      expect(error?.code).toBe('current_password_invalid')
      expect(await opens(alice.email, alice.password)).toBe(true)
      expect((await phone.social.profiles.me()).data?.id).toBe(alice.id)
    },
  )

  it.each([['short'], [''], [undefined], [null]])('is refused to %j', async (newPassword) => {
    const alice = await person('alice')
    const change = { currentPassword: alice.password, newPassword: newPassword as string }
    await expectRefusal(alice.social.auth.updatePassword(change), 'weak_password')
    expect(await opens(alice.email, alice.password)).toBe(true)
  })

  it('is refused to nobody', async () => {
    const change = { currentPassword: 'a', newPassword: 'a better one' }
    await expectRefusal(nobody().social.auth.updatePassword(change), 'not_signed_in')
  })

  it('works for a login without a profile', async () => {
    const login = await newcomer()
    const change = { currentPassword: login.password, newPassword: 'a better one' }
    expect(unwrap(await login.social.auth.updatePassword(change))).toBe(true)
  })
})
