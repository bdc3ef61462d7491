import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SocialErrorCode } from '../../../src/sdk/error-codes.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { lock, type Person, people, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

describe('updating a post', () => {
  it('changes only the given fields, and clears each field that is set to null', async () => {
    const post = await publish(alice, { caption: 'Before', sensitiveNote: 'Spiders' })
    const changes = { visibility: 'followers', isSensitive: true } as const
    const changed = unwrap(await alice.social.posts.update(post.id, changes))
    expect(changed).toEqual({
      ...post,
      ...{ visibility: 'followers', is_sensitive: true, is_shareable: false },
    })
    const media = post.media.map(({ id }) => ({ id, altText: null }))
    const clearing = { caption: null, media, sensitiveNote: null }
    const cleared = unwrap(await alice.social.posts.update(post.id, clearing))
    expect(cleared).toMatchObject({ caption: null, sensitive_note: null, visibility: 'followers' })
    expect(cleared.media[0]?.alt_text).toBeNull()
  })

  it('keeps earlier versions, and sets edited_at only when the caption or an alternative text changes', async () => {
    const post = await publish(alice, { caption: 'One' })
    const { posts } = alice.social
    expect(unwrap(await posts.update(post.id, { caption: ' One ' })).edited_at).toBeNull()
    expect(unwrap(await posts.update(post.id, { caption: 'Two' })).edited_at).not.toBeNull()
    const media = [{ id: post.media[0]?.id ?? '', altText: 'Another pixel' }]
    unwrap(await posts.update(post.id, { media }))
    const history = unwrap(await posts.listVersions(post.id))
    expect(history.map(({ caption, alt_texts }) => [caption, alt_texts])).toEqual([
      ['Two', ['A grey pixel']],
      ['One', ['A grey pixel']],
    ])
    expect(Date.parse(history[0]?.replaced_at ?? '')).not.toBeNaN()
  })

  it.each([
    [{ caption: 'x'.repeat(2201) }, 'caption_too_long'],
    [{ caption: '\u200b' }, 'text_invalid'],
    [{ caption: 'a\0b' }, 'invalid_input'],
    [{ sensitiveNote: 'x'.repeat(301) }, 'sensitive_note_too_long'],
    [{ visibility: 'friends' }, 'invalid_input'],
  ] as const)('rejects the changes %j', async (changes, code) => {
    const post = await publish(alice, { caption: 'Before' })
    const unchanged = await watch(post.id)
    const all = { isSensitive: true, ...changes }
    await expectRefusal(alice.social.posts.update(post.id, all as never), code)
    expect(await unchanged()).toEqual([])
  })

  type Media = (id: string) => unknown
  it.each<[name: string, media: Media, code: SocialErrorCode]>([
    ['an unknown id', () => [{ id: randomUUID(), altText: 'One' }], 'media_not_found'],
    [
      'the same id twice',
      (id) => [
        { id, altText: 'One' },
        { id, altText: 'Two' },
      ],
      'media_invalid',
    ],
    ['no id', () => [{ altText: 'One' }], 'media_invalid'],
    [
      'an alternative text that is too long',
      (id) => [{ id, altText: 'x'.repeat(1501) }],
      'alt_text_too_long',
    ],
    [
      'a control character in an alternative text',
      (id) => [{ id, altText: 'a\u0007b' }],
      'text_invalid',
    ],
    ['a string instead of an array', () => 'One', 'media_invalid'],
  ])('rejects media with %s', async (_, media, code) => {
    const post = await publish(alice, { caption: 'Before' })
    const unchanged = await watch(post.id)
    const changes = { isSensitive: true, media: media(post.media[0]?.id ?? '') }
    await expectRefusal(alice.social.posts.update(post.id, changes as never), code)
    expect(await unchanged()).toEqual([])
  })

  it('is allowed only to the author of the post, and so is reading its earlier versions', async () => {
    const post = await publish(alice)
    const unchanged = await watch(post.id)
    await expectRefusal(bob.social.posts.update(post.id, { caption: 'Mine' }), 'not_author')
    await expectRefusal(bob.social.posts.delete(post.id), 'not_author')
    await expectRefusal(bob.social.posts.listVersions(post.id), 'not_author')
    expect(await unchanged()).toEqual([])
  })
})

