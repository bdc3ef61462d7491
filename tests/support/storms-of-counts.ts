import { count, type Outcome, POLITE, pairsOf, people, storm } from './storms.ts'
import { type Person, sameLogin, say, type World } from './world.ts'

/** A person whose account is inactive reads and writes like a visitor, or not at all. */
const isPolite = (answer: string) =>
  POLITE.test(answer) || answer === 'account_deactivated' || answer === 'ok'

/** Deactivates or reactivates an account. A person who is already inactive gets an error. */
const toggle = (who: Person, n: number) =>
  who.attempt(n % 2 ? 'reactivate_profile' : 'deactivate_profile')

/** Ends a round: everybody is active or not at random, and the worker counts once more. */
async function ended(world: World, answers: string[]) {
  await world.settle()
  const queued = await count(
    world.sql<{ n: number }[]>`select count(*)::integer as n from social_private.count_updates`,
  )
  const impolite = answers.filter((answer) => !isPolite(answer))
  return {
    answers: impolite,
    contradictions: queued + impolite.length,
    rounds: answers.length,
  }
}

export const stormsOfCounts: Record<string, (world: World) => Promise<Outcome>> = {
  'deactivate an account that likes, comments and follows': async (world) => {
    const [author, ...all] = (await people(world, 13)) as [Person, ...Person[]]
    const others = await Promise.all(all.map((who) => sameLogin(world, who)))
    const post = await world.post(author)
    const root = await say(author, post)
    return storm(async () => {
      await Promise.all(all.map((who) => who.attempt('reactivate_profile')))
      const answers = await Promise.all(
        all.flatMap((who, n) => [
          who.attempt('like_post', { post_id: post }),
          who.attempt('add_comment', { post_id: post, body: 'Well.', parent_id: root }),
          who.attempt('like_comment', { comment_id: root }),
          who.attempt('follow_profile', { profile_id: author.id }),
          toggle(others[n] as Person, 0),
        ]),
      )
      return ended(world, answers)
    })
  },

  'deactivate an account and take its likes back': async (world) => {
    const [author, ...all] = (await people(world, 13)) as [Person, ...Person[]]
    const others = await Promise.all(all.map((who) => sameLogin(world, who)))
    const posts = await Promise.all([1, 2, 3].map(() => world.post(author)))
    return storm(async () => {
      await Promise.all(all.map((who) => who.attempt('reactivate_profile')))
      for (const post of posts)
        await Promise.all(all.map((who) => who.attempt('like_post', { post_id: post })))
      const answers = await Promise.all(
        all.flatMap((who, n) => [
          who.attempt('unlike_post', { post_id: posts[2] }),
          who.attempt('unlike_post', { post_id: posts[n % 2] }),
          toggle(others[n] as Person, 0),
          toggle(others[n] as Person, 1),
        ]),
      )
      return ended(world, answers)
    })
  },

  'two people who follow each other deactivate their accounts': async (world) => {
    const all = await people(world, 16)
    const pairs = pairsOf(all)
    return storm(async () => {
      await Promise.all(all.map((who) => who.attempt('reactivate_profile')))
      for (const [a, b] of pairs) {
        await a.attempt('follow_profile', { profile_id: b.id })
        await b.attempt('follow_profile', { profile_id: a.id })
      }
      const answers = await Promise.all(
        pairs.flatMap(([a, b], n) => [
          ...[0, n].map((step) => toggle(a, step)),
          ...[0, n + 1].map((step) => toggle(b, step)),
        ]),
      )
      return ended(world, answers)
    })
  },

  'hide, block, delete and restore the comments of an account that is deactivated': async (
    world,
  ) => {
    const [author, ...all] = (await people(world, 9)) as [Person, ...Person[]]
    const hosts = await Promise.all([1, 2, 3].map(() => sameLogin(world, author)))
    const [hider, blocker, deleter] = hosts as [Person, Person, Person]
    const others = await Promise.all(all.map((who) => sameLogin(world, who)))
    const post = await world.post(author)
    const root = await say(author, post)
    return storm(async () => {
      await Promise.all(all.map((who) => who.attempt('reactivate_profile')))
      for (const { id } of all) await author.call('unblock_profile', { profile_id: id })
      const ids = await Promise.all(all.map((who) => say(who, post, root)))
      const answers = await Promise.all(
        all.flatMap((who, n) => [
          hider.attempt(n % 3 ? 'hide_comment' : 'unhide_comment', { comment_id: ids[n] }),
          blocker.attempt(n % 4 ? 'unblock_profile' : 'block_profile', { profile_id: who.id }),
          deleter.attempt('delete_comment', { comment_id: ids[n] }),
          deleter.attempt('restore_comment', { comment_id: ids[n] }),
          ...[0, 1, n].map((step) => toggle(others[n] as Person, step)),
          world.work().then(() => 'ok'),
        ]),
      )
      return ended(world, answers)
    })
  },
}
