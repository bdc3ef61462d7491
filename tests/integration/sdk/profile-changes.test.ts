import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { type Person, people, person, upload } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

describe('updating your own profile', () => {
  it('changes only the given fields, and clears each field that is set to null', async () => {
    const carol = await person('carol')
    const { account } = carol.social
    const changes = { displayName: ' Carol ', bio: 'One\nTwo', website: 'https://example.com/c' }
    expect(unwrap(await account.update(changes))).toMatchObject({
      display_name: 'Carol',
      bio: 'One\nTwo',
      website: 'https://example.com/c',
      is_private: false,
    })
    expect(unwrap(await account.update({ bio: null, isPrivate: true }))).toMatchObject({
      display_name: 'Carol',
      bio: null,
      website: 'https://example.com/c',
      is_private: true,
    })
    expect(unwrap(await account.get())).toMatchObject({ bio: null, is_private: true })
  })

  it('sets an uploaded picture and queues the replaced file for deletion', async () => {
    const carol = await person('carol')
    const { account } = carol.social
    const pathOf = (id: string) => `${carol.id}/${id}.jpg`
    const first = await upload(carol, 'avatar')
    const second = await upload(carol, 'avatar')
    expect(unwrap(await account.update({ avatarId: first })).avatar_path).toBe(pathOf(first))
    unwrap(await account.update({ avatarId: second }))
    const queue = () => sql`select path from social_private.file_deletions
      where path like ${`${carol.id}/%`} order by requested_at`
    expect((await queue()).map(({ path }) => path)).toEqual([pathOf(first)])
    await expectRefusal(account.update({ avatarId: first }), 'avatar_not_found')
    expect(unwrap(await account.update({ avatarId: null })).avatar_path).toBeNull()
    expect(await queue()).toHaveLength(2)
  })

  it.each([
    [{ displayName: 'x'.repeat(51) }, 'display_name_too_long'],
    [{ bio: 'x'.repeat(301) }, 'bio_too_long'],
    [{ bio: 'x'.repeat(100_000) }, 'bio_too_long'],
    [{ website: `https://example.com/${'x'.repeat(200)}` }, 'website_too_long'],
    [{ website: 'http://example.com' }, 'website_invalid'],
    [{ website: 'javascript:alert(1)' }, 'website_invalid'],
    [{ displayName: 'a\u0007b' }, 'text_invalid'],
    [{ bio: '\u200b' }, 'text_invalid'],
    [{ bio: 'a\0b' }, 'invalid_input'],
    [{ avatarId: 'x.jpg' }, 'avatar_not_found'],
    [{ avatarId: '../../etc/passwd' }, 'avatar_not_found'],
  ] as const)('rejects the changes %j', async (changes, code) => {
    const unchanged = await watch(alice.id)
    const all = { displayName: 'Changed', ...changes }
    await expectRefusal(alice.social.account.update(all as never), code)
    expect(await unchanged()).toEqual([])
  })

  it('never stores an unpaired surrogate', async () => {
    const { data, error } = await alice.social.account.update({ bio: 'a\ud800' })
    expect(error?.code ?? data?.bio).toBeOneOf(['invalid_input', 'a\ufffd'])
  })

  it('rejects a picture that another person uploaded', async () => {
    const id = await upload(bob, 'avatar')
    await expectRefusal(alice.social.account.update({ avatarId: id }), 'avatar_not_found')
  })
})
