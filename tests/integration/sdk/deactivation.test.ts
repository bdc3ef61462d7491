import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, nobody, people, person, photo, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

describe('deactivating my account', () => {
  it('hides me everywhere, and reactivating brings all back', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(bob, alice)
    const [hers, his] = [await publish(alice), await publish(bob)]
    unwrap(await alice.social.posts.like(his.id))
    const comment = unwrap(await alice.social.comments.add(his.id, 'Nice'))
    const before = unwrap(await bob.social.profiles.get(alice.id))
    const posts = [unwrap(await bob.social.posts.get(hers.id)), his]

    expect(unwrap(await alice.social.profiles.deactivate())).toBe(true)
    for (const { social } of [bob, nobody()]) {
      await expectRefusal(social.profiles.get(alice.id), 'profile_not_found')
      await expectRefusal(social.profiles.getByUsername(alice.username), 'profile_not_found')
      await expectRefusal(social.posts.get(hers.id), 'post_not_found')
      await expectRefusal(social.comments.replies(comment.id), 'comment_not_found')
      const found = unwrap(await social.profiles.search(alice.username)).items
      expect(found.map(({ id }) => id)).not.toContain(alice.id)
      expect(unwrap(await social.comments.list(his.id)).items).toEqual([])
      expect(unwrap(await social.posts.likers(his.id)).items).toEqual([])
      expect(unwrap(await social.follows.following(bob.id)).items).toEqual([])
    }
    expect(unwrap(await bob.social.feed.home()).items.map(({ id }) => id)).toEqual([his.id])
    // What a person gave is still counted.
    expect(unwrap(await bob.social.posts.get(his.id)).like_count).toBe(1)
    expect(unwrap(await bob.social.profiles.checkUsername(alice.username))).toBe('taken')

    const page = unwrap(await alice.social.profiles.reactivate())
    expect(page).toMatchObject({ id: alice.id, post_count: 1, follower_count: 1 })
    expect(unwrap(await alice.social.profiles.reactivate())).toEqual(page)
    expect(unwrap(await bob.social.profiles.get(alice.id))).toEqual(before)
    expect(unwrap(await bob.social.feed.home()).items.map(({ id }) => id)).toEqual([
      his.id,
      hers.id,
    ])
    expect(unwrap(await bob.social.posts.get(hers.id))).toEqual(posts[0])
    expect(unwrap(await bob.social.comments.list(his.id)).items).toHaveLength(1)
  })

  it('leaves me what nobody in particular may do, and the way out', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const [hers, his] = [await publish(alice), await publish(bob)]
    unwrap(await alice.social.profiles.deactivate())
    const unchanged = await watch(alice.id)
    expect(unwrap(await alice.social.posts.get(his.id)).id).toBe(his.id)
    await expectRefusal(alice.social.posts.get(hers.id), 'post_not_found')
    await expectRefusal(alice.social.profiles.deactivate(), 'account_deactivated')
    await expectRefusal(alice.social.media.upload(photo()), 'account_deactivated')
    expect(Object.values(unwrap(await alice.social.media.signedUrls([hers])))).toEqual([null])
    expect(await unchanged()).toEqual([])
    unwrap(await alice.social.profiles.delete())
    expect((await alice.supabase.auth.getSession()).data.session).toBeNull()
  })

  it('does not stop me from signing in, to come back', async () => {
    const alice = await person('alice')
    unwrap(await alice.social.profiles.deactivate())
    const { social } = nobody()
    unwrap(await social.auth.signIn(alice))
    await expectRefusal(social.profiles.me(), 'account_deactivated')
    expect(unwrap(await social.profiles.reactivate()).id).toBe(alice.id)
    expect(unwrap(await social.profiles.me()).id).toBe(alice.id)
  })
})
