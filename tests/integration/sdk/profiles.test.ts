import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { ProfileCard } from '../../../src/sdk/types.ts'
import { mailDomain } from '../../support/addresses.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, lock, nobody, type Person, people, publish } from '../../support/people.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

describe('a profile', () => {
  it('is found by its id and by its username in upper or lower case, with or without @', async () => {
    const byId = unwrap(await bob.social.profiles.get(alice.id))
    expect(byId).toMatchObject({ id: alice.id, username: alice.username, follow_state: null })
    const name = alice.username
    for (const username of [name, `@${name}`, name.toUpperCase()]) {
      expect(unwrap(await bob.social.profiles.getByUsername(username))).toEqual(byId)
    }
    expect(unwrap(await nobody().social.profiles.get(alice.id))).toEqual(byId)
  })

  it('shows its counts and its relationship to the viewer', async () => {
    const [carol, dave] = await people('carol', 'dave')
    await publish(carol)
    await befriend(dave, carol)
    expect(unwrap(await dave.social.profiles.get(carol.id))).toMatchObject({
      post_count: 1,
      follower_count: 1,
      following_count: 0,
      follow_state: 'accepted',
      followed_by_state: null,
    })
  })

  it('of a private account shows its counts only to followers', async () => {
    const [carol, dave] = await people('carol', 'dave')
    await befriend(dave, carol)
    await lock(carol)
    const counts = { post_count: null, follower_count: null, following_count: null }
    expect(unwrap(await bob.social.profiles.get(carol.id))).toMatchObject(counts)
    expect(unwrap(await dave.social.profiles.get(carol.id))).toMatchObject({ follower_count: 1 })
  })

  it('never shows an e-mail address', async () => {
    const seen = [
      await bob.social.profiles.get(alice.id),
      await alice.social.account.get(),
      await bob.social.profiles.search(alice.username),
    ]
    expect(JSON.stringify(seen)).not.toContain(mailDomain)
  })

  it.each(['', 'nobody.here', '@', 'a\ud800', '%', "'; --"])(
    'is not found by the username %j',
    async (name) => {
      await expectRefusal(bob.social.profiles.getByUsername(name), 'profile_not_found')
    },
  )

  it.each(['a\0b', 'x'.repeat(20_000)])(
    'is not found by a username with a null character or with 20,000 characters (case %#)',
    async (name) => {
      const codes = ['invalid_input', 'profile_not_found'] as const
      await expectRefusal(bob.social.profiles.getByUsername(name), ...codes)
    },
  )
})

describe('the list of profiles', () => {
  it('is sorted by username and contains each profile once', async () => {
    const seen: ProfileCard[] = []
    for await (const card of bob.social.profiles.list({ pageSize: 100 })) seen.push(card)
    const names = seen.map((card) => card.username)
    expect(names).toEqual([...names].sort())
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([alice.username, bob.username]))
  })

  it('continues after the cursor of the previous page', async () => {
    const first = unwrap(await bob.social.profiles.list({ pageSize: 1 }))
    const after = first.nextCursor
    const second = unwrap(await bob.social.profiles.list({ pageSize: 1, after }))
    const both = unwrap(await bob.social.profiles.list({ pageSize: 2 }))
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      both.items.map(({ id }) => id),
    )
  })

  it('can be searched by the start of a username and by similar names', async () => {
    const [erika] = await people('erika')
    const name = `Zofia ${erika.username.slice(-8)}`
    unwrap(await erika.social.account.update({ displayName: name }))
    const ids = async (query: string) =>
      unwrap(await bob.social.profiles.search(query)).items.map(({ id }) => id)
    expect(await ids(erika.username.slice(0, 12))).toEqual([erika.id])
    expect(await ids(`@${erika.username.toUpperCase()}`)).toContain(erika.id)
    expect(await ids(name)).toEqual([erika.id])
    expect(await ids('nobody is called this')).toEqual([])
  })

  it('rejects a search text that is too long or has invisible characters', async () => {
    const { profiles } = bob.social
    await expectRefusal(profiles.search('x'.repeat(101)), 'query_too_long')
    await expectRefusal(profiles.search('\u200b'), 'text_invalid')
    await expectRefusal(profiles.search('a\0b'), 'invalid_input')
    expect(unwrap(await profiles.search('%_\\')).items).toEqual([])
  })

  it.each(['like', 'in', 'eq.1', 'not.is.null'])(
    'can be searched for the text %j, which looks like a PostgREST filter',
    async (text) => {
      const { social } = alice
      const { items } = unwrap(await social.profiles.search(text))
      const names = items.map((found) => `${found.username} ${found.display_name}`.toLowerCase())
      expect(names.filter((name) => !name.includes(text))).toEqual([])
      await expectRefusal(social.profiles.getByUsername(text), 'profile_not_found')
      expect((await social.account.checkUsername(text)).error).toBeNull()
    },
  )
})
