import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal, strangers } from '../../support/expect.ts'
import { befriend, lock, nobody, type Person, people, person } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

/** Follower and following counts as the person sees them. */
async function counts({ social }: Person): Promise<(number | null)[]> {
  const { follower_count, following_count } = unwrap(await social.profiles.me())
  return [follower_count, following_count]
}

describe('following an open account', () => {
  it('holds at once, and again changes nothing', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const relationship = { ...strangers, profile_id: bob.id, follow_state: 'accepted' }
    expect(unwrap(await alice.social.follows.follow(bob.id))).toEqual(relationship)
    const unchanged = await watch(alice.id, bob.id)
    expect(unwrap(await alice.social.follows.follow(bob.id))).toEqual(relationship)
    expect(await unchanged()).toEqual([])
    expect(await counts(bob)).toEqual([1, 0])
    expect(await counts(alice)).toEqual([0, 1])
    expect(unwrap(await bob.social.profiles.get(alice.id)).followed_by_state).toBe('accepted')
  })

  it('ends with unfollow, and again changes nothing', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    const none = { ...strangers, profile_id: bob.id }
    expect(unwrap(await alice.social.follows.unfollow(bob.id))).toEqual(none)
    expect(unwrap(await alice.social.follows.unfollow(bob.id))).toEqual(none)
    expect(await counts(bob)).toEqual([0, 0])
  })

  it('is refused to oneself', async () => {
    const alice = await person('alice')
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.follows.follow(alice.id), 'cannot_follow_self')
    expect(await unchanged()).toEqual([])
  })
})

describe('following a private account', () => {
  it('waits for an answer, which only the account gives', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await lock(bob)
    expect(unwrap(await alice.social.follows.follow(bob.id)).follow_state).toBe('pending')
    expect(unwrap(await bob.social.follows.requests()).items.map(({ id }) => id)).toEqual([
      alice.id,
    ])
    const unchanged = await watch(alice.id, bob.id)
    for (const other of [alice, mallory]) {
      const accepting = other.social.follows.accept(alice.id)
      await expectRefusal(accepting, 'follow_request_not_found')
    }
    expect(unwrap(await mallory.social.follows.requests()).items).toEqual([])
    expect(await unchanged()).toEqual([])
    const accepted = unwrap(await bob.social.follows.accept(alice.id))
    expect(accepted.followed_by_state).toBe('accepted')
    expect(unwrap(await bob.social.follows.accept(alice.id))).toEqual(accepted)
    expect(unwrap(await bob.social.follows.requests()).items).toEqual([])
    expect(await counts(bob)).toEqual([1, 0])
  })

  it('ends with a rejection, which leaves a follower alone', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    await lock(bob)
    unwrap(await alice.social.follows.follow(bob.id))
    expect(unwrap(await bob.social.follows.reject(alice.id)).followed_by_state).toBeNull()
    expect(unwrap(await bob.social.follows.requests()).items).toEqual([])
    await befriend(carol, bob)
    expect(unwrap(await bob.social.follows.reject(carol.id)).followed_by_state).toBe('accepted')
  })

  it('is taken back with unfollow', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(bob)
    unwrap(await alice.social.follows.follow(bob.id))
    expect(unwrap(await alice.social.follows.unfollow(bob.id)).follow_state).toBeNull()
    await expectRefusal(bob.social.follows.accept(alice.id), 'follow_request_not_found')
  })

  it('holds at once when the account goes public', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(bob)
    unwrap(await alice.social.follows.follow(bob.id))
    unwrap(await bob.social.profiles.update({ isPrivate: false }))
    expect(unwrap(await alice.social.profiles.get(bob.id)).follow_state).toBe('accepted')
    expect(await counts(bob)).toEqual([1, 0])
  })
})

describe('a follower', () => {
  it('is removed by the person followed, and by nobody else', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await befriend(alice, bob)
    unwrap(await mallory.social.follows.removeFollower(alice.id))
    expect(await counts(bob)).toEqual([1, 0])
    expect(unwrap(await bob.social.follows.removeFollower(alice.id)).followed_by_state).toBeNull()
    expect(await counts(bob)).toEqual([0, 0])
    expect(unwrap(await alice.social.profiles.get(bob.id)).follow_state).toBeNull()
  })
})

describe('the lists of followers and followed', () => {
  it('have the latest first, page by page', async () => {
    const [alice, bob, carol, dave] = await people('alice', 'bob', 'carol', 'dave')
    for (const follower of [bob, carol, dave]) await befriend(follower, alice)
    for (const followee of [bob, carol]) await befriend(alice, followee)
    const { follows } = nobody().social
    const ids: string[] = []
    for await (const { id } of follows.followers(alice.id, { pageSize: 2 })) ids.push(id)
    expect(ids).toEqual([dave.id, carol.id, bob.id])
    const page = unwrap(await follows.followers(alice.id, { pageSize: 2 }))
    expect(page.items).toHaveLength(2)
    const rest = unwrap(await follows.followers(alice.id, { after: page.nextCursor }))
    expect(rest).toMatchObject({ items: [{ id: bob.id }], nextCursor: null })
    const following = unwrap(await alice.social.follows.following(alice.id))
    expect(following.items.map(({ id, follow_state }) => [id, follow_state])).toEqual([
      [carol.id, 'accepted'],
      [bob.id, 'accepted'],
    ])
  })

  it('of a private account show to its followers only', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await befriend(bob, alice)
    await befriend(alice, bob)
    await lock(alice)
    for (const { social } of [mallory, nobody()]) {
      expect(unwrap(await social.follows.followers(alice.id)).items).toEqual([])
      expect(unwrap(await social.follows.following(alice.id)).items).toEqual([])
      expect(unwrap(await social.follows.followers(bob.id)).items).toEqual([])
    }
    expect(unwrap(await bob.social.follows.followers(alice.id)).items).toHaveLength(1)
    expect(unwrap(await alice.social.follows.followers(alice.id)).items).toHaveLength(1)
  })

  it('leave out who only asked', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(alice)
    unwrap(await bob.social.follows.follow(alice.id))
    expect(unwrap(await alice.social.follows.followers(alice.id)).items).toEqual([])
    expect(unwrap(await bob.social.follows.following(bob.id)).items).toEqual([])
  })
})
