import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { addressOf } from '../../support/addresses.ts'
import { expectRefusal } from '../../support/expect.ts'
import { skipConfirming } from '../../support/given.ts'
import { nobody, person } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

beforeEach(skipConfirming)

async function logins(email: string): Promise<number> {
  const rows = await sql`select from auth.users where email = ${email}`
  return rows.length
}

describe('signing up', () => {
  it('creates a login and its profile', async () => {
    const { social } = nobody()
    const username = `Anna.${Date.now()}`
    const email = addressOf(username).toLowerCase()
    const input = { email, password: 'a good password', username, displayName: ' Anna ' }
    const { user, session } = unwrap(await social.auth.signUp(input))
    expect(session?.user.id).toBe(user.id)
    expect(unwrap(await social.account.get())).toMatchObject({
      id: user.id,
      username: username.toLowerCase(),
      display_name: 'Anna',
      is_private: false,
      post_count: 0,
    })
  })

  it.each([
    ['ab', 'username_invalid'],
    ['no one', 'username_invalid'],
    ['1234', 'username_invalid'],
    ['a'.repeat(31), 'username_invalid'],
    ['ännä', 'username_invalid'],
    ['', 'username_invalid'],
    ['admin', 'username_taken'],
    ['adm1n', 'username_taken'],
  ] as const)('rejects the username %j with %s and creates no login', async (username, code) => {
    const email = addressOf(randomUUID())
    const input = { email, password: 'a good password', username }
    await expectRefusal(nobody().social.auth.signUp(input), code)
    expect(await logins(email)).toBe(0)
  })

  it('rejects a username that is taken, or that looks like a taken username', async () => {
    const alice = await person('alice')
    for (const username of [alice.username, alice.username.replace('alice', 'a1ice')]) {
      const email = addressOf(randomUUID())
      const input = { email, password: 'a good password', username }
      await expectRefusal(nobody().social.auth.signUp(input), 'username_taken')
      expect(await logins(email)).toBe(0)
    }
  })

  it.each([
    ['x'.repeat(51), 'display_name_too_long'],
    ['a\u0007b', 'unknown'],
  ] as const)('rejects the display name %j', async (displayName, code) => {
    const email = addressOf(randomUUID())
    const username = `anna_${Date.now()}`
    const input = { email, password: 'a good password', username, displayName }
    await expectRefusal(nobody().social.auth.signUp(input), code, 'text_invalid')
    expect(await logins(email)).toBe(0)
  })

  it('rejects an e-mail address that is already used or invalid, and a short password', async () => {
    const alice = await person('alice')
    const input = { email: alice.email, password: 'a good password', username: `b${Date.now()}` }
    const { social } = nobody()
    await expectRefusal(social.auth.signUp(input), 'user_already_exists')
    await expectRefusal(social.auth.signUp({ ...input, email: 'nobody' }), 'email_address_invalid')
    const email = addressOf(randomUUID())
    await expectRefusal(social.auth.signUp({ ...input, email, password: 'a' }), 'weak_password')
    await expectRefusal(social.auth.signUp({ ...input, email, password: '' }), 'weak_password')
    expect(await logins(email)).toBe(0)
  })
})
