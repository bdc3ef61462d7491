import { describe, expect, it } from 'vitest'
import { expectRefusal } from '../../support/expect.ts'
import { addFactor, useFactor } from '../../support/factors.ts'
import { elsewhere, type Person, person } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

const sessionsOf = async ({ id }: Person): Promise<string[]> =>
  (await sql<{ id: string }[]>`select id from auth.sessions where user_id = ${id} order by id`).map(
    (row) => row.id,
  )

const isDeleted = async ({ id }: Person): Promise<boolean> =>
  (
    await sql`select from social_private.accounts
      where profile_id = ${id} and deleted_at is not null`
  ).length === 1

/** Makes all sessions of a person older than the time within which a sign-in is recent. */
const makeOld = ({ id }: Person) =>
  sql`update auth.sessions set created_at = now() - interval '3 days' where user_id = ${id}`

describe('deleting the account with the password', () => {
  it('works in an old session, ends all sessions and signs the client out', async () => {
    const alice = await person('alice')
    await elsewhere(alice)
    await makeOld(alice)
    const { data } = await alice.social.account.delete({ password: alice.password })
    expect(data?.receipt_id).toEqual(expect.any(String))
    expect(await isDeleted(alice)).toBe(true)
    expect(await sessionsOf(alice)).toEqual([])
    expect((await alice.supabase.auth.getSession()).data.session).toBeNull()
  })

  it.each([['a guess'], ['']])(
    'leaves the account and its sessions as they are if the password is %j',
    async (password) => {
      const alice = await person('alice')
      const before = await sessionsOf(alice)
      const { error } = await alice.social.account.delete({ password })
      expect(error?.code).toBe('current_password_invalid')
      expect(await isDeleted(alice)).toBe(false)
      expect(await sessionsOf(alice)).toEqual(before)
    },
  )

  it('does not tell the app about a sign-in', async () => {
    const alice = await person('alice')
    const events: string[] = []
    alice.supabase.auth.onAuthStateChange((event) => void events.push(event))
    await alice.social.account.delete({ password: 'a guess' })
    await alice.social.account.delete({ password: alice.password })
    expect(events.filter((event) => event !== 'INITIAL_SESSION')).toEqual(['SIGNED_OUT'])
  })
})

describe('deleting the account of a person with a second factor', () => {
  it('fails with the password alone, keeps the session of the client and leaves no other session', async () => {
    const alice = await person('alice')
    await addFactor(alice)
    const before = await sessionsOf(alice)
    const token = async () => (await alice.supabase.auth.getSession()).data.session?.access_token
    const tokenBefore = await token()
    await expectRefusal(alice.social.account.delete(), 'insufficient_aal')
    await expectRefusal(
      alice.social.account.delete({ password: alice.password }),
      'insufficient_aal',
    )
    await expectRefusal(alice.social.account.delete({ immediately: true }), 'insufficient_aal')
    expect(await isDeleted(alice)).toBe(false)
    expect(await sessionsOf(alice)).toEqual(before)
    expect(await token()).toBe(tokenBefore)
    expect((await alice.social.account.get()).data?.id).toBe(alice.id)
  })

  it('works with the password after the person used the second factor again in an old session', async () => {
    const alice = await person('alice')
    await addFactor(alice)
    await makeOld(alice)
    await useFactor(alice, 11)
    await expectRefusal(
      alice.social.account.delete({ password: alice.password }),
      'session_too_old',
    )
    await useFactor(alice)
    expect((await alice.social.account.delete({ password: 'a guess' })).error?.code).toBe(
      'current_password_invalid',
    )
    expect(await sessionsOf(alice)).toHaveLength(1)
    expect((await alice.social.account.delete({ password: alice.password })).error).toBeNull()
    expect(await isDeleted(alice)).toBe(true)
    expect(await sessionsOf(alice)).toEqual([])
  })
})

describe('an export of a person with a second factor', () => {
  it('can be requested, seen and listed only after the second factor', async () => {
    const alice = await person('alice')
    const first = (await alice.social.exports.request()).data
    await addFactor(alice)
    await expectRefusal(alice.social.exports.request(), 'insufficient_aal')
    await expectRefusal(alice.social.exports.get(first?.id ?? ''), 'insufficient_aal')
    const refused = await alice.social.exports.list()
    expect(refused.error?.code).toBe('insufficient_aal')
    await useFactor(alice)
    expect((await alice.social.exports.request()).data?.id).toBe(first?.id)
    const list = await alice.social.exports.list()
    expect(list.data?.items.map(({ id }) => id)).toEqual([first?.id])
  })
})
