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

/** Bob says something under Alice's post, or under what was said there. */
async function say(body: string, parentId?: string): Promise<Comment> {
  return unwrap(await bob.social.comments.add(post.id, body, { parentId }))
}

describe('changing a comment', () => {
  it('keeps the versions before, and the time only of a real change', async () => {
    const comment = await say('One')
    const { comments } = bob.social
    expect(unwrap(await comments.update(comment.id, ' One')).edited_at).toBeNull()
    const changed = unwrap(await comments.update(comment.id, 'Two'))
    expect(changed.body).toBe('Two')
    expect(changed.edited_at).not.toBeNull()
    const history = unwrap(await comments.history(comment.id))
    expect(history.map(({ body }) => body)).toEqual(['One'])
  })

  it('is for its author, also under my post, and so are the versions', async () => {
    const comment = await say('Mine')
    const unchanged = await watch(comment.id)
    for (const { social } of [alice, carol]) {
      await expectRefusal(social.comments.update(comment.id, 'Not mine'), 'not_author')
      await expectRefusal(social.comments.history(comment.id), 'not_author')
    }
    await expectRefusal(carol.social.comments.delete(comment.id), 'not_author')
    expect(await unchanged()).toEqual([])
  })
})

describe('deleting a comment', () => {
  it.each(['author', 'post_author'] as const)(
    'with replies leaves a tombstone of the %s, which goes with the last reply',
    async (by) => {
      const deleter = by === 'author' ? bob : alice
      const top = await say('Top')
      const reply = await say('Reply', top.id)
      unwrap(await carol.social.comments.like(top.id))
      expect(unwrap(await deleter.social.comments.delete(top.id))).toBe(true)
      const list = unwrap(await carol.social.comments.list(post.id, { pageSize: 1 }))
      const nobodys = { author_id: null, author_username: null, body: null, like_count: 0 }
      expect(list.items[0]).toMatchObject({ id: top.id, deleted_by: by, ...nobodys })
      const answer = carol.social.comments.add(post.id, 'Too late', { parentId: top.id })
      await expectRefusal(answer, 'comment_not_found')
      await expectRefusal(bob.social.comments.like(top.id), 'comment_not_found')
      expect(unwrap(await bob.social.comments.delete(reply.id))).toBe(true)
      await expectRefusal(carol.social.comments.replies(top.id), 'comment_not_found')
    },
  )

  it('without replies leaves nothing', async () => {
    const comment = await say('Gone soon')
    unwrap(await alice.social.comments.delete(comment.id))
    await expectRefusal(bob.social.comments.history(comment.id), 'comment_not_found')
    await expectRefusal(bob.social.comments.delete(comment.id), 'comment_not_found')
  })
})

describe('liking a comment', () => {
  it('counts once, however often, and lists who did', async () => {
    const comment = await say('Like me')
    const { comments } = carol.social
    expect(unwrap(await comments.like(comment.id))).toBe(true)
    expect(unwrap(await comments.like(comment.id))).toBe(true)
    unwrap(await alice.social.comments.like(comment.id))
    const [seen] = unwrap(await comments.list(post.id, { pageSize: 1 })).items
    expect(seen).toMatchObject({ id: comment.id, like_count: 2, is_liked: true })
    const likers = unwrap(await nobody().social.comments.likers(comment.id))
    expect(likers.items.map(({ id }) => id)).toEqual([alice.id, carol.id])
    expect(unwrap(await comments.unlike(comment.id))).toBe(false)
    expect(unwrap(await comments.unlike(comment.id))).toBe(false)
    expect(unwrap(await comments.likers(comment.id)).items).toHaveLength(1)
  })
})
