import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { ofAuthors, plays, type Step, step } from '../support/history.ts'
import { Model } from '../support/model.ts'
import { openWorld, type Person } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

test('after random commands, every home feed, profile grid, comment thread and counter matches an independent model', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 120, maxLength: 200, size: 'max' }),
      async (steps) => {
        const people = await Promise.all(['a', 'b', 'c', 'd'].map((name) => world.person(name)))
        const model = new Model()
        // The stranger neither writes nor follows anybody, so the stranger sees what is public.
        const stranger = await world.person('stranger')
        for (const { id } of [...people, stranger]) model.join(id)
        for (const each of steps) await play(each, people, model)
        await compare([...people, stranger], model)
        await compareLists(stranger, model)
        await world.sql`update social_private.accounts
          set suspended_at = null, unconfirmed_at = null
          where profile_id in ${world.sql(people.map(({ id }) => id))}`
        for (const { id, attempt } of people)
          if (model.has(id) && !model.isThere(id)) {
            const back = { isDeactivated: false, isSuspended: false, isUnconfirmed: false }
            Object.assign(model.account(id), back)
            await attempt('reactivate_profile')
          }
        await compare([...people, stranger], model)
        await compareLists(stranger, model)
        const all = [...people, stranger]
        await Promise.all(all.map(({ sql }) => sql.end()))
        await world.sql`delete from auth.users where id in ${world.sql(all.map(({ id }) => id))}`
      },
    ),
    { numRuns: Number(process.env.SOCIAL_RUNS ?? 10), endOnFailure: true },
  )
  expect(await world.sql`select * from social_private.verify_counters()`).toEqual([])
}, 180_000)

/** Runs a step in the database and in the model. Both outcomes must be the same. */
async function play(step: Step, people: Person[], model: Model): Promise<void> {
  const who = people[step.who] as Person
  // In one of ten steps, the acting person and the other person are the same.
  const far = step.what % 10 === 0 ? 0 : 1 + (step.whom % (people.length - 1))
  const whom = people[(step.who + far) % people.length] as Person
  if (!model.has(who.id) || (step.do === 'leave' && step.what > 30)) return
  const { isSuspended, isUnconfirmed } = model.account(who.id)
  const byOthers = ['suspend', 'lift', 'unconfirm', 'confirm', 'staffHide', 'staffShow']
  const isAway = !model.isThere(who.id) && !byOthers.includes(step.do)
  const verb = isAway && step.what % 2 && !isSuspended && !isUnconfirmed ? 'reactivate' : step.do
  if (isAway && (isSuspended || isUnconfirmed || !['reactivate', 'leave'].includes(verb))) {
    const expected = isSuspended
      ? 'account_suspended'
      : `account_${isUnconfirmed ? 'unconfirmed' : 'deactivated'}`
    expect(await who.attempt('like_post', { post_id: who.id })).toBe(expected)
    return
  }
  // A command that only post authors may use mostly gets a post by the acting person.
  const own = model.posts.filter(({ author }) => author === who.id)
  const posts = ofAuthors.includes(verb) && step.what % 4 && own.length ? own : model.posts
  const post = posts[step.what % Math.max(posts.length, 1)]
  const comment = model.comments[step.what % Math.max(model.comments.length, 1)]
  const turn = { world, model, who, whom, post, comment, visibility: step.visibility }
  // The model has no time, so the pause after a rejection ends at once.
  await world.sql`delete from social_private.follow_pauses where follower_id = ${who.id}`
  const [actual, expected] = (await plays[verb]?.(turn)) ?? []
  expect(actual, JSON.stringify(step)).toBe(expected)
  for (const reader of [who, whom]) await read(reader, model, step.what % 3 === 0)
}

/**
 * Reads a home feed, with or without its feed cache, and then marks the feed cache as complete up
 * to now. The mark is correct, because nothing else writes. The next call of this function must
 * find all changes after the mark.
 */
async function read(who: Person, model: Model, isAnew: boolean): Promise<void> {
  if (!model.isThere(who.id)) return
  if (isAnew) await world.sql`delete from social_private.feed_caches where viewer_id = ${who.id}`
  expect(await walk(who, 'home_feed', {}, 20)).toEqual(model.home(who.id))
  await world.sql`update social_private.feed_caches
    set settled_at = clock_timestamp()
    where viewer_id = ${who.id}`
}

