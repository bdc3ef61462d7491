import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Model, type Visibility } from './model.ts'
import { openWorld, type Person } from './world.ts'

const world = openWorld()
afterAll(() => world.close())

const person = fc.nat(4)
const some = fc.nat(99)
const visibility = fc.constantFrom<Visibility>('public', 'followers', 'only_me')
/** What one step of a history may be; numbers choose among the people, posts and comments there are. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('post'), who: person, visibility }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('follow'), who: person, whom: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unfollow'), who: person, whom: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('accept'), who: person, whom: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reject'), who: person, whom: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove'), who: person, whom: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lock'), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlock'), who: person }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('like'), who: person, what: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlike'), who: person, what: some }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('comment'), who: person, what: some }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('reply'), who: person, what: some }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('uncomment'), who: person, what: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unpost'), who: person, what: some }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('show'), who: person, what: some, visibility }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('read'), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave'), who: person }) },
)
type Step = {
  do: string
  who: number
  whom?: number
  what?: number
  visibility?: Visibility
}

test('every feed, grid and counter is what a plain model says after any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 90 }), async (steps) => {
      const people = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => world.person(name)))
      const model = new Model()
      for (const each of steps as Step[]) await play(each, people, model)
      await compare(people, model)
      await Promise.all(people.map(({ sql }) => sql.end()))
      await world.sql`delete from auth.users where id in ${world.sql(people.map(({ id }) => id))}`
    }),
    { numRuns: Number(process.env.SOCIAL_RUNS ?? 25), endOnFailure: true },
  )
  expect(await world.sql`select * from social_private.verify_counters()`).toEqual([])
}, 120_000)

/** Plays one step on both sides; they must agree on its outcome too. */
async function play(step: Step, people: Person[], model: Model): Promise<void> {
  const who = people[step.who] as Person
  const whom = people[step.whom ?? 0] as Person
  const post = model.posts[(step.what ?? 0) % Math.max(model.posts.length, 1)]
  const comment = model.comments[(step.what ?? 0) % Math.max(model.comments.length, 1)]
  if (model.left.has(who.id)) return
  const outcomes = { actual: 'ok', expected: 'ok' }

  switch (step.do) {
    case 'post': {
      const id = await world.post(who, step.visibility)
      model.posts.push({ id, author: who.id, visibility: step.visibility ?? 'public' })
      break
    }
    case 'follow':
      outcomes.actual = await who.attempt('follow_profile', { profile_id: whom.id })
      outcomes.expected = model.follow(who.id, whom.id)
      break
    case 'unfollow':
      outcomes.actual = await who.attempt('unfollow_profile', { profile_id: whom.id })
      model.edges.delete(`${who.id}>${whom.id}`)
      break
    case 'accept':
      outcomes.actual = await who.attempt('accept_follow', { follower_id: whom.id })
      outcomes.expected = model.accept(who.id, whom.id)
      break
    case 'reject':
      outcomes.actual = await who.attempt('reject_follow', { follower_id: whom.id })
      model.reject(who.id, whom.id)
      break
    case 'remove':
      outcomes.actual = await who.attempt('remove_follower', { follower_id: whom.id })
      model.edges.delete(`${whom.id}>${who.id}`)
      break
    case 'lock':
      outcomes.actual = await who.attempt('update_profile', { is_private: true })
      model.private.add(who.id)
      break
    case 'unlock':
      outcomes.actual = await who.attempt('update_profile', { is_private: false })
      model.unlock(who.id)
      break
    case 'like':
      if (!post) return
      outcomes.actual = await who.attempt('like_post', { post_id: post.id })
      outcomes.expected = model.sees(who.id, post) ? 'ok' : 'post_not_found'
      if (model.sees(who.id, post)) model.likes.add(`${who.id}>${post.id}`)
      break
    case 'unlike':
      if (!post) return
      outcomes.actual = await who.attempt('unlike_post', { post_id: post.id })
      model.likes.delete(`${who.id}>${post.id}`)
      break
    case 'comment': {
      if (!post) return
      const sees = model.sees(who.id, post)
      outcomes.expected = sees ? 'ok' : 'post_not_found'
      const args = { post_id: post.id, body: 'Nice.' }
      if (!sees) outcomes.actual = await who.attempt('add_comment', args)
      else
        model.addComment(
          (await who.call<{ id: string }>('add_comment', args))[0]?.id,
          post.id,
          who.id,
        )
      break
    }
    case 'reply': {
      if (!comment) return
      const sees = model.sees(who.id, model.post(comment.post))
      if (!sees) outcomes.expected = 'post_not_found'
      else if (comment.isTombstone) outcomes.expected = 'comment_not_found'
      const args = { post_id: comment.post, body: 'Yes.', parent_id: comment.id }
      if (outcomes.expected !== 'ok') outcomes.actual = await who.attempt('add_comment', args)
      else {
        const [reply] = await who.call<{ id: string }>('add_comment', args)
        model.addComment(reply?.id, comment.post, who.id, comment)
      }
      break
    }
    case 'uncomment': {
      if (!comment) return
      const under = model.post(comment.post)
      outcomes.actual = await who.attempt('delete_comment', { comment_id: comment.id })
      if (comment.isTombstone || !model.sees(who.id, under)) outcomes.expected = 'comment_not_found'
      else if (comment.author !== who.id && under?.author !== who.id)
        outcomes.expected = 'not_author'
      else model.deleteComment(comment.id)
      break
    }
    case 'unpost':
      if (!post) return
      outcomes.actual = await who.attempt('delete_post', { post_id: post.id })
      if (!model.sees(who.id, post)) outcomes.expected = 'post_not_found'
      else if (post.author !== who.id) outcomes.expected = 'not_author'
      else model.deletePost(post.id)
      break
    case 'show': {
      if (!post) return
      const args = { post_id: post.id, visibility: step.visibility }
      outcomes.actual = await who.attempt('update_post', args)
      if (!model.sees(who.id, post)) outcomes.expected = 'post_not_found'
      else if (post.author !== who.id) outcomes.expected = 'not_author'
      else post.visibility = step.visibility ?? 'public'
      break
    }
    case 'read':
      // Read twice, by cache, and have the cache believe that it is complete up to now: nobody else
      // is writing, so it is, and the next read has to find what comes after by itself.
      expect(await walk(who, 'home_feed', {})).toEqual(model.home(who.id))
      await world.sql`update social_private.feed_caches
        set settled_at = clock_timestamp()
        where viewer_id = ${who.id}`
      expect(await walk(who, 'home_feed', {})).toEqual(model.home(who.id))
      break
    case 'leave':
      outcomes.actual = await who.attempt('delete_profile')
      model.deleteAccount(who.id)
      break
  }
  expect(outcomes.actual, JSON.stringify(step)).toBe(outcomes.expected)
}

