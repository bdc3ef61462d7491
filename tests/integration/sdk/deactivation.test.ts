import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, nobody, people, person, photo, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

describe('deactivating an account', () => {
  it('hides the profile and all its content until the account is reactivated', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(bob, alice)
    const [hers, his] = [await publish(alice), await publish(bob)]
    unwrap(await alice.social.posts.like(his.id))
    const comment = unwrap(await alice.social.comments.create(his.id, 'Nice'))
    const before = unwrap(await bob.social.profiles.get(alice.id))
    const posts = [unwrap(await bob.social.posts.get(hers.id)), his]

    expect(unwrap(await alice.social.account.deactivate())).toEqual({
      deactivated_at: expect.any(String),
    })
    for (const { social } of [bob, nobody()]) {
      await expectRefusal(social.profiles.get(alice.id), 'profile_not_found')
      await expectRefusal(social.profiles.getByUsername(alice.username), 'profile_not_found')
      await expectRefusal(social.posts.get(hers.id), 'post_not_found')
      await expectRefusal(social.comments.listReplies(comment.id), 'comment_not_found')
      const found = unwrap(await social.profiles.search(alice.username)).items
      expect(found.map(({ id }) => id)).not.toContain(alice.id)
      expect(unwrap(await social.comments.list(his.id)).items).toEqual([])
      expect(unwrap(await social.posts.listLikers(his.id)).items).toEqual([])
      expect(unwrap(await social.profiles.listFollowing(bob.id)).items).toEqual([])
    }
    expect(unwrap(await bob.social.feed.listHome()).items.map(({ id }) => id)).toEqual([his.id])
    // The like count leaves out the like of an inactive account.
    expect(unwrap(await bob.social.posts.get(his.id)).like_count).toBe(0)
    expect(unwrap(await bob.social.account.checkUsername(alice.username))).toBe('taken')

    const page = unwrap(await alice.social.account.reactivate())
    expect(page).toMatchObject({ id: alice.id, post_count: 1, follower_count: 1 })
    expect(unwrap(await alice.social.account.reactivate())).toEqual(page)
    expect(unwrap(await bob.social.profiles.get(alice.id))).toEqual(before)
    expect(unwrap(await bob.social.feed.listHome()).items.map(({ id }) => id)).toEqual([
      his.id,
      hers.id,
    ])
    expect(unwrap(await bob.social.posts.get(hers.id))).toEqual(posts[0])
    expect(unwrap(await bob.social.comments.list(his.id)).items).toHaveLength(1)
  })

  it('lets the owner delete the account, read only what anonymous visitors can read, and write nothing', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const [hers, his] = [await publish(alice), await publish(bob)]
    unwrap(await alice.social.account.deactivate())
    const unchanged = await watch(alice.id)
    expect(unwrap(await alice.social.posts.get(his.id)).id).toBe(his.id)
    await expectRefusal(alice.social.posts.get(hers.id), 'post_not_found')
    await expectRefusal(alice.social.account.deactivate(), 'account_deactivated')
    await expectRefusal(alice.social.media.upload(photo()), 'account_deactivated')
    expect(Object.values(unwrap(await alice.social.media.createSignedUrls([hers])))).toEqual([null])
    expect(await unchanged()).toEqual([])
    unwrap(await alice.social.account.delete())
    expect((await alice.supabase.auth.getSession()).data.session).toBeNull()
  })

  it('does not prevent its owner from signing in and reactivating the account', async () => {
    const alice = await person('alice')
    unwrap(await alice.social.account.deactivate())
    const { social } = nobody()
    unwrap(await social.auth.signIn(alice))
    await expectRefusal(social.account.get(), 'account_deactivated')
    expect(unwrap(await social.account.reactivate()).id).toBe(alice.id)
    expect(unwrap(await social.account.get()).id).toBe(alice.id)
  })
})
