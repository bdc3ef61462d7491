import { randomUUID } from 'node:crypto'
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

describe('a comment', () => {
  it('can be created several times with the same text', async () => {
    const comment = await say(' Nice\n')
    expect(comment).toMatchObject({
      post_id: post.id,
      parent_id: null,
      root_id: null,
      author_id: bob.id,
      author_username: bob.username,
      body: 'Nice',
      deleted_by: null,
      like_count: 0,
      reply_count: 0,
      is_liked: false,
      edited_at: null,
    })
    const second = await say('Nice')
    expect(second.id).not.toBe(comment.id)
    const list = unwrap(await nobody().social.comments.list(post.id))
    expect(list.items.slice(0, 2)).toEqual([second, comment])
  })

  it('is included in the comment count of the post until it is deleted, and so is each reply', async () => {
    const { id } = await publish(alice)
    const top = unwrap(await bob.social.comments.create(id, 'One'))
    unwrap(await bob.social.comments.create(id, 'Two', { parentId: top.id }))
    expect(unwrap(await bob.social.posts.get(id)).comment_count).toBe(2)
    unwrap(await bob.social.comments.delete(top.id))
    expect(unwrap(await bob.social.posts.get(id)).comment_count).toBe(1)
  })

  it('is created only once when several requests have the same idempotency key', async () => {
    const options = { idempotencyKey: randomUUID() }
    const first = unwrap(await bob.social.comments.create(post.id, 'Once', options))
    expect(unwrap(await bob.social.comments.create(post.id, 'Once', options))).toEqual(first)
    const other = bob.social.comments.create(post.id, 'Twice', options)
    await expectRefusal(other, 'idempotency_key_reused')
    const bad = bob.social.comments.create(post.id, 'Once', { idempotencyKey: '' })
    await expectRefusal(bad, 'idempotency_key_invalid')
  })

  it('may have up to 1,000 characters', async () => {
    expect((await say('🙂'.repeat(1000))).body).toBe('🙂'.repeat(1000))
  })

  it.each([
    ['', 'comment_empty'],
    [' \n\t', 'comment_empty'],
    [null, 'comment_empty'],
    [undefined, 'comment_empty'],
    ['x'.repeat(1001), 'comment_too_long'],
    ['x'.repeat(1_000_000), 'comment_too_long'],
    ['\u200b', 'text_invalid'],
    ['a\u0007b', 'text_invalid'],
    ['a\0b', 'invalid_input'],
  ] as const)(
    'cannot be created with the text %j and cannot be changed to this text',
    async (body, code) => {
      const comment = await say('Before')
      const unchanged = await watch(comment.id, post.id)
      await expectRefusal(bob.social.comments.create(post.id, body as string), code)
      await expectRefusal(bob.social.comments.update(comment.id, body as string), code)
      expect(await unchanged()).toEqual([])
    },
  )
})

describe('a reply', () => {
  it('has a parent and a root comment, and the list of replies begins with the oldest reply', async () => {
    const top = await say('Top')
    const first = await say('First', top.id)
    const second = await say('Second', first.id)
    expect([first.parent_id, first.root_id]).toEqual([top.id, top.id])
    expect([second.parent_id, second.root_id]).toEqual([first.id, top.id])
    const ids: string[] = []
    for await (const { id } of carol.social.comments.listReplies(top.id, { pageSize: 1 }))
      ids.push(id)
    expect(ids).toEqual([first.id, second.id])
    const list = unwrap(await carol.social.comments.list(post.id, { pageSize: 1 }))
    expect(list.items).toMatchObject([{ id: top.id, reply_count: 2 }])
  })

  it('needs an existing parent comment under the same post', async () => {
    const other = await publish(alice)
    const elsewhere = unwrap(await bob.social.comments.create(other.id, 'Elsewhere'))
    const deleted = await say('Deleted')
    unwrap(await bob.social.comments.delete(deleted.id))
    const unchanged = await watch(post.id)
    for (const parentId of [elsewhere.id, deleted.id, randomUUID(), post.id]) {
      const reply = bob.social.comments.create(post.id, 'Hello', { parentId })
      await expectRefusal(reply, 'comment_not_found')
    }
    const bad = bob.social.comments.create(post.id, 'Hello', { parentId: 'no-uuid' })
    await expectRefusal(bad, 'invalid_input')
    expect(await unchanged()).toEqual([])
  })

  it('can be at most 20 levels deep', async () => {
    let parent = await say('0')
    for (let depth = 1; depth <= 20; depth++) parent = await say(String(depth), parent.id)
    const deeper = bob.social.comments.create(post.id, '21', { parentId: parent.id })
    await expectRefusal(deeper, 'reply_too_deep')
  })
})
