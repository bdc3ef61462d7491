import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Post } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, nobody, type Person, people, publish } from '../../support/people.ts'

/** A word and hashtag that no other test uses. */
const word = `w${randomUUID().slice(0, 8)}`
let alice: Person
let bob: Person
let carol: Person
let old: Post
let recent: Post

beforeAll(async () => {
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  await befriend(alice, bob)
  await befriend(bob, carol)
  old = await publish(bob, { caption: `The old bridge #${word}` })
  recent = await publish(carol, { caption: `A bridge in the fog. #${word.toUpperCase()} 🌫️ #fog` })
})

const ids = (posts: { id: string }[]) => posts.map(({ id }) => id)

describe('hashtags', () => {
  it('of a post have positions in UTF-16 code units', () => {
    const [first, second] = recent.hashtags
    expect([first?.hashtag, second?.hashtag]).toEqual([word, 'fog'])
    expect(recent.caption?.slice(first?.start, first?.end)).toBe(`#${word.toUpperCase()}`)
    expect(recent.caption?.slice(second?.start, second?.end)).toBe('#fog')
  })

  it('have a number of posts and pages of posts, also without a login', async () => {
    const { social } = nobody()
    expect(unwrap(await social.hashtags.get(`#${word}`))).toMatchObject({
      ...{ hashtag: word, post_count: 2, is_following: false },
    })
    const { items, nextCursor } = unwrap(await social.hashtags.listPosts(word, { pageSize: 1 }))
    expect(ids(items)).toEqual([recent.id])
    const next = await social.hashtags.listPosts(word, { pageSize: 1, after: nextCursor })
    expect(ids(unwrap(next).items)).toEqual([old.id])
    const top = unwrap(await social.hashtags.listPosts(word, { sort: 'top' }))
    expect(ids(top.items).sort()).toEqual([old.id, recent.id].sort())
    await expectRefusal(social.hashtags.listPosts(word, { sort: 'best' as 'top' }), 'sort_invalid')
  })

  it('are found by a prefix', async () => {
    const found = unwrap(await alice.social.hashtags.search(word.slice(0, 6), { pageSize: 3 }))
    expect(found.map(({ hashtag }) => hashtag)).toContain(word)
  })

  it('that somebody follows bring posts into the home feed, with the reason', async () => {
    expect(ids(unwrap(await alice.social.feed.listHome()).items)).toEqual([old.id])
    expect(unwrap(await alice.social.hashtags.follow(`#${word}`))).toMatchObject({
      ...{ hashtag: word, is_following: true },
    })
    const { items } = unwrap(await alice.social.feed.listHome())
    expect(items.map(({ id, reason }) => [id, reason])).toEqual([
      [recent.id, { kind: 'hashtag', hashtag: word }],
      [old.id, { kind: 'followed' }],
    ])
    const followed = unwrap(await alice.social.hashtags.listFollowed()).items
    expect(followed.map(({ hashtag }) => hashtag)).toEqual([word])
    unwrap(await alice.social.hashtags.unfollow(word))
    expect(ids(unwrap(await alice.social.feed.listHome()).items)).toEqual([old.id])
    await expectRefusal(alice.social.hashtags.follow('no hashtag'), 'hashtag_invalid')
  })
})

describe('the search of posts', () => {
  it('finds words, phrases and hashtags, and leaves out exclusions', async () => {
    const search = async (query: string) =>
      ids(unwrap(await alice.social.posts.search(query)).items)
    expect(await search(`bridge ${word}`)).toEqual([recent.id, old.id])
    expect(await search(`"old bridge" ${word}`)).toEqual([old.id])
    expect(await search(`${word} -fog`)).toEqual([old.id])
    expect(await search(`#${word} #fog`)).toEqual([recent.id])
    const ranked = await alice.social.posts.search(`old ${word}`, { sort: 'relevance' })
    expect(ids(unwrap(ranked).items)).toEqual([old.id])
    await expectRefusal(alice.social.posts.search('-fog'), 'query_too_short')
  })
})

