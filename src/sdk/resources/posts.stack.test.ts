import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../result.ts'
import { expectRefusal } from '../test/expect.ts'
import { type Person, people, photo, publish, upload } from '../test/people.ts'
import { watch } from '../test/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

const size = { width: 4, height: 3 }

describe('publishing', () => {
  it('attaches media in order and shows the post', async () => {
    const paths = [await upload(alice), await upload(alice)]
    const media = paths.map((path, index) => ({ path, ...size, altText: ` Pixel ${index} ` }))
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
      paths.map((path, index) => ({
        path,
        ...size,
        alt_text: `Pixel ${index}`,
        mime_type: 'image/jpeg',
      })),
    )
    expect(unwrap(await alice.social.posts.get(post.id))).toEqual(post)
  })

  it('keeps the warning', async () => {
    const post = await publish(alice, { isSensitive: true, sensitiveNote: 'Spiders' })
    expect(post).toMatchObject({ is_sensitive: true, sensitive_note: 'Spiders' })
  })

  it('with the same key returns the first post', async () => {
    const media = [{ path: await upload(alice), ...size }]
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

  it('counts an astral character as one', async () => {
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
  ] as const)('refuses %j', async (input, code) => {
    const media = [{ path: await upload(alice), ...size }]
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.posts.create({ media, ...input } as never), code)
    expect(await unchanged()).toEqual([])
  })

  it.each([
    [{ width: 0 }, 'media_invalid'],
    [{ width: 20_001 }, 'media_invalid'],
    [{ height: 1.5 }, 'media_invalid'],
    [{ height: -1 }, 'media_invalid'],
    [{ width: 'four' }, 'media_invalid'],
    [{ width: Number.NaN }, 'media_invalid'],
    [{ height: undefined }, 'media_invalid'],
    [{ path: 5 }, 'media_invalid'],
    [{ path: undefined }, 'media_invalid'],
    [{ path: '' }, 'media_not_found'],
    [{ path: '../x.jpg' }, 'media_not_found'],
    [{ altText: 'x'.repeat(1501) }, 'alt_text_too_long'],
    [{ altText: 5 }, 'media_invalid'],
    [{ altText: 'a\u0007b' }, 'text_invalid'],
    [{ altText: 'a\0b' }, 'invalid_input'],
  ] as const)('refuses media with %j', async (item, code) => {
    const media = [{ path: await upload(alice), ...size, ...item }]
    const unchanged = await watch(alice.id)
    await expectRefusal(alice.social.posts.create({ media } as never), code)
    expect(await unchanged()).toEqual([])
  })

  it("refuses eleven media, somebody else's, one twice, and one of another bucket", async () => {
    const { posts, media } = alice.social
    const item = { path: await upload(alice), ...size }
    const avatar = unwrap(await media.uploadAvatar(photo())).path
    const unchanged = await watch(alice.id)
    await expectRefusal(posts.create({ media: Array(11).fill(item) }), 'media_too_many')
    const bobs = { path: await upload(bob), ...size }
    await expectRefusal(posts.create({ media: [item, bobs] }), 'media_not_found')
    await expectRefusal(posts.create({ media: [item, item] }), 'media_in_use')
    const picture = { path: avatar, ...size }
    await expectRefusal(posts.create({ media: [picture] }), 'media_not_found')
    expect(await unchanged()).toEqual([])
    unwrap(await posts.create({ media: [item] }))
    await expectRefusal(posts.create({ media: [item] }), 'media_in_use')
  })
})