async function compare(people: Person[], model: Model): Promise<void> {
  for (const viewer of people.filter(({ id }) => !model.left.has(id))) {
    expect(await walk(viewer, 'home_feed', {})).toEqual(model.home(viewer.id))
    for (const author of people.filter(({ id }) => !model.left.has(id))) {
      const grid = await walk(viewer, 'profile_posts', { profile_id: author.id })
      expect(grid).toEqual(model.grid(viewer.id, author.id))
    }
    for (const post of model.posts.filter((each) => model.sees(viewer.id, each))) {
      const [card] = await viewer.call('post', { post_id: post.id })
      const likers = [...model.likes].filter((like) => like.endsWith(`>${post.id}`))
      const live = model.comments.filter((each) => each.post === post.id && !each.isTombstone)
      expect(card).toMatchObject({
        like_count: likers.length,
        comment_count: live.length,
        is_liked: model.likes.has(`${viewer.id}>${post.id}`),
        is_following_author: model.follows(viewer.id, post.author),
      })
      const roots = model.comments.filter((each) => each.post === post.id && !each.root)
      expect(await walk(viewer, 'post_comments', { post_id: post.id })).toEqual(
        roots.map(({ id }) => id).reverse(),
      )
      for (const root of roots) {
        const replies = model.comments.filter((each) => each.root === root.id)
        const walked = await walk(viewer, 'comment_replies', { comment_id: root.id })
        expect(walked).toEqual(replies.map(({ id }) => id))
      }
    }
    const [me] = await viewer.call('my_profile')
    const edges = [...model.edges].filter(([, accepted]) => accepted).map(([edge]) => edge)
    expect(me).toMatchObject({
      post_count: model.posts.filter(
        (each) => each.author === viewer.id && each.visibility !== 'only_me',
      ).length,
      follower_count: edges.filter((edge) => edge.endsWith(`>${viewer.id}`)).length,
      following_count: edges.filter((edge) => edge.startsWith(`${viewer.id}>`)).length,
    })
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
