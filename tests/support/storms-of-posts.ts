import { randomUUID } from 'node:crypto'
import { count, type Outcome, POLITE, people, storm } from './storms.ts'
import { type Person, sameLogin, say, type World } from './world.ts'

const idsOf = (all: Person[]) => all.map(({ id }) => id)

export const stormsOfPosts: Record<string, (world: World) => Promise<Outcome>> = {
  'delete a post and comment on it': async (world) => {
    const [author, ...others] = (await people(world, 32)) as [Person, ...Person[]]
    return storm(async () => {
      const post = await world.post(author)
      const verb = (n: number) => (n % 2 ? 'like_post' : 'add_comment')
      const answers = await Promise.all([
        ...others.map((other, n) =>
          other.attempt(verb(n), { post_id: post, ...(n % 2 ? {} : { body: 'Well.' }) }),
        ),
        author.attempt('delete_post', { post_id: post }),
      ])
      const contradictions = answers.filter((answer) => !POLITE.test(answer)).length
      return { answers, contradictions, rounds: others.length }
    })
  },

  'delete a post and delete its comments': async (world) => {
    const [author, ...others] = (await people(world, 32)) as [Person, ...Person[]]
    return storm(async () => {
      const post = await world.post(author)
      const root = await say(author, post)
      const comments = await Promise.all(others.map((other) => say(other, post, root)))
      await Promise.all(others.map((other) => other.call('like_post', { post_id: post })))
      const answers = await Promise.all([
        ...others.map((other, n) =>
          n % 2
            ? other.attempt('unlike_post', { post_id: post })
            : other.attempt('delete_comment', { comment_id: comments[n] }),
        ),
        author.attempt('delete_post', { post_id: post }),
      ])
      const contradictions = answers.filter((answer) => !POLITE.test(answer)).length
      return { answers, contradictions }
    })
  },

  'pin 8 posts when only 3 pins are allowed': async (world) => {
    const [author] = (await people(world, 1)) as [Person]
    const sessions = await Promise.all(Array.from({ length: 8 }, () => sameLogin(world, author)))
    return storm(async () => {
      const posts = await Promise.all(sessions.map((session) => world.post(session)))
      const answers = await Promise.all(
        sessions.map((session, n) => session.attempt('pin_post', { post_id: posts[n] })),
      )
      const pinned = await count(world.sql<{ n: number }[]>`
        with unpinned as (
          update social.posts set pinned_at = null
          where author_id = ${author.id} and pinned_at is not null returning 1
        ) select count(*)::integer as n from unpinned`)
      return { answers, contradictions: Math.max(0, pinned - 3) }
    })
  },

  'one idempotency key in 32 requests': async (world) => {
    const [author] = (await people(world, 1)) as [Person]
    const sessions = await Promise.all(Array.from({ length: 32 }, () => sameLogin(world, author)))
    const post = await world.post(author)
    return storm(async () => {
      const args = { post_id: post, body: 'Once.', idempotency_key: randomUUID() }
      const answers = await Promise.all(
        sessions.map((session) => session.attempt('add_comment', args)),
      )
      const made = await count(world.sql<{ n: number }[]>`
        with gone as (delete from social.comments where post_id = ${post} returning 1)
        select count(*)::integer as n from gone`)
      return { answers, contradictions: Math.abs(made - 1), rounds: sessions.length }
    })
  },

  'deactivate, like and follow': async (world) => {
    const [owner, ...others] = (await people(world, 32)) as [Person, ...Person[]]
    const post = await world.post(owner)
    return storm(async () => {
      const answers = await Promise.all([
        ...others.map(async (other, n) => {
          const like = await other.attempt('like_post', { post_id: post })
          const verb = n % 2 ? 'follow_profile' : 'unfollow_profile'
          return [like, await other.attempt(verb, { profile_id: owner.id })]
        }),
        owner.attempt('deactivate_profile').then(async (first) => {
          return [first, await owner.attempt('reactivate_profile')]
        }),
      ])
      await world.settle()
      const [me] = await owner.call<{ follower_count: number }>('my_profile')
      const edges = await count(world.sql<{ n: number }[]>`
        select count(*)::integer as n from social.follows where followee_id = ${owner.id}`)
      return {
        answers: answers.flat(),
        contradictions: Math.abs((me?.follower_count ?? 0) - edges),
        rounds: others.length,
      }
    })
  },

  'unarchive a post and publish another post': async (world) => {
    const authors = await people(world, 16)
    const sessions = await Promise.all(authors.map((author) => sameLogin(world, author)))
    return storm(async () => {
      await world.sql`delete from social.posts where author_id = any(${idsOf(authors)}::uuid[])`
      const olds = await Promise.all(authors.map((author) => world.post(author)))
      await Promise.all(authors.map((a, n) => a.call('archive_post', { post_id: olds[n] })))
      const answers = await Promise.all(
        authors.flatMap((author, n) => [
          author.attempt('unarchive_post', { post_id: olds[n] }),
          world.post(sessions[n] as Person).then(() => 'ok'),
        ]),
      )
      const contradictions = await count(world.sql<{ n: number }[]>`
        select count(*)::integer as n from social_private.latest_posts as latest
        where latest.author_id = any(${idsOf(authors)}::uuid[]) and exists (
          select from social.posts
          where posts.author_id = latest.author_id and audience <= 'followers'
            and posts.id > latest.post_id)`)
      return { answers, contradictions, rounds: authors.length }
    })
  },

  'archive a post while its author leaves and returns': async (world) => {
    const authors = await people(world, 10)
    const sessions = await Promise.all(authors.map((author) => sameLogin(world, author)))
    return storm(async () => {
      await world.sql`delete from social.posts where author_id = any(${idsOf(authors)}::uuid[])`
      const posts = await Promise.all(authors.map((author) => world.post(author)))
      const answers = await Promise.all([
        ...authors.map(async (author) => [
          await author.attempt('deactivate_profile'),
          await author.attempt('reactivate_profile'),
        ]),
        ...sessions.map(async (session, n) => {
          const verbs = ['archive_post', 'unarchive_post', 'archive_post', 'unarchive_post']
          const answers: string[] = []
          for (const verb of verbs) answers.push(await session.attempt(verb, { post_id: posts[n] }))
          return answers
        }),
      ])
      const contradictions = await count(world.sql<{ n: number }[]>`
        select count(*)::integer as n from social.posts
        left join social_private.latest_posts as latest using (author_id)
        where author_id = any(${idsOf(authors)}::uuid[])
          and (latest.post_id is not distinct from posts.id) <> (audience <= 'followers')`)
      const polite = answers.flat().filter((answer) => answer !== 'account_deactivated')
      return { answers: polite, contradictions, rounds: authors.length }
    })
  },

  'delete the last replies of a tombstone': async (world) => {
    const [author, ...others] = (await people(world, 16)) as [Person, ...Person[]]
    const post = await world.post(author)
    return storm(async () => {
      const root = await say(author, post)
      const replies = await Promise.all(others.map((other) => say(other, post, root)))
      const answers = await Promise.all([
        author.attempt('delete_comment', { comment_id: root }),
        ...others.map((other, n) => other.attempt('delete_comment', { comment_id: replies[n] })),
      ])
      const left = await count(world.sql<{ n: number }[]>`
        with gone as (delete from social.comments where post_id = ${post} returning is_present)
        select count(*)::integer as n from gone where is_present`)
      return { answers, contradictions: left }
    })
  },
}
