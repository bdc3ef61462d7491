import { createClient } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { addressOf } from '../../support/addresses.ts'
import { expectRefusal } from '../../support/expect.ts'
import { latestMail } from '../../support/mail.ts'
import { nobody, type Person, people, person, publish } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'

/** Reads a table with a token, as a client without the SDK does. */
async function read(path: string, token: string) {
  const response = await fetch(`${stack.url}/rest/v1/${path}`, {
    headers: {
      ...{ apikey: stack.publishableKey, authorization: `Bearer ${token}` },
      'accept-profile': 'social',
    },
  })
  return { status: response.status, rows: await response.json() }
}

async function tokenOf({ supabase }: Person): Promise<string> {
  const { data } = await supabase.auth.getSession()
  return data.session?.access_token ?? ''
}

describe('the token of an ended session', () => {
  it('reads from tables only what everybody may see', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const open = await publish(bob)
    const hidden = await publish(alice, { visibility: 'followers' })
    unwrap(await alice.social.posts.save(open.id))
    const token = await tokenOf(alice)
    const posts = `posts?select=id&id=in.(${open.id},${hidden.id})&order=id`
    const saves = 'saves?select=post_id'
    expect((await read(posts, token)).rows).toHaveLength(2)
    expect((await read(saves, token)).rows).toEqual([{ post_id: open.id }])
    unwrap(await alice.social.auth.signOut({ scope: 'global' }))
    expect(await read(posts, token)).toEqual({ status: 200, rows: [{ id: open.id }] })
    expect(await read(saves, token)).toEqual({ status: 200, rows: [] })
  })
})

describe('the metadata of a login', () => {
  it('keeps the first username when the person changes the username', async () => {
    const alice = await person('alice')
    const changed = `new_${alice.username}`.slice(0, 30)
    expect(unwrap(await alice.social.account.changeUsername(changed)).username).toBe(changed)
    const user = unwrap(await alice.social.auth.getUser())
    expect(user.user_metadata.social_username).toBe(alice.username)
  })
})

describe('a person without a password', () => {
  /** Signs in with a code, which also creates the login. */
  async function byCode() {
    const { social, supabase } = nobody()
    const email = addressOf(crypto.randomUUID())
    await supabase.auth.signInWithOtp({ email })
    const { code } = await latestMail(email)
    const { error } = await supabase.auth.verifyOtp({ email, token: code, type: 'email' })
    expect(error).toBeNull()
    return { email, social, supabase }
  }

  it('cannot change a password, and sets the first one after the sign-in by a code', async () => {
    const { email, social } = await byCode()
    const guess = { currentPassword: '', newPassword: 'the first one' }
    await expectRefusal(social.auth.updatePassword(guess), 'current_password_invalid')
    unwrap(await social.auth.resetPassword({ newPassword: 'the first one' }))
    unwrap(await nobody().social.auth.signIn({ email, password: 'the first one' }))
  })

  it('can delete the account after a recent sign-in', async () => {
    const { social } = await byCode()
    unwrap(await social.account.create({ username: `c_${crypto.randomUUID().slice(0, 8)}` }))
    expect(unwrap(await social.account.delete()).receipt_id).toBeTruthy()
  })
})

describe('a login that an administrator creates', () => {
  const admin = () => {
    const auth = { persistSession: false, autoRefreshToken: false }
    return createClient(stack.url, stack.secretKey, { auth }).auth.admin
  }
  const login = (username: string) => ({
    ...{ email: addressOf(crypto.randomUUID()), password: 'short', email_confirm: true },
    user_metadata: { social_username: username },
  })

  it('may have a weak password, and gets its profile', async () => {
    const username = `m_${crypto.randomUUID().slice(0, 8)}`
    const { data, error } = await admin().createUser(login(username))
    expect(error).toBeNull()
    expect(unwrap(await nobody().social.profiles.getByUsername(username)).id).toBe(data.user?.id)
  })

  it('does not come to be with a taken username, and supabase-js does not say why', async () => {
    const refused = login('admin')
    const { error } = await admin().createUser(refused)
    expect(error).toMatchObject({ status: 500 })
    expect(await sql`select from auth.users where email = ${refused.email}`).toHaveLength(0)
  })
})
