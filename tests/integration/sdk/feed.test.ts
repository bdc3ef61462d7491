import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Post } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, lock, nobody, people, person, publish } from '../../support/people.ts'

/** Returns the ids of the posts on all pages of a list. */
async function idsOf(posts: AsyncIterable<Post>): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of posts) ids.push(id)
  return ids
}

describe('the home feed', () => {
  it('contains each post of the viewer and of followed people once, and begins with the latest post', async () => {
    const [alice, bob, carol, stranger] = await people('alice', 'bob', 'carol', 'stranger')
    await befriend(alice, bob)
    await befriend(alice, carol)
    const posts: Post[] = []
    for (const author of [bob, carol, alice, bob, stranger, carol])
      posts.push(await publish(author))
    const expected = posts.filter((post) => post.author_id !== stranger.id).map(({ id }) => id)
    expect(await idsOf(alice.social.feed.listHome({ pageSize: 2 }))).toEqual(expected.reverse())
    const { items } = unwrap(await alice.social.feed.listHome())
    expect(items.map((post) => post.is_following_author)).toEqual([true, true, false, true, true])
    const post = unwrap(await alice.social.posts.get(expected[0] ?? ''))
    expect(items[0]).toEqual({ ...post, reason: { kind: 'followed' } })
  })

  it('neither repeats nor skips posts while new posts are published', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await befriend(alice, bob)
    const old = [await publish(bob), await publish(bob), await publish(bob)]
    const seen: string[] = []
    for await (const { id } of alice.social.feed.listHome({ pageSize: 1 })) {
      seen.push(id)
      await publish(bob)
    }
    expect(seen).toEqual(old.map(({ id }) => id).reverse())
  })

  it('leaves out posts that the viewer may not see, and posts with the visibility only_me', async () => {
    const [alice, bob] = await people('alice', 'bob')
    await lock(bob)
    const shown = await publish(bob, { visibility: 'followers' })
    await publish(bob, { visibility: 'only_me' })
    unwrap(await alice.social.profiles.follow(bob.id))
    expect(await idsOf(alice.social.feed.listHome())).toEqual([])
    unwrap(await bob.social.followRequests.accept(alice.id))
    expect(await idsOf(alice.social.feed.listHome())).toEqual([shown.id])
    unwrap(await bob.social.profiles.removeFollower(alice.id))
    expect(await idsOf(alice.social.feed.listHome())).toEqual([])
  })

  it('rejects a cursor of another list', async () => {
    const alice = await person('alice')
    const after = '0'.repeat(48)
    await expectRefusal(alice.social.feed.listHome({ after }), 'cursor_invalid')
    const other = '0'.repeat(40)
    await expectRefusal(
      alice.social.posts.listByAuthor(alice.id, { after: other }),
      'cursor_invalid',
    )
    await expectRefusal(alice.social.posts.listSaved({ after: '0'.repeat(32) }), 'cursor_invalid')
  })

  it('throws a SocialError when a request fails in a loop over the feed', async () => {
    await expect(idsOf(nobody().social.feed.listHome())).rejects.toMatchObject({
      name: 'SocialError',
      code: 'not_signed_in',
    })
  })
})

describe('the list of the posts of an author', () => {
  it('contains the posts that the viewer may see, and begins with the latest post', async () => {
    const [alice, fan, stranger] = await people('alice', 'fan', 'stranger')
    await befriend(fan, alice)
    const own = (await publish(alice, { visibility: 'only_me' })).id
    const close = (await publish(alice, { visibility: 'followers' })).id
    const open = (await publish(alice)).id
    const grid = ({ social }: typeof alice) =>
      idsOf(social.posts.listByAuthor(alice.id, { pageSize: 1 }))
    expect(await grid(alice)).toEqual([open, close, own])
    expect(await grid(fan)).toEqual([open, close])
    expect(await grid(stranger)).toEqual([open])
    expect(await grid(nobody())).toEqual([open])
    await lock(alice)
    expect(await grid(stranger)).toEqual([])
    expect(await grid(fan)).toEqual([open, close])
  })
})

describe('the list of saved posts', () => {
  it('has pages and begins with the post that was saved last', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const first = await publish(bob)
    const second = await publish(bob)
    for (const { id } of [second, first]) unwrap(await alice.social.posts.save(id))
    const ids = await idsOf(alice.social.posts.listSaved({ pageSize: 1 }))
    expect(ids).toEqual([first.id, second.id])
  })
})
