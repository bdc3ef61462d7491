import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { plays, type Step, step } from './history.ts'
import { Model } from './model.ts'
import { openWorld, type Person } from './world.ts'

const world = openWorld()
afterAll(() => world.close())

test('every feed, grid, thread and counter is what a plain model says after any history', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 60, maxLength: 160, size: 'max' }),
      async (steps) => {
        const people = await Promise.all(
          ['a', 'b', 'c', 'd', 'e'].map((name) => world.person(name)),
        )
        const model = new Model()
        for (const { id } of people) model.join(id)
        for (const each of steps) await play(each, people, model)
        for (const { id, attempt } of people)
          if (model.has(id) && !model.isThere(id)) {
            model.account(id).isDeactivated = false
            await attempt('reactivate_profile')
          }
        await compare(people, model)
        await Promise.all(people.map(({ sql }) => sql.end()))
        await world.sql`delete from auth.users where id in ${world.sql(people.map(({ id }) => id))}`
      },
    ),
    { numRuns: Number(process.env.SOCIAL_RUNS ?? 25), endOnFailure: true },
  )
  expect(await world.sql`select * from social_private.verify_counters()`).toEqual([])
}, 120_000)

/** Plays one step on both sides; they must agree on its outcome too. */
async function play(step: Step, people: Person[], model: Model): Promise<void> {
  const who = people[step.who] as Person
  const whom = people[step.whom] as Person
  if (!model.has(who.id)) return
  const isAway = !model.isThere(who.id)
  if (isAway && step.do !== 'reactivate' && step.do !== 'leave') {
    expect(await who.attempt('like_post', { post_id: who.id })).toBe('account_deactivated')
    return
  }
  if (step.do === 'read') return read(who, model)
  const post = model.posts[step.what % Math.max(model.posts.length, 1)]
  const comment = model.comments[step.what % Math.max(model.comments.length, 1)]
  const scene = { world, model, who, whom, post, comment, visibility: step.visibility }
  const [actual, expected] = (await plays[step.do]?.(scene)) ?? []
  expect(actual, JSON.stringify(step)).toBe(expected)
}

/**
 * Reads a feed twice, by cache, and has the cache believe that it is complete up to now: nobody else
 * is writing, so it is, and the next read has to find what comes after by itself.
 */
async function read(who: Person, model: Model): Promise<void> {
  expect(await walk(who, 'home_feed', {})).toEqual(model.home(who.id))
  await world.sql`update social_private.feed_caches
    set settled_at = clock_timestamp()
    where viewer_id = ${who.id}`
  expect(await walk(who, 'home_feed', {})).toEqual(model.home(who.id))
}

async function compare(people: Person[], model: Model): Promise<void> {
  for (const viewer of people.filter(({ id }) => model.has(id))) {
    expect(await walk(viewer, 'home_feed', {})).toEqual(model.home(viewer.id))
    for (const author of people.filter(({ id }) => model.seesPerson(viewer.id, id))) {
      const grid = await walk(viewer, 'profile_posts', { profile_id: author.id })
      expect(grid).toEqual(model.grid(viewer.id, author.id))
    }
    for (const post of model.posts.filter((each) => model.seesPost(viewer.id, each))) {
      const [card] = await viewer.call('post', { post_id: post.key })
      const under = model.comments.filter((each) => each.post === post.key)
      expect(card).toMatchObject({
        like_count: [...model.likes].filter((like) => like.endsWith(`>${post.key}`)).length,
        comment_count: under.filter(({ author }) => author !== null).length,
        is_liked: model.likes.has(`${viewer.id}>${post.key}`),
        is_following_author: model.follows(viewer.id, post.author),
      })
      const page = model.page(viewer.id, post)
      expect(await walk(viewer, 'post_comments', { post_id: post.key })).toEqual(page)
      for (const root of under.filter(({ key }) => page.includes(key))) {
        const walked = await walk(viewer, 'comment_replies', { comment_id: root.key })
        expect(walked).toEqual(model.thread(viewer.id, root))
      }
    }
    const [me] = await viewer.call('my_profile')
    expect(`${me?.post_count} ${me?.follower_count} ${me?.following_count}`).toBe(
      model.counts(viewer.id),
    )
  }
}

/** All ids of a list, by pages of three. */
async function walk(viewer: Person, fn: string, args: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ; ) {
    const page: { id: string; cursor: string }[] = await viewer.call(fn, {
      ...args,
      after,
      page_size: 3,
    })
    ids.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    if (!last || page.length < 3) return ids
    after = last.cursor
  }
}
