import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, type Person, people, person, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
  await befriend(bob, alice)
})

async function grid({ social }: Person, author: Person, pageSize = 1): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of social.posts.listByAuthor(author.id, { pageSize })) ids.push(id)
  return ids
}

describe('archiving a post', () => {
  it('hides the post, its likes and its comments from everybody else until it is unarchived', async () => {
    const post = await publish(alice)
    unwrap(await bob.social.posts.like(post.id))
    const comment = unwrap(await bob.social.comments.create(post.id, 'Nice'))
    const before = unwrap(await bob.social.posts.get(post.id))
    const archived = unwrap(await alice.social.posts.archive(post.id))
    expect(archived.archived_at).not.toBeNull()
    expect(unwrap(await alice.social.posts.archive(post.id))).toEqual(archived)
    expect(archived).toMatchObject({ like_count: 1, comment_count: 1 })

    await expectRefusal(bob.social.posts.get(post.id), 'post_not_found')
    await expectRefusal(bob.social.comments.listReplies(comment.id), 'comment_not_found')
    const home = unwrap(await bob.social.feed.listHome()).items
    expect(home.map(({ id }) => id)).not.toContain(post.id)
    expect(await grid(alice, alice)).not.toContain(post.id)
    const mine = unwrap(await alice.social.posts.listArchived()).items
    expect(mine[0]).toEqual({ ...archived, cursor: mine[0]?.cursor })
    expect(unwrap(await bob.social.posts.listArchived()).items).toEqual([])

    expect(unwrap(await alice.social.posts.unarchive(post.id)).archived_at).toBeNull()
    expect(unwrap(await alice.social.posts.unarchive(post.id)).archived_at).toBeNull()
    expect(unwrap(await bob.social.posts.get(post.id))).toEqual(before)
    expect(unwrap(await bob.social.feed.listHome()).items[0]?.id).toBe(post.id)
  })

  it('adds the post to the list of archived posts, which has pages and begins with the latest archived post', async () => {
    const carol = await person('carol')
    const posts = [await publish(carol), await publish(carol), await publish(carol)]
    const order = [posts[1], posts[2], posts[0]].map((post) => post?.id ?? '')
    for (const id of order) unwrap(await carol.social.posts.archive(id))
    const ids: string[] = []
    for await (const { id } of carol.social.posts.listArchived({ pageSize: 1 })) ids.push(id)
    expect(ids).toEqual(order.reverse())
  })
})

describe('pinning a post', () => {
  it('puts at most three posts at the top of the profile, and the latest pin comes first', async () => {
    const carol = await person('carol')
    const { posts } = carol.social
    const made = []
    for (let count = 0; count < 5; count++) made.push((await publish(carol)).id)
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = made
    for (const id of [first, third, second]) {
      expect(unwrap(await posts.pin(id)).pinned_at).not.toBeNull()
    }
    const expected = [second, third, first, fifth, fourth]
    expect(await grid(bob, carol)).toEqual(expected)
    expect(await grid(bob, carol, 2)).toEqual(expected)
    await expectRefusal(posts.pin(fourth), 'pins_too_many')
    const unchanged = await watch(third)
    unwrap(await posts.pin(third))
    expect(await unchanged()).toEqual([])
    expect(unwrap(await posts.unpin(third)).pinned_at).toBeNull()
    expect(unwrap(await posts.unpin(third)).pinned_at).toBeNull()
    unwrap(await posts.pin(fourth))
    expect(await grid(bob, carol)).toEqual([fourth, second, first, fifth, third])
  })
})

describe('archiving and pinning posts', () => {
  it.each(['archive', 'unarchive', 'pin', 'unpin'] as const)(
    'with the method %s is allowed only to the author of the post',
    async (verb) => {
      const post = await publish(alice)
      const unchanged = await watch(post.id)
      await expectRefusal(bob.social.posts[verb](post.id), 'not_author')
      expect(await unchanged()).toEqual([])
    },
  )
})
