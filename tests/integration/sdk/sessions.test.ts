import { describe, expect, it } from 'vitest'
import { isSocialError } from '../../../src/sdk/errors.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { elsewhere, nobody, person } from '../../support/people.ts'

describe('the list of sessions', () => {
  it('has every device of the person, and marks the device that asks', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    const here = unwrap(await alice.social.account.listSessions())
    const there = unwrap(await phone.social.account.listSessions())
    expect(here.length).toBeGreaterThanOrEqual(2)
    expect(here.map(({ id }) => id).sort()).toEqual(there.map(({ id }) => id).sort())
    for (const [first, ...others] of [here, there]) {
      expect(first?.is_current).toBe(true)
      expect(others.every(({ is_current }) => !is_current)).toBe(true)
    }
    expect(here[0]?.id).not.toBe(there[0]?.id)
    const ids = unwrap(await (await person('bob')).social.account.listSessions()).map(
      ({ id }) => id,
    )
    expect(here.some(({ id }) => ids.includes(id))).toBe(false)
  })

  it('loses a session that ends, whose device can neither call nor renew it', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    const id = unwrap(await phone.social.account.listSessions())[0]?.id ?? ''
    const end = unwrap(await alice.social.account.endSession(id))
    expect(end.id).toBe(id)
    expect(unwrap(await alice.social.account.endSession(id))).toEqual(end)
    const left = unwrap(await alice.social.account.listSessions())
    expect(left.map((session) => session.id)).not.toContain(id)
    await expectRefusal(phone.social.account.get(), 'not_signed_in')
    expect((await phone.supabase.auth.refreshSession()).error).not.toBeNull()
    expect(unwrap(await alice.social.account.get()).id).toBe(alice.id)
  })

  it('keeps the sessions of other people out of reach', async () => {
    const [alice, mallory] = await Promise.all([person('alice'), person('mallory')])
    const id = unwrap(await alice.social.account.listSessions())[0]?.id ?? ''
    await expectRefusal(mallory.social.account.endSession(id), 'session_not_found')
    expect(unwrap(await alice.social.account.get()).id).toBe(alice.id)
  })
})

describe('signing in', () => {
  it('starts a session', async () => {
    const alice = await person('alice')
    const { social } = nobody()
    const { user, session } = unwrap(await social.auth.signIn(alice))
    expect(user.id).toBe(alice.id)
    expect(session.access_token).toBeTruthy()
    expect(unwrap(await social.auth.getUser()).id).toBe(alice.id)
  })

  it('returns the same error for a wrong password and an unknown address', async () => {
    const { email } = await person('alice')
    const { social } = nobody()
    const wrong = await social.auth.signIn({ email, password: 'a guess' })
    const unknown = await social.auth.signIn({ email: `no_${email}`, password: 'a guess' })
    expect(wrong.error?.code).toBe('invalid_credentials')
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(wrong))
    await expectRefusal(social.auth.getUser(), 'not_signed_in')
  })

  it.each([[''], [undefined], [null], [5], ['a\0b'], ['\ud800']])(
    'rejects %j as address or password',
    async (bad) => {
      const alice = await person('alice')
      const { social } = nobody()
      for (const input of [
        { ...alice, email: bad },
        { ...alice, password: bad },
      ]) {
        const { data, error } = await social.auth.signIn(input as never)
        expect(data).toBeNull()
        expect(isSocialError(error)).toBe(true)
      }
    },
  )
})

describe('signing out', () => {
  it('by default ends only the current session', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    const { data } = await alice.supabase.auth.getSession()
    expect(unwrap(await alice.social.auth.signOut())).toBe(true)
    await expectRefusal(alice.social.account.get(), 'not_signed_in')
    expect((await phone.social.account.get()).data?.id).toBe(alice.id)
    const refreshed = await nobody().supabase.auth.refreshSession({
      refresh_token: data.session?.refresh_token ?? '',
    })
    expect(refreshed.error).not.toBeNull()
  })

  it('ends all sessions with the scope global', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    unwrap(await alice.social.auth.signOut({ scope: 'global' }))
    await expectRefusal(phone.social.account.get(), 'not_signed_in')
  })

  it('ends all other sessions with the scope others', async () => {
    const alice = await person('alice')
    const phone = await elsewhere(alice)
    unwrap(await alice.social.auth.signOut({ scope: 'others' }))
    await expectRefusal(phone.social.account.get(), 'not_signed_in')
    expect((await alice.social.account.get()).data?.id).toBe(alice.id)
  })

  it('succeeds when nobody is signed in', async () => {
    expect(unwrap(await nobody().social.auth.signOut())).toBe(true)
  })
})