async function compare(people: Person[], model: Model): Promise<void> {
  for (const viewer of people.filter(({ id }) => model.has(id) && model.isThere(id))) {
    expect(await walk(viewer, 'home_feed', {})).toEqual(model.home(viewer.id))
    for (const author of people.filter(({ id }) => model.seesPerson(viewer.id, id))) {
      const grid = await walk(viewer, 'profile_posts', { profile_id: author.id })
      expect(grid).toEqual(model.grid(viewer.id, author.id))
    }
    for (const post of model.posts.filter((each) => model.seesPost(viewer.id, each))) {
      const [card] = await viewer.call('post', { post_id: post.key })
      const under = model.comments.filter((each) => each.post === post.key)
      expect(card).toMatchObject({
        like_count: model.likeCount(post.key),
        comment_count: model.commentCount(viewer.id, post.key),
        is_liked: model.likes.has(`${viewer.id}>${post.key}`),
        is_following_author: model.follows(viewer.id, post.author),
      })
      const page = model.page(viewer.id, post)
      expect(await walk(viewer, 'post_comments', { post_id: post.key })).toEqual(page)
      for (const root of under.filter(({ key }) => page.includes(key))) {
        const walked = await walk(viewer, 'comment_replies', { comment_id: root.key })
        expect(walked).toEqual(model.thread(viewer.id, root))
        const [counts] = await viewer.sql`select like_count, reply_count
          from social.comment_counts where comment_id = ${root.key}`
        if (model.seesComment(viewer.id, root))
          expect(counts).toEqual({
            like_count: model.commentLikeCount(root.key),
            reply_count: model.replyCount(viewer.id, root),
          })
      }
    }
    const [me] = await viewer.call('my_profile')
    expect(`${me?.post_count} ${me?.follower_count} ${me?.following_count}`).toBe(
      model.counts(viewer.id),
    )
  }
}

/** Compares the counts that a stranger gets with the lengths of the lists that the stranger gets. */
async function compareLists(stranger: Person, model: Model): Promise<void> {
  const live = (rows: Row[]) => rows.filter(({ author_id }) => author_id !== null)
  for (const post of model.posts.filter((each) => model.seesPost(stranger.id, each))) {
    const [card] = await stranger.call('post', { post_id: post.key })
    const roots = await rows(stranger, 'post_comments', { post_id: post.key })
    let comments = live(roots).length
    for (const root of roots) {
      const replies = live(await rows(stranger, 'comment_replies', { comment_id: root.id }))
      expect(root.reply_count).toBe(replies.length)
      comments += replies.length
      if (root.author_id === null) continue
      const likers = await rows(stranger, 'comment_likers', { comment_id: root.id })
      expect(root.like_count).toBe(likers.length)
    }
    const likers = await rows(stranger, 'post_likers', { post_id: post.key })
    expect(card).toMatchObject({ like_count: likers.length, comment_count: comments })
  }
  const isOpen = model.accounts.every(({ isPrivate }) => !isPrivate)
  for (const { key } of model.accounts.filter(({ key }) => model.seesPerson(stranger.id, key))) {
    const [profile] = await stranger.call('profile', { profile_id: key })
    const followers = await rows(stranger, 'profile_followers', { profile_id: key })
    const following = await rows(stranger, 'profile_following', { profile_id: key })
    // The lists leave out private accounts, and the counts include them.
    if (isOpen)
      expect(profile).toMatchObject({
        follower_count: followers.length,
        following_count: following.length,
      })
  }
}

interface Row {
  id: string
  cursor: string
  author_id?: string | null
  like_count?: number
  reply_count?: number
}

/** Reads all pages of a list and returns the ids of the rows. */
const walk: (...args: Parameters<typeof rows>) => Promise<string[]> = async (...args) =>
  (await rows(...args)).map(({ id }) => id)

/** Reads all pages of a list and returns the rows. */
async function rows(
  viewer: Person,
  fn: string,
  args: Record<string, unknown>,
  size = 3,
): Promise<Row[]> {
  const found: Row[] = []
  for (let after: string | null = null; ; ) {
    const page: Row[] = await viewer.call(fn, {
      ...args,
      after,
      page_size: size,
    })
    found.push(...page)
    const last = page.at(-1)
    if (!last || page.length < size) return found
    after = last.cursor
  }
}
