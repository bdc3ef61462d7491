import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Comment, CommentPolicy, Post } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, nobody, type Person, people, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

let alice: Person
let bob: Person
let carol: Person
let post: Post

beforeAll(async () => {
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  post = await publish(alice)
})

async function say(body: string, parentId?: string, on = post): Promise<Comment> {
  return unwrap(await bob.social.comments.create(on.id, body, { parentId }))
}

async function seenBy({ social }: Person, on = post): Promise<string[]> {
  return unwrap(await social.comments.list(on.id)).items.map(({ id }) => id)
}

describe('hiding a comment', () => {
  it('leaves a tombstone for everybody except the comment author and the post author, and the comment author sees no change', async () => {
    const comment = await say('Hide me')
    const reply = await say('And me', comment.id)
    const before = unwrap(await bob.social.comments.list(post.id)).items[0]
    const hidden = unwrap(await alice.social.comments.hide(comment.id))
    expect(hidden.is_hidden).toBe(true)
    expect(unwrap(await alice.social.comments.hide(comment.id))).toEqual(hidden)
    expect(unwrap(await bob.social.comments.list(post.id)).items[0]).toEqual(before)
    for (const who of [carol, nobody()]) {
      const [tombstone] = unwrap(await who.social.comments.list(post.id)).items
      expect(tombstone).toMatchObject({ id: comment.id, deleted_by: 'post_author' })
      expect(tombstone).toMatchObject({ author_id: null, body: null, like_count: 0 })
      const replies = unwrap(await who.social.comments.listReplies(comment.id)).items
      expect(replies.map(({ id }) => id)).toEqual([reply.id])
      await expectRefusal(who.social.comments.listLikers(comment.id), 'comment_not_found')
    }
    await expectRefusal(carol.social.comments.like(comment.id), 'comment_not_found')
    expect(unwrap(await alice.social.comments.unhide(comment.id)).is_hidden).toBe(false)
    expect(unwrap(await alice.social.comments.unhide(comment.id)).is_hidden).toBe(false)
    expect(await seenBy(carol)).toContain(comment.id)
  })
})

describe('pinning a comment', () => {
  it('puts at most three top-level comments at the top of the list, and the latest pin comes first', async () => {
    const own = await publish(alice)
    const made: string[] = []
    for (const body of ['One', 'Two', 'Three', 'Four'])
      made.push((await say(body, undefined, own)).id)
    const [one = '', two = '', three = '', four = ''] = made
    const { comments } = alice.social
    for (const id of [one, three, two]) {
      expect(unwrap(await comments.pin(id)).pinned_at).not.toBeNull()
    }
    expect(await seenBy(carol, own)).toEqual([two, three, one, four])
    const ids: string[] = []
    for await (const { id } of carol.social.comments.list(own.id, { pageSize: 1 })) ids.push(id)
    expect(ids).toEqual([two, three, one, four])
    await expectRefusal(comments.pin(four), 'pins_too_many')
    expect(unwrap(await comments.unpin(three)).pinned_at).toBeNull()
    expect(unwrap(await comments.unpin(three)).pinned_at).toBeNull()
    const reply = await say('Reply', four, own)
    await expectRefusal(comments.pin(reply.id), 'comment_not_top_level')
    unwrap(await comments.pin(four))
    expect(await seenBy(carol, own)).toEqual([four, two, one, three])
  })
})

describe('moderating comments', () => {
  it.each(['hide', 'unhide', 'pin', 'unpin'] as const)(
    'with the method %s is allowed only to the post author, not to the comment author',
    async (verb) => {
      const comment = await say('Mine')
      const unchanged = await watch(comment.id)
      for (const { social } of [bob, carol]) {
        await expectRefusal(social.comments[verb](comment.id), 'not_author')
      }
      expect(await unchanged()).toEqual([])
    },
  )
})

describe('the comment policy', () => {
  it.each<[CommentPolicy, follower: boolean, followee: boolean, mutual: boolean, other: boolean]>([
    ['everyone', true, true, true, true],
    ['followers', true, false, true, false],
    ['following', false, true, true, false],
    ['mutuals', false, false, true, false],
    ['nobody', false, false, false, false],
  ])(
    'with the value %s restricts writing comments, but does not restrict reading comments',
    async (commentPolicy, ...expected) => {
      const [author, follower, followee, mutual, other] = await people('author', 'a', 'b', 'c', 'd')
      for (const each of [follower, mutual]) await befriend(each, author)
      for (const each of [followee, mutual]) await befriend(author, each)
      const limited = await publish(author)
      const early = unwrap(await other.social.comments.create(limited.id, 'Early'))
      const changed = unwrap(await author.social.posts.update(limited.id, { commentPolicy }))
      expect(changed).toEqual({ ...limited, comment_count: 1, comment_policy: commentPolicy })
      for (const [place, { social }] of [follower, followee, mutual, other].entries()) {
        const { error } = await social.comments.create(limited.id, 'Hello')
        expect(error?.code).toBe(expected[place] ? undefined : 'comments_closed')
        const reply = await social.comments.create(limited.id, 'Hello', { parentId: early.id })
        expect(reply.error?.code).toBe(expected[place] ? undefined : 'comments_closed')
        unwrap(await social.posts.like(limited.id))
      }
      unwrap(await author.social.comments.create(limited.id, 'The author always may'))
      expect(await seenBy(nobody(), limited)).toContain(early.id)
    },
  )

  it('can be set when a post is created, and unknown values are rejected', async () => {
    const closed = await publish(alice, { commentPolicy: 'nobody' })
    expect(closed.comment_policy).toBe('nobody')
    await expectRefusal(bob.social.comments.create(closed.id, 'Hello'), 'comments_closed')
    const bad = { commentPolicy: 'friends' as CommentPolicy }
    await expectRefusal(alice.social.posts.update(closed.id, bad), 'invalid_input')
  })
})
