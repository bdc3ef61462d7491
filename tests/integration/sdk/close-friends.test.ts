import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal, strangers } from '../../support/expect.ts'
import { befriend, nobody, type Person, people, person, publish } from '../../support/people.ts'

describe('a post for close friends', () => {
  it('is visible only to close friends and the author', async () => {
    const [alice, friend, fan] = await people('alice', 'friend', 'fan')
    await befriend(fan, alice)
    const added = unwrap(await alice.social.profiles.addCloseFriend(friend.id))
    expect(added).toEqual({ ...strangers, profile_id: friend.id, is_close_friend: true })
    expect(unwrap(await alice.social.profiles.addCloseFriend(friend.id))).toEqual(added)
    const post = await publish(alice, { visibility: 'close_friends' })
    const grid = async ({ social }: Person) =>
      unwrap(await social.posts.listByAuthor(alice.id)).items.map(({ id }) => id)
    for (const who of [alice, friend]) {
      expect(unwrap(await who.social.posts.get(post.id)).visibility).toBe('close_friends')
      expect(await grid(who)).toEqual([post.id])
    }
    for (const who of [fan, nobody()]) {
      await expectRefusal(who.social.posts.get(post.id), 'post_not_found')
      expect(await grid(who)).toEqual([])
    }
    expect(unwrap(await alice.social.profiles.removeCloseFriend(friend.id)).is_close_friend).toBe(
      false,
    )
    expect(unwrap(await alice.social.profiles.removeCloseFriend(friend.id)).is_close_friend).toBe(
      false,
    )
    await expectRefusal(friend.social.posts.get(post.id), 'post_not_found')
  })

  it('appears in the home feed of close friends who follow the author, even if they became close friends after the post', async () => {
    const [alice, friend, fan] = await people('alice', 'friend', 'fan')
    for (const each of [friend, fan]) await befriend(each, alice)
    const post = await publish(alice, { visibility: 'close_friends' })
    const home = async ({ social }: Person) =>
      unwrap(await social.feed.listHome()).items.map(({ id }) => id)
    expect(await home(friend)).toEqual([])
    unwrap(await alice.social.profiles.addCloseFriend(friend.id))
    expect([await home(alice), await home(friend), await home(fan)]).toEqual([
      [post.id],
      [post.id],
      [],
    ])
    unwrap(await alice.social.profiles.removeCloseFriend(friend.id))
    expect(await home(friend)).toEqual([])
  })
})

describe('the list of close friends', () => {
  it('has pages, begins with the latest close friend, and is visible only to its owner', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    for (const { id } of [bob, carol]) unwrap(await alice.social.profiles.addCloseFriend(id))
    const ids: string[] = []
    for await (const { id } of alice.social.account.listCloseFriends({ pageSize: 1 })) ids.push(id)
    expect(ids).toEqual([carol.id, bob.id])
    expect(unwrap(await alice.social.profiles.get(bob.id)).is_close_friend).toBe(true)
    expect(unwrap(await bob.social.profiles.get(alice.id)).is_close_friend).toBe(false)
    expect(unwrap(await bob.social.account.listCloseFriends()).items).toEqual([])
  })

  it('no longer contains a person after the owner removes this person as a follower', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(bob, alice)
    unwrap(await alice.social.profiles.addCloseFriend(bob.id))
    const relationship = unwrap(await alice.social.profiles.removeFollower(bob.id))
    expect(relationship.is_close_friend).toBe(false)
  })

  it('cannot contain its owner', async () => {
    const alice = await person('alice')
    await expectRefusal(alice.social.profiles.addCloseFriend(alice.id), 'cannot_add_self')
  })
})
