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

/** Bob says something under Alice's post, or under what was said there. */
async function say(body: string, parentId?: string): Promise<Comment> {
  return unwrap(await bob.social.comments.add(post.id, body, { parentId }))
}

describe('a comment', () => {
  it('is added under a post, as many as one likes', async () => {
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

  it('is counted with its replies', async () => {
    const { id } = await publish(alice)
    const top = unwrap(await bob.social.comments.add(id, 'One'))
    unwrap(await bob.social.comments.add(id, 'Two', { parentId: top.id }))
    expect(unwrap(await bob.social.posts.get(id)).comment_count).toBe(2)
    unwrap(await bob.social.comments.delete(top.id))
    expect(unwrap(await bob.social.posts.get(id)).comment_count).toBe(1)
  })

  it('with the same key is one', async () => {
    const options = { idempotencyKey: randomUUID() }
    const first = unwrap(await bob.social.comments.add(post.id, 'Once', options))
    expect(unwrap(await bob.social.comments.add(post.id, 'Once', options))).toEqual(first)
    const other = bob.social.comments.add(post.id, 'Twice', options)
    await expectRefusal(other, 'idempotency_key_reused')
    const bad = bob.social.comments.add(post.id, 'Once', { idempotencyKey: '' })
    await expectRefusal(bad, 'idempotency_key_invalid')
  })

  it('may have a thousand characters', async () => {
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
  ] as const)('is refused as %j, new or changed', async (body, code) => {
    const comment = await say('Before')
    const unchanged = await watch(comment.id, post.id)
    await expectRefusal(bob.social.comments.add(post.id, body as string), code)
    await expectRefusal(bob.social.comments.update(comment.id, body as string), code)
    expect(await unchanged()).toEqual([])
  })
})

describe('a reply', () => {
  it('knows its parent and the root of its thread, oldest first', async () => {
    const top = await say('Top')
    const first = await say('First', top.id)
    const second = await say('Second', first.id)
    expect([first.parent_id, first.root_id]).toEqual([top.id, top.id])
    expect([second.parent_id, second.root_id]).toEqual([first.id, top.id])
    const ids: string[] = []
    for await (const { id } of carol.social.comments.replies(top.id, { pageSize: 1 })) ids.push(id)
    expect(ids).toEqual([first.id, second.id])
    const list = unwrap(await carol.social.comments.list(post.id, { pageSize: 1 }))
    expect(list.items).toMatchObject([{ id: top.id, reply_count: 2 }])
  })

  it('needs a parent that is there, under the same post', async () => {
    const other = await publish(alice)
    const elsewhere = unwrap(await bob.social.comments.add(other.id, 'Elsewhere'))
    const gone = await say('Gone')
    unwrap(await bob.social.comments.delete(gone.id))
    const unchanged = await watch(post.id)
    for (const parentId of [elsewhere.id, gone.id, randomUUID(), post.id]) {
      const reply = bob.social.comments.add(post.id, 'Hello', { parentId })
      await expectRefusal(reply, 'comment_not_found')
    }
    const bad = bob.social.comments.add(post.id, 'Hello', { parentId: 'no-uuid' })
    await expectRefusal(bad, 'invalid_input')
    expect(await unchanged()).toEqual([])
  })

  it('may not nest for ever', async () => {
    let parent = await say('0')
    for (let depth = 1; depth <= 20; depth++) parent = await say(String(depth), parent.id)
    const deeper = bob.social.comments.add(post.id, '21', { parentId: parent.id })
    await expectRefusal(deeper, 'reply_too_deep')
  })
})
