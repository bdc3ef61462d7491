import { count, type Outcome, POLITE, pairsOf, people, storm } from './storms.ts'
import { type Person, sameLogin, type World } from './world.ts'

type Act = (a: Person, b: Person) => Promise<string>
const act =
  (verb: string, isBack = false): Act =>
  (a, b) => {
    const [who, whom] = isBack ? [b, a] : [a, b]
    const name = verb === 'accept_follow' ? 'follower_id' : 'profile_id'
    return who.attempt(verb, { [name]: whom.id })
  }

/**
 * Runs a storm: sixteen pairs of people act at once. Concurrent actions of a pair must leave a
 * consistent state. The SQL condition `contradiction` is true for a pair in an inconsistent state.
 */
async function between(world: World, before: Act[], during: Act[], contradiction: string) {
  const all = await people(world, 32)
  const pairs = pairsOf(all)
  return storm(async () => {
    for (const step of before) await Promise.all(pairs.map(([a, b]) => step(a, b)))
    const answers = await Promise.all(pairs.flatMap(([a, b]) => during.map((step) => step(a, b))))
    const contradictions = await count(
      world.sql<{ n: number }[]>`
        select count(*)::integer as n
        from unnest(${pairs.map(([a]) => a.id)}::uuid[], ${pairs.map(([, b]) => b.id)}::uuid[])
          as pairs (a, b)
        where ${world.sql.unsafe(contradiction)}`,
    )
    return { answers, contradictions, rounds: pairs.length }
  })
}

const BLOCKED = 'social_private.is_blocked(a, b)'
const EDGE = `exists (select from social.follows where (follower_id, followee_id) in ((a, b), (b, a)))`
const FRIEND = `exists (select from social_private.close_friends
  where (owner_id, friend_id) in ((a, b), (b, a)))`
const BOTH = `exists (select from social_private.blocks where (blocker_id, blocked_id) = (a, b))
  and exists (select from social_private.blocks where (blocker_id, blocked_id) = (b, a))`
const apart = [act('unblock_profile'), act('unblock_profile', true)]

export const stormsOfPeople: Record<string, (world: World) => Promise<Outcome>> = {
  'block and follow': (world) =>
    between(
      world,
      apart,
      [act('block_profile'), act('follow_profile', true), act('follow_profile')],
      `${BLOCKED} and ${EDGE}`,
    ),

  'two people block each other': (world) =>
    between(
      world,
      [...apart, act('follow_profile'), act('follow_profile', true)],
      [act('block_profile'), act('block_profile', true)],
      `not ${BLOCKED} or ${BOTH} or ${EDGE}`,
    ),

  'block and add a close friend': (world) =>
    between(
      world,
      apart,
      [act('block_profile'), act('add_close_friend'), act('add_close_friend', true)],
      `${BLOCKED} and ${FRIEND}`,
    ),

  'unblock and block': (world) =>
    between(
      world,
      [act('block_profile')],
      [
        act('unblock_profile'),
        act('block_profile'),
        act('follow_profile', true),
        act('follow_profile', true),
      ],
      `${BLOCKED} and ${EDGE}`,
    ),

  'accept and cancel a follow request': async (world) => {
    const lock: Act = (a) => a.attempt('update_profile', { is_private: true })
    return between(
      world,
      [lock, act('follow_profile', true)],
      [act('accept_follow'), act('unfollow_profile', true)],
      EDGE,
    )
  },

  'make the account private and follow': async (world) => {
    const [owner, ...fans] = (await people(world, 16)) as [Person, ...Person[]]
    return storm(async () => {
      await owner.call('update_profile', { is_private: false })
      for (const fan of fans) await fan.call('unfollow_profile', { profile_id: owner.id })
      await owner.sql`begin`
      await owner.call('update_profile', { is_private: true })
      const answers = fans.map((fan) => fan.attempt('follow_profile', { profile_id: owner.id }))
      await new Promise((resolve) => setTimeout(resolve, 200))
      await owner.sql`commit`
      const contradictions = Promise.all(answers).then(() =>
        count(world.sql<{ n: number }[]>`
          select count(*)::integer as n from social.follows
          where followee_id = ${owner.id} and state = 'accepted'`),
      )
      return {
        answers: await Promise.all(answers),
        contradictions: await contradictions,
        rounds: fans.length,
      }
    }, 3)
  },

  'many people follow each other': async (world) => {
    const crowd = await people(world, 8)
    const sessions = await Promise.all(
      crowd.flatMap((who) => [1, 2, 3].map(() => sameLogin(world, who))),
    )
    const all = [...crowd, ...sessions]
    return storm(async () => {
      const answers = await Promise.all(
        all.map(async (who, n) => {
          const seen: string[] = []
          for (let step = 0; step < 12; step++) {
            const whom = crowd[(n + 1 + 3 * step) % crowd.length] as Person
            if (whom.id === who.id) continue
            const verb = step % 3 === 2 ? 'unfollow_profile' : 'follow_profile'
            seen.push(await who.attempt(verb, { profile_id: whom.id }))
          }
          return seen
        }),
      )
      const deadlocks = answers.flat().filter((answer) => !POLITE.test(answer)).length
      return { answers: answers.flat(), contradictions: deadlocks, rounds: answers.flat().length }
    }, 3)
  },

  'follow 15 people when only 5 follows are allowed': async (world) => {
    const [fan, ...idols] = (await people(world, 16)) as [Person, ...Person[]]
    const sessions = await Promise.all(idols.map(() => sameLogin(world, fan)))
    await world.sql`update social_private.config set following_max = 5`
    const outcome = await storm(async () => {
      const answers = await Promise.all(
        sessions.map((session, n) =>
          session.attempt('follow_profile', { profile_id: idols[n]?.id }),
        ),
      )
      const made = await count(world.sql<{ n: number }[]>`
        with gone as (delete from social.follows where follower_id = ${fan.id} returning 1)
        select count(*)::integer as n from gone`)
      return { answers, contradictions: Math.abs(made - 5), rounds: sessions.length }
    })
    await world.sql`update social_private.config set following_max = 7500`
    return outcome
  },

  'many people delete their accounts': async (world) =>
    storm(async () => {
      const all = await people(world, 12)
      const posts = await Promise.all(all.map((who) => world.post(who)))
      await Promise.all(
        all.map(async (who) => {
          for (const whom of all)
            if (whom !== who) await who.call('follow_profile', { profile_id: whom.id })
          for (const post of posts) await who.call('like_post', { post_id: post })
        }),
      )
      const answers = await Promise.all(
        all.map((who) => who.attempt('delete_profile', { immediately: true })),
      )
      await Promise.all([world.work(), ...all.slice(0, 3).map(() => world.work())])
      await Promise.all(all.map(({ sql }) => sql.end()))
      return { answers, contradictions: answers.filter((answer) => answer !== 'ok').length }
    }, 3),
}
