import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { type Person, pathOf, people, publish, upload } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

describe('publishing a post', () => {
  it('attaches the media in the given order and returns the post', async () => {
    const ids = [await upload(alice), await upload(alice)]
    const media = ids.map((id, index) => ({ id, altText: ` Pixel ${index} ` }))
    const input = { caption: ' Hello\r\nworld ', media, visibility: 'followers' } as const
    const post = unwrap(await alice.social.posts.create(input))
    expect(post).toMatchObject({
      author_id: alice.id,
      author_username: alice.username,
      caption: 'Hello\nworld',
      visibility: 'followers',
      is_sensitive: false,
      like_count: 0,
      comment_count: 0,
      edited_at: null,
    })
    expect(post.media).toEqual(
      ids.map((id, index) => ({
        id,
        path: pathOf(alice, id),
        medium_path: null,
        // A picture without a thumbnail is its own.
        thumbnail_path: pathOf(alice, id),
        thumbhash: null,
        width: 1,
        height: 1,
        alt_text: `Pixel ${index}`,
        mime_type: 'image/jpeg',
      })),
    )
    expect(unwrap(await alice.social.posts.get(post.id))).toEqual(post)
  })

  it('stores the content warning of the post', async () => {
    const post = await publish(alice, { isSensitive: true, sensitiveNote: 'Spiders' })
    expect(post).toMatchObject({ is_sensitive: true, sensitive_note: 'Spiders' })
  })

  it('a second time with the same idempotency key returns the first post', async () => {
    const media = [{ id: await upload(alice) }]
    const input = { caption: 'Once', media, idempotencyKey: randomUUID() }
    const [first, second] = await Promise.all([
      alice.social.posts.create(input),
      alice.social.posts.create(input),
    ])
    expect(unwrap(second).id).toBe(unwrap(first).id)
    const other = { ...input, caption: 'Twice' }
    await expectRefusal(alice.social.posts.create(other), 'idempotency_key_reused')
    for (const idempotencyKey of ['', 'x'.repeat(201)]) {
      const bad = alice.social.posts.create({ ...input, idempotencyKey })
      await expectRefusal(bad, 'idempotency_key_invalid')
    }
  })

  it('counts an emoji in the caption as one character', async () => {
    const post = await publish(alice, { caption: '🙂'.repeat(2200) })
    expect(post.caption).toBe('🙂'.repeat(2200))
  })

  it.each([
    [{ caption: 'x'.repeat(2201) }, 'caption_too_long'],
    [{ caption: 'x'.repeat(1_000_000) }, 'caption_too_long'],
    [{ caption: 'a\u0007b' }, 'text_invalid'],
    [{ caption: 'a\0b' }, 'invalid_input'],
    [{ sensitiveNote: 'x'.repeat(301) }, 'sensitive_note_too_long'],
    [{ visibility: 'friends' }, 'invalid_input'],
    [{ visibility: null }, 'argument_missing'],
    [{ isSensitive: null }, 'argument_missing'],
    [{ media: [] }, 'media_required'],
    [{ media: null }, 'media_required'],
    [{ media: 'x' }, 'media_invalid'],
    [{ media: {} }, 'media_invalid'],
    [{ media: [null] }, 'media_invalid'],
    [{ media: ['x'] }, 'media_invalid'],
    [{ media: [{}] }, 'media_invalid'],
  ] as const)('rejects the post %j', async (input, code) => {
    const media = [{ id: await upload(alice) }]
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.posts.create({ media, ...input } as never), code)
    expect(await unchanged()).toEqual([])
  })

  it.each([
    [{ id: 5 }, 'media_invalid'],
    [{ id: undefined }, 'media_invalid'],
    [{ id: '' }, 'media_invalid'],
    [{ id: '../x.jpg' }, 'media_invalid'],
    [{ id: '00000000-0000-4000-8000-000000000000' }, 'media_not_found'],
    [{ altText: 'x'.repeat(1501) }, 'alt_text_too_long'],
    [{ altText: 5 }, 'media_invalid'],
    [{ altText: 'a\u0007b' }, 'text_invalid'],
    [{ altText: 'a\0b' }, 'invalid_input'],
  ] as const)('rejects media with %j', async (item, code) => {
    const media = [{ id: await upload(alice), ...item }]
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.posts.create({ media } as never), code)
    expect(await unchanged()).toEqual([])
  })

  it('rejects eleven media, uploads of another person, the same upload twice, and avatars', async () => {
    const { posts } = alice.social
    const item = { id: await upload(alice) }
    const avatar = await upload(alice, 'avatar')
    const unchanged = await watch(alice.id)
    await expectRefusal(posts.create({ media: Array(11).fill(item) }), 'media_too_many')
    const bobs = { id: await upload(bob) }
    await expectRefusal(posts.create({ media: [item, bobs] }), 'media_not_found')
    await expectRefusal(posts.create({ media: [item, item] }), 'media_in_use')
    await expectRefusal(posts.create({ media: [{ id: avatar }] }), 'media_not_found')
    expect(await unchanged()).toEqual([])
    unwrap(await posts.create({ media: [item] }))
    await expectRefusal(posts.create({ media: [item] }), 'media_in_use')
  })
})