describe('the feed For You', () => {
  it('says why it contains a post, and shows less of it after showLess', async () => {
    const read = async () => {
      const { items } = unwrap(await alice.social.feed.forYou({ explain: true }))
      return items.find(({ id }) => id === old.id)?.reason
    }
    const before = await read()
    expect(before).toMatchObject({ kind: 'followed', score: expect.any(Number) })
    const damper = unwrap(await alice.social.feed.showLess(old.id, { of: 'author' }))
    expect(damper).toMatchObject({ kind: 'author', author_id: bob.id })
    const after = await read()
    expect((before?.score ?? 0) / (after?.score ?? 1)).toBeCloseTo(2, 2)
    expect(ids(unwrap(await alice.social.feed.listShownLess()).items)).toEqual([damper.id])
    unwrap(await alice.social.feed.showMore(damper.id))
    expect(unwrap(await alice.social.feed.listShownLess()).items).toEqual([])
  })

  it('has weights that a person can change and reset', async () => {
    const { followed } = unwrap(await alice.social.feed.weights())
    expect(unwrap(await alice.social.feed.setWeights({ followed: 0 }))).toMatchObject({
      followed: 0,
    })
    const { items } = unwrap(await alice.social.feed.forYou())
    expect(items.filter(({ reason }) => reason?.kind === 'followed')).toEqual([])
    expect(unwrap(await alice.social.feed.setWeights({ reset: true }))).toMatchObject({ followed })
    await expectRefusal(alice.social.feed.setWeights({ liked: 11 }), 'feed_weight_invalid')
  })
})

describe('suggestions', () => {
  it('name who of yours follows a person, and forget dismissed people', async () => {
    const find = async () => {
      const { items } = unwrap(await alice.social.suggestions.list({ pageSize: 100 }))
      return items.find(({ id }) => id === carol.id)
    }
    const found = await find()
    expect(found).toMatchObject({ reason: 'mutuals', mutual_count: 1 })
    expect(found?.mutuals.map(({ id }) => id)).toEqual([bob.id])
    unwrap(await alice.social.suggestions.dismiss(carol.id))
    expect(await find()).toBeUndefined()
    await expectRefusal(alice.social.suggestions.dismiss(alice.id), 'cannot_dismiss_self')
  })

  it('leave out people who do not want to be discovered', async () => {
    const [viewer] = await people('viewer')
    await befriend(viewer, bob)
    const me = unwrap(await carol.social.account.update({ isDiscoverable: false }))
    expect(me.is_discoverable).toBe(false)
    const { items } = unwrap(await viewer.social.suggestions.list({ pageSize: 100 }))
    expect(ids(items)).not.toContain(carol.id)
    unwrap(await carol.social.account.update({ isDiscoverable: true }))
  })
})

describe('muted words', () => {
  it('leave posts out of lists until they are unmuted', async () => {
    const muted = unwrap(await alice.social.words.mute('Old Bridge'))
    expect(muted).toMatchObject({ display: 'Old Bridge', expires_at: null })
    expect(unwrap(await alice.social.feed.listHome()).items).toEqual([])
    const listed = unwrap(await alice.social.words.list()).items
    expect(listed.map(({ display }) => display)).toEqual(['Old Bridge'])
    unwrap(await alice.social.words.unmute('old bridge'))
    expect(ids(unwrap(await alice.social.feed.listHome()).items)).toEqual([old.id])
  })

  it('end at a time in the future', async () => {
    const expiresAt = new Date(Date.now() - 1000)
    await expectRefusal(alice.social.words.mute('late', { expiresAt }), 'expires_at_invalid')
    await expectRefusal(alice.social.words.mute(' '), 'word_empty')
  })
})

describe('explore', () => {
  it('requires a login, and contains no post of followed people', async () => {
    await expectRefusal(nobody().social.explore.listPosts(), 'not_signed_in')
    const { items } = unwrap(await alice.social.explore.listPosts({ pageSize: 100 }))
    expect(items.filter(({ author_id }) => [alice.id, bob.id].includes(author_id))).toEqual([])
    expect(items.every(({ reason }) => reason?.kind === 'explore')).toBe(true)
  })
})
