import { afterAll, expect, test } from 'vitest'
import { openWorld, type Person, sameLogin } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

interface Row {
  id: string
  cursor: string
}

async function walk(viewer: Person, size: number): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ; ) {
    const page: Row[] = await viewer.call('home_feed', { after, page_size: size })
    ids.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    if (!last || page.length < size) return ids
    after = last.cursor
  }
}

/** Computes the post ids of a home feed from its definition, with one slow query. */
async function definition(viewer: Person): Promise<string[]> {
  const posts = await world.sql<Row[]>`
    select id from social.posts join social_private.accounts on profile_id = author_id
    where audience <> 'only_me' and (author_id = ${viewer.id} or audience_level > 0
      and exists (select from social.follows
        where follower_id = ${viewer.id} and followee_id = author_id and state = 'accepted')
      and (audience <> 'close_friends' or exists (select from social_private.close_friends
        where owner_id = author_id and friend_id = ${viewer.id}))
      and not exists (select from social_private.mutes
        where muter_id = ${viewer.id} and muted_id = author_id))
    order by id desc`
  return posts.map(({ id }) => id)
}

const soon = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const oneOf = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T

test('a post whose transaction commits late still appears to a reader who already read newer posts', async () => {
  const people = await Promise.all(['reader', 'slow', 'quick'].map((name) => world.person(name)))
  const [reader, slow, quick] = people as [Person, Person, Person]
  for (const author of [slow, quick]) await reader.call('follow_profile', { profile_id: author.id })
  const media = [{ id: await world.upload(slow) }]
  let late = ''
  await slow.sql.begin(async (transaction) => {
    const [post] = await transaction<Row[]>`
      select id from social.create_post(media => ${transaction.json(media)})`
    late = post?.id ?? ''
    const young = [await world.post(quick)]
    // The transaction stays open longer than every timeout of the feed. The feed must not assume
    // that the transaction has ended.
    for (let second = 0; second < 8; second++) {
      expect(await walk(reader, 5)).toEqual([...young].reverse())
      if (second % 3 === 0) young.push(await world.post(quick))
      await soon(1)
    }
  })
  const feed = await walk(reader, 5)
  expect(feed.at(-1)).toBe(late)
  expect(feed).toEqual(await definition(reader))
  await Promise.all(people.map(({ sql }) => sql.end()))
}, 120_000)

test('home feeds repeat no post during writes, and are exact after the last write', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, (_, i) => world.person(`p${i}`)))
  const sessions = await Promise.all(people.map((who) => sameLogin(world, who)))
  const posts: { id: string; author: string }[] = []
  const verbs: ((who: Person) => Promise<unknown>)[] = [
    async (who) =>
      posts.push({
        id: await world.post(who, oneOf(['public', 'followers', 'close_friends', 'only_me'])),
        author: who.id,
      }),
    ...[
      ...['block_profile', 'unblock_profile', 'unblock_profile', 'mute_profile', 'unmute_profile'],
      ...['add_close_friend', 'add_close_friend', 'remove_close_friend'],
    ].map((verb) => async (who: Person) => who.attempt(verb, { profile_id: oneOf(people).id })),
    ...[
      'archive_post',
      'unarchive_post',
      'unarchive_post',
      'restore_post',
      'pin_post',
      'unpin_post',
    ].map((verb) => async (who: Person) => {
      const mine = posts.filter(({ author }) => author === who.id)
      if (mine.length > 0) await who.attempt(verb, { post_id: oneOf(mine).id })
    }),
    async (who) => {
      await who.attempt('deactivate_profile')
      await who.attempt('reactivate_profile')
    },
    async (who) => who.attempt('follow_profile', { profile_id: oneOf(people).id }),
    async (who) => who.attempt('follow_profile', { profile_id: oneOf(people).id }),
    async (who) => who.attempt('unfollow_profile', { profile_id: oneOf(people).id }),
    async (who) => who.attempt('remove_follower', { follower_id: oneOf(people).id }),
    async (who) => who.attempt('accept_follow', { follower_id: oneOf(people).id }),
    async (who) => who.attempt('update_profile', { is_private: Math.random() < 0.3 }),
    async (who) => who.attempt('like_post', { post_id: oneOf(posts)?.id ?? null }),
    async (who) => {
      const mine = posts.filter(({ author }) => author === who.id)
      if (mine.length === 0) return
      const visibility = oneOf(['public', 'close_friends', 'only_me'])
      await who.attempt('update_post', { post_id: oneOf(mine).id, visibility })
    },
    async (who) => {
      const mine = posts.filter(({ author }) => author === who.id)
      if (mine.length > 3) await who.attempt('delete_post', { post_id: oneOf(mine).id })
    },
  ]
  const end = Date.now() + 8000
  await Promise.all(
    [...people, ...sessions].map(async (who) => {
      while (Date.now() < end) {
        // A concurrent request may have deactivated this person.
        const isAway = (error: Error): string[] => {
          expect(error.message).toBe('account_deactivated')
          return []
        }
        await oneOf(verbs)(who).catch(isAway)
        const feed = await walk(who, 4).catch(isAway)
        // Strictly descending ids prove that the posts are in order and without repeats.
        expect(feed).toEqual([...new Set(feed)].sort().reverse())
      }
    }),
  )
  for (const viewer of people) {
    await viewer.call('reactivate_profile')
    expect(await walk(viewer, 7), 'by cache').toEqual(await definition(viewer))
    await world.sql`delete from social_private.feed_caches where viewer_id = ${viewer.id}`
    expect(await walk(viewer, 7), 'without').toEqual(await definition(viewer))
  }
  const latest = await world.sql`
    select author_id from social_private.latest_posts
    full join (
      select distinct on (author_id) author_id, id
      from social.posts
      join social_private.accounts on profile_id = author_id and audience_level > 0
      where audience <= 'followers'
      order by author_id, id desc
    ) as newest using (author_id)
    where latest_posts.post_id is distinct from newest.id`
  expect(latest).toEqual([])
  expect(await world.sql`select * from social_private.verify_counters()`).toEqual([])
  const both = await world.sql`
    select from social.follows where social_private.is_blocked(follower_id, followee_id)
    union all
    select from social_private.close_friends where social_private.is_blocked(owner_id, friend_id)`
  expect(both, 'blocked and connected').toEqual([])
  await Promise.all([...people, ...sessions].map(({ sql }) => sql.end()))
}, 120_000)

test('a read-only transaction reads the same home feed and writes no feed cache', async () => {
  const [reader, author] = (await Promise.all([
    world.person('reader'),
    world.person('author'),
  ])) as [Person, Person]
  await reader.call('follow_profile', { profile_id: author.id })
  const post = await world.post(author)
  const read = await reader.sql.begin(
    'read only',
    (transaction) => transaction<Row[]>`select id from social.home_feed()`,
  )
  expect(read.map(({ id }) => id)).toEqual([post])
  const caches = () =>
    world.sql`select from social_private.feed_caches where viewer_id = ${reader.id}`
  expect(await caches()).toHaveLength(0)
  await reader.call('home_feed')
  expect(await caches()).toHaveLength(1)
  await Promise.all([reader.sql.end(), author.sql.end()])
})
