import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal, strangers } from '../../support/expect.ts'
import { befriend, lock, nobody, type Person, people, person } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

/** Returns the follower and following counts of a person, as the person sees them. */
async function counts({ social }: Person): Promise<(number | null)[]> {
  const { follower_count, following_count } = unwrap(await social.account.get())
  return [follower_count, following_count]
}

describe('following a public account', () => {
  it('takes effect at once and is idempotent', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const relationship = { ...strangers, profile_id: bob.id, follow_state: 'accepted' }
    expect(unwrap(await alice.social.profiles.follow(bob.id))).toEqual(relationship)
    const unchanged = await watch(alice.id, bob.id)
    expect(unwrap(await alice.social.profiles.follow(bob.id))).toEqual(relationship)
    expect(await unchanged()).toEqual([])
    expect(await counts(bob)).toEqual([1, 0])
    expect(await counts(alice)).toEqual([0, 1])
    expect(unwrap(await bob.social.profiles.get(alice.id)).followed_by_state).toBe('accepted')
  })

  it('can be undone with unfollow, which is idempotent', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    const none = { ...strangers, profile_id: bob.id }
    expect(unwrap(await alice.social.profiles.unfollow(bob.id))).toEqual(none)
    expect(unwrap(await alice.social.profiles.unfollow(bob.id))).toEqual(none)
    expect(await counts(bob)).toEqual([0, 0])
  })

  it('fails when you follow yourself', async () => {
    const alice = await person('alice')
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.profiles.follow(alice.id), 'cannot_follow_self')
    expect(await unchanged()).toEqual([])
  })
})

describe('following a private account', () => {
  it('takes effect when the account owner accepts the follow request', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await lock(bob)
    expect(unwrap(await alice.social.profiles.follow(bob.id)).follow_state).toBe('pending')
    expect(unwrap(await bob.social.followRequests.list()).items.map(({ id }) => id)).toEqual([
      alice.id,
    ])
    const unchanged = await watch(alice.id, bob.id)
    for (const other of [alice, mallory]) {
      const accepting = other.social.followRequests.accept(alice.id)
      await expectRefusal(accepting, 'follow_request_not_found')
    }
    expect(unwrap(await mallory.social.followRequests.list()).items).toEqual([])
    expect(await unchanged()).toEqual([])
    const accepted = unwrap(await bob.social.followRequests.accept(alice.id))
    expect(accepted.followed_by_state).toBe('accepted')
    expect(unwrap(await bob.social.followRequests.accept(alice.id))).toEqual(accepted)
    expect(unwrap(await bob.social.followRequests.list()).items).toEqual([])
    expect(await counts(bob)).toEqual([1, 0])
  })

  it('has no effect when the account owner rejects the follow request, and a rejection removes no accepted follower', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    await lock(bob)
    unwrap(await alice.social.profiles.follow(bob.id))
    expect(unwrap(await bob.social.followRequests.reject(alice.id)).followed_by_state).toBeNull()
    expect(unwrap(await bob.social.followRequests.list()).items).toEqual([])
    await befriend(carol, bob)
    expect(unwrap(await bob.social.followRequests.reject(carol.id)).followed_by_state).toBe(
      'accepted',
    )
  })

  it('can be withdrawn with unfollow before the account owner accepts', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(bob)
    unwrap(await alice.social.profiles.follow(bob.id))
    expect(unwrap(await alice.social.profiles.unfollow(bob.id)).follow_state).toBeNull()
    await expectRefusal(bob.social.followRequests.accept(alice.id), 'follow_request_not_found')
  })

  it('takes effect when the account becomes public', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(bob)
    unwrap(await alice.social.profiles.follow(bob.id))
    unwrap(await bob.social.account.update({ isPrivate: false }))
    expect(unwrap(await alice.social.profiles.get(bob.id)).follow_state).toBe('accepted')
    expect(await counts(bob)).toEqual([1, 0])
  })
})

describe('a follower', () => {
  it('can be removed only by the followed person', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await befriend(alice, bob)
    unwrap(await mallory.social.profiles.removeFollower(alice.id))
    expect(await counts(bob)).toEqual([1, 0])
    expect(unwrap(await bob.social.profiles.removeFollower(alice.id)).followed_by_state).toBeNull()
    expect(await counts(bob)).toEqual([0, 0])
    expect(unwrap(await alice.social.profiles.get(bob.id)).follow_state).toBeNull()
  })
})

describe('the lists of followers and followed people', () => {
  it('have pages and begin with the latest follow', async () => {
    const [alice, bob, carol, dave] = await people('alice', 'bob', 'carol', 'dave')
    for (const follower of [bob, carol, dave]) await befriend(follower, alice)
    for (const followee of [bob, carol]) await befriend(alice, followee)
    const { profiles } = nobody().social
    const ids: string[] = []
    for await (const { id } of profiles.listFollowers(alice.id, { pageSize: 2 })) ids.push(id)
    expect(ids).toEqual([dave.id, carol.id, bob.id])
    const page = unwrap(await profiles.listFollowers(alice.id, { pageSize: 2 }))
    expect(page.items).toHaveLength(2)
    const rest = unwrap(await profiles.listFollowers(alice.id, { after: page.nextCursor }))
    expect(rest).toMatchObject({ items: [{ id: bob.id }], nextCursor: null })
    const following = unwrap(await alice.social.profiles.listFollowing(alice.id))
    expect(following.items.map(({ id, follow_state }) => [id, follow_state])).toEqual([
      [carol.id, 'accepted'],
      [bob.id, 'accepted'],
    ])
  })

  it('of a private account are visible only to followers', async () => {
    const [alice, bob, mallory] = await people('alice', 'bob', 'mallory')
    await befriend(bob, alice)
    await befriend(alice, bob)
    await lock(alice)
    for (const { social } of [mallory, nobody()]) {
      expect(unwrap(await social.profiles.listFollowers(alice.id)).items).toEqual([])
      expect(unwrap(await social.profiles.listFollowing(alice.id)).items).toEqual([])
      expect(unwrap(await social.profiles.listFollowers(bob.id)).items).toEqual([])
    }
    expect(unwrap(await bob.social.profiles.listFollowers(alice.id)).items).toHaveLength(1)
    expect(unwrap(await alice.social.profiles.listFollowers(alice.id)).items).toHaveLength(1)
  })

  it('leave out pending follow requests', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(alice)
    unwrap(await bob.social.profiles.follow(alice.id))
    expect(unwrap(await alice.social.profiles.listFollowers(alice.id)).items).toEqual([])
    expect(unwrap(await bob.social.profiles.listFollowing(bob.id)).items).toEqual([])
  })
})
