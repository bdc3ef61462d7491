import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal, strangers } from '../../support/expect.ts'
import { befriend, nobody, people, person, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

describe('blocking a person', () => {
  it('removes follows in both directions, and unblocking does not restore them', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    await befriend(bob, alice)
    unwrap(await bob.social.profiles.addCloseFriend(alice.id))
    const blocked = { ...strangers, profile_id: bob.id, is_blocked: true }
    expect(unwrap(await alice.social.profiles.block(bob.id))).toEqual(blocked)
    const unchanged = await watch(alice.id, bob.id)
    expect(unwrap(await alice.social.profiles.block(bob.id))).toEqual(blocked)
    expect(await unchanged()).toEqual([])
    for (const { social } of [alice, bob]) {
      const me = unwrap(await social.account.get())
      expect([me.follower_count, me.following_count]).toEqual([0, 0])
    }
    expect(unwrap(await bob.social.account.listCloseFriends()).items).toEqual([])
    const none = { ...strangers, profile_id: bob.id }
    expect(unwrap(await alice.social.profiles.unblock(bob.id))).toEqual(none)
    expect(unwrap(await alice.social.profiles.unblock(bob.id))).toEqual(none)
    expect(unwrap(await bob.social.profiles.get(alice.id)).follow_state).toBeNull()
  })

  it('makes the two people invisible to each other', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const [byAlice, byBob] = [await publish(alice), await publish(bob)]
    unwrap(await alice.social.profiles.block(bob.id))
    for (const [me, other, post] of [
      [alice, bob, byBob],
      [bob, alice, byAlice],
    ] as const) {
      const { profiles, posts } = me.social
      await expectRefusal(profiles.get(other.id), 'profile_not_found')
      await expectRefusal(profiles.getByUsername(other.username), 'profile_not_found')
      const found = unwrap(await profiles.search(other.username)).items
      expect(found.map(({ id }) => id)).not.toContain(other.id)
      await expectRefusal(posts.get(post.id), 'post_not_found')
      await expectRefusal(posts.like(post.id), 'post_not_found')
      await expectRefusal(me.social.comments.create(post.id, 'Hello'), 'post_not_found')
      await expectRefusal(posts.listByAuthor(other.id), 'profile_not_found')
      await expectRefusal(profiles.follow(other.id), 'profile_not_found')
      await expectRefusal(profiles.mute(other.id), 'profile_not_found')
      await expectRefusal(profiles.addCloseFriend(other.id), 'profile_not_found')
      const urls = unwrap(await me.social.media.createSignedUrls([post]))
      expect(Object.values(urls)).toEqual([null])
    }
    // Blocking somebody who blocked you must not reveal the block.
    await expectRefusal(bob.social.profiles.block(alice.id), 'profile_not_found')
    expect(unwrap(await nobody().social.posts.get(byAlice.id)).id).toBe(byAlice.id)
  })

  it("hides the blocked person's comments on the blocker's posts from everybody else", async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    const [mine, carols] = [await publish(alice), await publish(carol)]
    for (const { id } of [mine, carols])
      unwrap(await bob.social.comments.create(id, 'Bob was here'))
    const seenBy = async (who: typeof alice, postId: string) =>
      unwrap(await who.social.comments.list(postId)).items.map(({ body }) => body)
    unwrap(await alice.social.profiles.block(bob.id))
    for (const who of [alice, carol, nobody()]) expect(await seenBy(who, mine.id)).toEqual([])
    expect(await seenBy(alice, carols.id)).toEqual([])
    for (const who of [bob, carol, nobody()]) {
      expect(await seenBy(who, carols.id)).toEqual(['Bob was here'])
    }
    unwrap(await alice.social.profiles.unblock(bob.id))
    expect(await seenBy(carol, mine.id)).toEqual(['Bob was here'])
  })

  it('fails when you block yourself', async () => {
    const alice = await person('alice')
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.profiles.block(alice.id), 'cannot_block_self')
    expect(await unchanged()).toEqual([])
  })
})

describe('the list of blocked people', () => {
  it('has pages, begins with the latest block, and is visible only to its owner', async () => {
    const [alice, bob, carol, dave] = await people('alice', 'bob', 'carol', 'dave')
    for (const { id } of [bob, carol, dave]) unwrap(await alice.social.profiles.block(id))
    const ids: string[] = []
    for await (const { id } of alice.social.account.listBlocked({ pageSize: 2 })) ids.push(id)
    expect(ids).toEqual([dave.id, carol.id, bob.id])
    expect(unwrap(await bob.social.account.listBlocked()).items).toEqual([])
  })
})
