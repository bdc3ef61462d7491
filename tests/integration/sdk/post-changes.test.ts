import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { lock, type Person, people, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

describe('changing a post', () => {
  it('changes what is given, and null clears', async () => {
    const post = await publish(alice, { caption: 'Before', sensitiveNote: 'Spiders' })
    const changes = { visibility: 'followers', isSensitive: true } as const
    const changed = unwrap(await alice.social.posts.update(post.id, changes))
    expect(changed).toEqual({ ...post, visibility: 'followers', is_sensitive: true })
    const clearing = { caption: null, altTexts: [null], sensitiveNote: null }
    const cleared = unwrap(await alice.social.posts.update(post.id, clearing))
    expect(cleared).toMatchObject({ caption: null, sensitive_note: null, visibility: 'followers' })
    expect(cleared.media[0]?.alt_text).toBeNull()
  })

  it('keeps the versions before, and the time only of a real change', async () => {
    const post = await publish(alice, { caption: 'One' })
    const { posts } = alice.social
    expect(unwrap(await posts.update(post.id, { caption: ' One ' })).edited_at).toBeNull()
    expect(unwrap(await posts.update(post.id, { caption: 'Two' })).edited_at).not.toBeNull()
    unwrap(await posts.update(post.id, { altTexts: ['Another pixel'] }))
    const history = unwrap(await posts.history(post.id))
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
    [{ altTexts: [] }, 'alt_texts_invalid'],
    [{ altTexts: ['One', 'Two'] }, 'alt_texts_invalid'],
    [{ altTexts: ['x'.repeat(1501)] }, 'alt_text_too_long'],
    [{ altTexts: ['a\u0007b'] }, 'text_invalid'],
    [{ altTexts: 'One' }, 'invalid_input'],
    [{ sensitiveNote: 'x'.repeat(301) }, 'sensitive_note_too_long'],
    [{ visibility: 'friends' }, 'invalid_input'],
  ] as const)('refuses %j', async (changes, code) => {
    const post = await publish(alice, { caption: 'Before' })
    const unchanged = await watch(post.id)
    const all = { isSensitive: true, ...changes }
    await expectRefusal(alice.social.posts.update(post.id, all as never), code)
    expect(await unchanged()).toEqual([])
  })

  it('is for its author, and so are the versions', async () => {
    const post = await publish(alice)
    const unchanged = await watch(post.id)
    await expectRefusal(bob.social.posts.update(post.id, { caption: 'Mine' }), 'not_author')
    await expectRefusal(bob.social.posts.delete(post.id), 'not_author')
    await expectRefusal(bob.social.posts.history(post.id), 'not_author')
    expect(await unchanged()).toEqual([])
  })
})

describe('deleting a post', () => {
  it('takes likes, comments and files along, once it cannot be restored', async () => {
    const post = await publish(alice)
    unwrap(await bob.social.posts.like(post.id))
    const comment = unwrap(await bob.social.comments.add(post.id, 'Nice'))
    expect(unwrap(await alice.social.posts.delete(post.id))).toBe(true)
    await expectRefusal(alice.social.posts.get(post.id), 'post_not_found')
    await expectRefusal(alice.social.posts.delete(post.id), 'post_not_found')
    await expectRefusal(bob.social.comments.replies(comment.id), 'comment_not_found')
    await expectRefusal(bob.social.posts.restore(post.id), 'post_not_found')
    const [deleted] = unwrap(await alice.social.feed.deleted()).items
    expect(deleted).toMatchObject({ id: post.id, like_count: 1, comment_count: 1 })
    expect(unwrap(await alice.social.posts.restore(post.id))).toMatchObject({ like_count: 1 })
    expect(unwrap(await alice.social.posts.delete(post.id))).toBe(true)
    await sql`update social.posts set deleted_at = now() - interval '31 days' where id = ${post.id}`
    await expectRefusal(alice.social.posts.restore(post.id), 'restore_expired')
    await sql`select social_private.run_maintenance(1000)`
    const path = post.media[0]?.path ?? ''
    const queued = await sql`select from social_private.file_deletions where path = ${path}`
    expect(queued).toHaveLength(1)
    const media = [{ id: post.media[0]?.id ?? '' }]
    await expectRefusal(alice.social.posts.create({ media }), 'media_not_found')
  })
})

describe('liking a post', () => {
  it('counts once, however often', async () => {
    const post = await publish(alice)
    expect(unwrap(await bob.social.posts.like(post.id))).toBe(true)
    const unchanged = await watch(post.id)
    expect(unwrap(await bob.social.posts.like(post.id))).toBe(true)
    expect(await unchanged()).toEqual([])
    expect(unwrap(await bob.social.posts.get(post.id))).toMatchObject({
      like_count: 1,
      is_liked: true,
    })
    expect(unwrap(await alice.social.posts.get(post.id)).is_liked).toBe(false)
    expect(unwrap(await bob.social.posts.unlike(post.id))).toBe(false)
    expect(unwrap(await bob.social.posts.unlike(post.id))).toBe(false)
    expect(unwrap(await bob.social.posts.get(post.id)).like_count).toBe(0)
  })

  it('lists who did, latest first, page by page', async () => {
    const post = await publish(alice)
    const fans = await people('fan', 'fan', 'fan')
    for (const fan of fans) unwrap(await fan.social.posts.like(post.id))
    const ids: string[] = []
    for await (const { id } of bob.social.posts.likers(post.id, { pageSize: 2 })) ids.push(id)
    expect(ids).toEqual(fans.map(({ id }) => id).reverse())
  })
})

describe('saving a post', () => {
  it('is between me and me', async () => {
    const post = await publish(alice)
    expect(unwrap(await bob.social.posts.save(post.id))).toBe(true)
    expect(unwrap(await bob.social.posts.save(post.id))).toBe(true)
    expect(unwrap(await bob.social.posts.get(post.id)).is_saved).toBe(true)
    expect(unwrap(await alice.social.posts.get(post.id)).is_saved).toBe(false)
    expect(unwrap(await bob.social.feed.saved()).items.map(({ id }) => id)).toContain(post.id)
    expect(unwrap(await alice.social.feed.saved()).items).toEqual([])
    expect(unwrap(await bob.social.posts.unsave(post.id))).toBe(false)
    expect(unwrap(await bob.social.posts.get(post.id)).is_saved).toBe(false)
  })

  it('shows nothing that may no longer be seen', async () => {
    const [carol] = await people('carol')
    const post = await publish(carol)
    unwrap(await bob.social.posts.save(post.id))
    await lock(carol)
    const saved = unwrap(await bob.social.feed.saved({ pageSize: 100 }))
    expect(saved.items.map(({ id }) => id)).not.toContain(post.id)
    expect(unwrap(await bob.social.posts.unsave(post.id))).toBe(false)
  })
})
