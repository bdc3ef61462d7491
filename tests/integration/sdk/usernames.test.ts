import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { elsewhere, newcomer, nobody, people, person, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

describe('a username', () => {
  it('is reported as available, taken or invalid', async () => {
    const alice = await person('alice')
    const checkUsername = (name: string) => nobody().social.account.checkUsername(name)
    expect(unwrap(await checkUsername(`free_${Date.now()}`))).toBe('available')
    expect(unwrap(await checkUsername(alice.username))).toBe('taken')
    expect(unwrap(await checkUsername(alice.username.toUpperCase()))).toBe('taken')
    expect(unwrap(await checkUsername('admin'))).toBe('taken')
    expect(unwrap(await checkUsername('no one'))).toBe('invalid')
    expect(unwrap(await checkUsername(''))).toBe('invalid')
    expect(unwrap(await alice.social.account.checkUsername(alice.username))).toBe('available')
  })

  it('can be changed once in 30 days, and the old username stays reserved and still leads to the profile', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const next = `new.${alice.username.slice(-10)}`
    const { account } = alice.social
    expect(unwrap(await account.changeUsername(next.toUpperCase())).username).toBe(next)
    expect(unwrap(await bob.social.profiles.getByUsername(alice.username)).id).toBe(alice.id)
    await expectRefusal(bob.social.account.changeUsername(alice.username), 'username_taken')
    const again = await account.changeUsername(`third.${alice.username.slice(-10)}`)
    expect(again.error?.code).toBe('username_changed_recently')
    expect(again.error?.hint).toMatch(/^Possible again at \d{4}-\d\d-\d\dT/)
    expect(unwrap(await account.changeUsername(next)).username).toBe(next)
  })

  it.each([
    ['ab', 'username_invalid'],
    ['', 'username_invalid'],
    ['no one', 'username_invalid'],
    ['.dot', 'username_invalid'],
    ['a'.repeat(31), 'username_invalid'],
    ['a\0bc', 'invalid_input'],
    [null, 'username_invalid'],
    [{}, 'username_invalid'],
    ['admin', 'username_taken'],
    ['supp0rt', 'username_taken'],
  ] as const)('cannot be changed to %j', async (username, code) => {
    const alice = await person('alice')
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.account.changeUsername(username as string), code)
    expect(await unchanged()).toEqual([])
  })

  it('cannot be changed to a taken username, or to a username that looks like a taken username', async () => {
    const [alice, bob] = await people('alice', 'bob')
    for (const username of [bob.username, bob.username.replace('bob', 'b0b')]) {
      await expectRefusal(alice.social.account.changeUsername(username), 'username_taken')
    }
  })
})

describe('a login without a profile', () => {
  it('can create exactly one profile', async () => {
    const login = await newcomer()
    const username = `late_${Date.now()}`
    const input = { username, displayName: 'Late' }
    expect(unwrap(await login.social.account.create(input))).toMatchObject({
      id: login.id,
      username,
      display_name: 'Late',
    })
    const other = { username: `${username}_2`, displayName: 'Late' }
    await expectRefusal(login.social.account.create(other), 'profile_exists')
  })

  it.each([
    [{ username: 'no one' }, 'username_invalid'],
    [{ username: 'admin' }, 'username_taken'],
    [{ username: undefined }, 'username_invalid'],
    [{ username: 'late.but.long', displayName: 'x'.repeat(51) }, 'display_name_too_long'],
    [{ username: 'late.but.odd', displayName: 'a\u0007b' }, 'text_invalid'],
    [{ username: 'late.but.null', displayName: 'a\0b' }, 'invalid_input'],
  ] as const)('cannot create a profile with the input %j', async (input, code) => {
    const login = await newcomer()
    const unchanged = await watch(login.id)
    await expectRefusal(login.social.account.create(input as never), code)
    expect(await unchanged()).toEqual([])
  })

  it('cannot create a profile in a session that has ended', async () => {
    const login = await newcomer()
    const phone = await elsewhere(login)
    unwrap(await phone.social.auth.signOut({ scope: 'others' }))
    const input = { username: `ended_${Date.now()}` }
    await expectRefusal(login.social.account.create(input), 'not_signed_in')
  })

  it('must be signed in to create a profile', async () => {
    const input = { username: `nobody_${Date.now()}` }
    await expectRefusal(nobody().social.account.create(input), 'not_signed_in')
  })
})

describe('deleting an account immediately', () => {
  it('erases all data of the account and ends all its sessions', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const phone = await elsewhere(alice)
    const post = await publish(alice)
    const bobs = await publish(bob)
    unwrap(await alice.social.posts.like(bobs.id))
    unwrap(await alice.social.profiles.follow(bob.id))
    const deletion = unwrap(await alice.social.account.delete({ immediately: true }))
    expect((await alice.supabase.auth.getSession()).data.session).toBeNull()
    await expectRefusal(phone.social.account.get(), 'not_signed_in')
    await expectRefusal(bob.social.profiles.get(alice.id), 'profile_not_found')
    await expectRefusal(bob.social.posts.get(post.id), 'post_not_found')
    await sql`select social_private.run_maintenance(1000) from generate_series(1, 20)`
    expect(unwrap(await bob.social.posts.get(bobs.id)).like_count).toBe(0)
    expect(unwrap(await bob.social.account.get()).follower_count).toBe(0)
    expect(await sql`select from auth.users where id = ${alice.id}`).toHaveLength(0)
    const queued = await sql`select path from social_private.file_deletions
      where path like ${`${alice.id}/%`}`
    expect(queued.map(({ path }) => path)).toEqual(post.media.map(({ path }) => path))
    await expectRefusal(nobody().social.auth.signIn(alice), 'invalid_credentials')
    const receipt = nobody().social.account.getErasureReceipt(deletion.receipt_id)
    expect(unwrap(await receipt)).toMatchObject({
      ...{ erased_at: expect.any(String), post_count: 1, media_count: 1, file_count: 1 },
      ...{ like_count: 1, follow_count: 1, comment_count: 0 },
    })
  })
})