describe('deleting a post', () => {
  it('hides the post until it is restored, and removes the post and its files after 30 days', async () => {
    const post = await publish(alice)
    unwrap(await bob.social.posts.like(post.id))
    const comment = unwrap(await bob.social.comments.create(post.id, 'Nice'))
    expect(unwrap(await alice.social.posts.delete(post.id))).toEqual({
      post_id: post.id,
      deleted_at: expect.any(String),
      restorable_until: expect.any(String),
    })
    await expectRefusal(alice.social.posts.get(post.id), 'post_not_found')
    await expectRefusal(alice.social.posts.delete(post.id), 'post_not_found')
    await expectRefusal(bob.social.comments.listReplies(comment.id), 'comment_not_found')
    await expectRefusal(bob.social.posts.restore(post.id), 'post_not_found')
    const [deleted] = unwrap(await alice.social.posts.listDeleted()).items
    expect(deleted).toMatchObject({ id: post.id, like_count: 1, comment_count: 1 })
    expect(unwrap(await alice.social.posts.restore(post.id))).toMatchObject({ like_count: 1 })
    expect(unwrap(await alice.social.posts.delete(post.id)).post_id).toBe(post.id)
    await sql`update social.posts set deleted_at = now() - interval '31 days' where id = ${post.id}`
    await expectRefusal(alice.social.posts.restore(post.id), 'restore_expired')
    while (!(await sql`select is_done from social.run_maintenance()`)[0]?.is_done);
    const path = post.media[0]?.path ?? ''
    const queued = await sql`select from social_private.file_deletions where path = ${path}`
    expect(queued).toHaveLength(1)
    const media = [{ id: post.media[0]?.id ?? '' }]
    await expectRefusal(alice.social.posts.create({ media }), 'media_not_found')
  })
})

describe('liking a post', () => {
  it('is idempotent and returns the new like count', async () => {
    const post = await publish(alice)
    expect(unwrap(await bob.social.posts.like(post.id))).toEqual({ is_liked: true, like_count: 1 })
    const unchanged = await watch(post.id)
    expect(unwrap(await bob.social.posts.like(post.id))).toEqual({ is_liked: true, like_count: 1 })
    expect(await unchanged()).toEqual([])
    expect(unwrap(await bob.social.posts.get(post.id))).toMatchObject({
      like_count: 1,
      is_liked: true,
    })
    expect(unwrap(await alice.social.posts.get(post.id)).is_liked).toBe(false)
    const unliked = { is_liked: false, like_count: 0 }
    expect(unwrap(await bob.social.posts.unlike(post.id))).toEqual(unliked)
    expect(unwrap(await bob.social.posts.unlike(post.id))).toEqual(unliked)
    expect(unwrap(await bob.social.posts.get(post.id)).like_count).toBe(0)
  })

  it('adds the person to the list of likers, which has pages and begins with the latest like', async () => {
    const post = await publish(alice)
    const fans = await people('fan', 'fan', 'fan')
    for (const fan of fans) unwrap(await fan.social.posts.like(post.id))
    const ids: string[] = []
    for await (const { id } of bob.social.posts.listLikers(post.id, { pageSize: 2 })) ids.push(id)
    expect(ids).toEqual(fans.map(({ id }) => id).reverse())
  })
})

describe('saving a post', () => {
  it('is idempotent and visible only to the person who saves the post', async () => {
    const post = await publish(alice)
    expect(unwrap(await bob.social.posts.save(post.id))).toEqual({ is_saved: true })
    expect(unwrap(await bob.social.posts.save(post.id))).toEqual({ is_saved: true })
    expect(unwrap(await bob.social.posts.get(post.id)).is_saved).toBe(true)
    expect(unwrap(await alice.social.posts.get(post.id)).is_saved).toBe(false)
    expect(unwrap(await bob.social.posts.listSaved()).items.map(({ id }) => id)).toContain(post.id)
    expect(unwrap(await alice.social.posts.listSaved()).items).toEqual([])
    expect(unwrap(await bob.social.posts.unsave(post.id))).toEqual({ is_saved: false })
    expect(unwrap(await bob.social.posts.get(post.id)).is_saved).toBe(false)
  })

  it('adds the post to a list that shows the post only while the person may see the post', async () => {
    const [carol] = await people('carol')
    const post = await publish(carol)
    unwrap(await bob.social.posts.save(post.id))
    await lock(carol)
    const saved = unwrap(await bob.social.posts.listSaved({ pageSize: 100 }))
    expect(saved.items.map(({ id }) => id)).not.toContain(post.id)
    expect(unwrap(await bob.social.posts.unsave(post.id))).toEqual({ is_saved: false })
  })
})
