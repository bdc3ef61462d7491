import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal, strangers } from '../../support/expect.ts'
import { befriend, type Person, people, person, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

const HOUR = 60 * 60 * 1000

async function home({ social }: Person): Promise<string[]> {
  return unwrap(await social.feed.listHome()).items.map(({ id }) => id)
}

describe('muting a person', () => {
  it('hides the posts of the person in the home feed and nowhere else, and the person cannot notice the mute', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    const post = await publish(bob)
    expect(await home(alice)).toEqual([post.id])
    const before = unwrap(await bob.social.profiles.get(alice.id))
    const relationship = unwrap(await alice.social.profiles.mute(bob.id))
    expect(relationship).toEqual({
      ...strangers,
      profile_id: bob.id,
      follow_state: 'accepted',
      is_muted: true,
    })
    const later = await publish(bob)
    expect(await home(alice)).toEqual([])
    const grid = unwrap(await alice.social.posts.listByAuthor(bob.id)).items
    expect(grid.map(({ id }) => id)).toEqual([later.id, post.id])
    expect(unwrap(await alice.social.profiles.get(bob.id)).is_muted).toBe(true)
    expect(unwrap(await bob.social.profiles.get(alice.id))).toEqual(before)
    expect(unwrap(await alice.social.profiles.unmute(bob.id)).is_muted).toBe(false)
    expect(unwrap(await alice.social.profiles.unmute(bob.id)).is_muted).toBe(false)
    expect(await home(alice)).toEqual([later.id, post.id])
  })

  it('ends at expires_at, and muting the person again replaces expires_at', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    const post = await publish(bob)
    const { profiles } = alice.social
    const soon = new Date(Date.now() + HOUR)
    const relationship = unwrap(await profiles.mute(bob.id, { expiresAt: soon }))
    expect(Date.parse(relationship.mute_expires_at ?? '')).toBe(soon.getTime())
    const late = new Date(Date.now() + 2 * HOUR).toISOString()
    const again = unwrap(await profiles.mute(bob.id, { expiresAt: late }))
    expect(Date.parse(again.mute_expires_at ?? '')).toBe(Date.parse(late))
    expect(unwrap(await profiles.mute(bob.id)).mute_expires_at).toBeNull()
    expect(await home(alice)).toEqual([])
    // Simulates the end of the mute.
    await sql`update social_private.mutes set expires_at = now() - interval '1 second'
      where muter_id = ${alice.id}`
    expect(await home(alice)).toEqual([post.id])
    expect(unwrap(await alice.social.account.listMuted()).items).toEqual([])
    expect(unwrap(await alice.social.profiles.get(bob.id)).is_muted).toBe(false)
  })

  it.each([
    [new Date(Date.now() - HOUR), 'expires_at_invalid'],
    ['2001-01-01', 'expires_at_invalid'],
    ['infinity', 'expires_at_invalid'],
    ['-infinity', 'expires_at_invalid'],
    [new Date(Number.NaN), 'invalid_input'],
    ['', 'invalid_input'],
    ['soon', 'invalid_input'],
    [{}, 'invalid_input'],
  ] as const)('rejects %s as the time when the mute ends', async (expiresAt, code) => {
    const [alice, bob] = await people('alice', 'bob')
    const unchanged = await watch(alice.id)
    const options = { expiresAt: expiresAt as Date }
    await expectRefusal(alice.social.profiles.mute(bob.id, options), code)
    expect(await unchanged()).toEqual([])
  })

  it('fails when you mute yourself', async () => {
    const alice = await person('alice')
    await expectRefusal(alice.social.profiles.mute(alice.id), 'cannot_mute_self')
  })
})

describe('the list of muted people', () => {
  it('has pages, begins with the latest mute, and is visible only to its owner', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    for (const { id } of [bob, carol]) unwrap(await alice.social.profiles.mute(id))
    const ids: string[] = []
    for await (const { id } of alice.social.account.listMuted({ pageSize: 1 })) ids.push(id)
    expect(ids).toEqual([carol.id, bob.id])
    expect(unwrap(await bob.social.account.listMuted()).items).toEqual([])
  })
})
