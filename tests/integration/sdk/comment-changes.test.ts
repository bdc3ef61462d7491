import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Comment, Post } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { nobody, type Person, people, publish } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

let alice: Person
let bob: Person
let carol: Person
let post: Post

beforeAll(async () => {
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  post = await publish(alice)
})

/**
 * Creates a comment by Bob on Alice's post. With `parentId`, creates a reply to the comment with
 * this id.
 */
async function say(body: string, parentId?: string): Promise<Comment> {
  return unwrap(await bob.social.comments.create(post.id, body, { parentId }))
}

describe('changing a comment', () => {
  it('keeps earlier versions, and sets edited_at only when the text changes', async () => {
    const comment = await say('One')
    const { comments } = bob.social
    expect(unwrap(await comments.update(comment.id, ' One')).edited_at).toBeNull()
    const changed = unwrap(await comments.update(comment.id, 'Two'))
    expect(changed.body).toBe('Two')
    expect(changed.edited_at).not.toBeNull()
    const history = unwrap(await comments.listVersions(comment.id))
    expect(history.map(({ body }) => body)).toEqual(['One'])
  })

  it('is allowed only to the comment author, and so is reading its earlier versions', async () => {
    const comment = await say('Mine')
    const unchanged = await watch(comment.id)
    for (const { social } of [alice, carol]) {
      await expectRefusal(social.comments.update(comment.id, 'Not mine'), 'not_author')
      await expectRefusal(social.comments.listVersions(comment.id), 'not_author')
    }
    await expectRefusal(carol.social.comments.delete(comment.id), 'not_author')
    expect(await unchanged()).toEqual([])
  })
})

describe('deleting a comment', () => {
  it.each(['author', 'post_author'] as const)(
    'leaves a tombstone with deleted_by = %s while the comment has replies',
    async (by) => {
      const deleter = by === 'author' ? bob : alice
      const top = await say('Top')
      const reply = await say('Reply', top.id)
      unwrap(await carol.social.comments.like(top.id))
      const deletion = unwrap(await deleter.social.comments.delete(top.id))
      expect(deletion).toMatchObject({ comment_id: top.id, is_tombstone: true })
      const list = unwrap(await carol.social.comments.list(post.id, { pageSize: 1 }))
      const masked = { author_id: null, author_username: null, body: null, like_count: 0 }
      expect(list.items[0]).toMatchObject({ id: top.id, deleted_by: by, ...masked })
      const answer = carol.social.comments.create(post.id, 'Too late', { parentId: top.id })
      await expectRefusal(answer, 'comment_not_found')
      await expectRefusal(bob.social.comments.like(top.id), 'comment_not_found')
      const last = unwrap(await bob.social.comments.delete(reply.id))
      expect(last).toMatchObject({ comment_id: reply.id, is_tombstone: false })
      await expectRefusal(carol.social.comments.listReplies(top.id), 'comment_not_found')
    },
  )

  it('leaves no tombstone when the comment has no replies', async () => {
    const comment = await say('Gone soon')
    const deletion = unwrap(await alice.social.comments.delete(comment.id))
    expect(deletion).toEqual({
      comment_id: comment.id,
      post_id: post.id,
      is_tombstone: false,
      comment_count: expect.any(Number),
      deleted_at: expect.any(String),
      restorable_until: expect.any(String),
    })
    await expectRefusal(bob.social.comments.listVersions(comment.id), 'comment_not_found')
    // Bob wrote the comment, so he can erase it for good, but only once.
    const erasure = unwrap(await bob.social.comments.delete(comment.id))
    expect(erasure).toMatchObject({ comment_count: null, restorable_until: null })
    await expectRefusal(bob.social.comments.delete(comment.id), 'comment_not_found')
    await expectRefusal(alice.social.comments.restore(comment.id), 'comment_not_found')
  })
})

describe('liking a comment', () => {
  it('is idempotent, returns the new like count and adds the person to the list of likers', async () => {
    const comment = await say('Like me')
    const { comments } = carol.social
    expect(unwrap(await comments.like(comment.id))).toEqual({ is_liked: true, like_count: 1 })
    expect(unwrap(await comments.like(comment.id))).toEqual({ is_liked: true, like_count: 1 })
    expect(unwrap(await alice.social.comments.like(comment.id)).like_count).toBe(2)
    const [seen] = unwrap(await comments.list(post.id, { pageSize: 1 })).items
    expect(seen).toMatchObject({ id: comment.id, like_count: 2, is_liked: true })
    await expectRefusal(nobody().social.comments.listLikers(comment.id), 'not_signed_in')
    const likers = unwrap(await bob.social.comments.listLikers(comment.id))
    expect(likers.items.map(({ id }) => id)).toEqual([alice.id, carol.id])
    expect(unwrap(await comments.unlike(comment.id))).toEqual({ is_liked: false, like_count: 1 })
    expect(unwrap(await comments.unlike(comment.id))).toEqual({ is_liked: false, like_count: 1 })
    expect(unwrap(await comments.listLikers(comment.id)).items).toHaveLength(1)
  })
})
