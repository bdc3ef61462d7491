import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { openWorld, type Person, sameLogin, say } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

const ROUNDS = 30
const BUSY = 16

async function everybody(count: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => world.person(`p${i}`)))
}

async function leave(people: Person[]): Promise<void> {
  await Promise.all(people.map(({ sql }) => sql.end()))
}

async function expectExactCounters(): Promise<void> {
  expect(await world.sql`select * from social_private.verify_counters()`).toEqual([])
}

test('the like count of a post is exact after many concurrent likes and unlikes', async () => {
  const people = await everybody(BUSY)
  const post = await world.post(people[0] as Person)
  const outcomes = await Promise.all(
    people.map(async (person, place) => {
      const seen: string[] = []
      for (let round = 0; round < ROUNDS; round++) {
        seen.push(await person.attempt('like_post', { post_id: post }))
        if (place % 2) seen.push(await person.attempt('unlike_post', { post_id: post }))
      }
      return seen
    }),
  )
  expect(new Set(outcomes.flat())).toEqual(new Set(['ok']))
  const [card] = await (people[0] as Person).call('post', { post_id: post })
  expect(card?.like_count).toBe(BUSY / 2)
  await expectExactCounters()
  await leave(people)
}, 120_000)

test('people who follow and unfollow each other in a ring at the same time never deadlock', async () => {
  const ring = await everybody(3)
  const outcomes = await Promise.all(
    ring.map(async (person, place) => {
      const next = ring[(place + 1) % ring.length] as Person
      const seen: string[] = []
      for (let round = 0; round < 10 * ROUNDS; round++) {
        const verb = round % 2 ? 'unfollow_profile' : 'follow_profile'
        seen.push(await person.attempt(verb, { profile_id: next.id }))
      }
      return seen
    }),
  )
  expect(new Set(outcomes.flat())).toEqual(new Set(['ok']))
  await expectExactCounters()
  await leave(ring)
}, 120_000)

test('a request to create a post and a parallel retry of this request create only one post', async () => {
  const [alice] = await everybody(1)
  const second = await sameLogin(world, alice as Person)
  for (let round = 0; round < ROUNDS; round++) {
    const args = {
      media: [{ id: await world.upload(alice as Person) }],
      idempotency_key: randomUUID(),
    }
    const both = await Promise.all([alice, second].map((one) => one?.call('create_post', args)))
    expect(both[0]?.[0]?.id).toBe(both[1]?.[0]?.id)
  }
  const [me] = await (alice as Person).call('my_profile')
  expect(me?.post_count).toBe(ROUNDS)
  await leave([alice as Person, second])
}, 120_000)

test('two concurrent posts cannot attach the same upload', async () => {
  const [alice] = await everybody(1)
  const second = await sameLogin(world, alice as Person)
  for (let round = 0; round < ROUNDS; round++) {
    const media = [{ id: await world.upload(alice as Person) }]
    const both = await Promise.all(
      [alice, second].map((one) => one?.attempt('create_post', { media })),
    )
    expect(both.sort()).toEqual(['media_in_use', 'ok'])
  }
  await leave([alice as Person, second])
}, 120_000)

test('a follow becomes a follow request if the account becomes private at the same time', async () => {
  const people = await everybody(2)
  const [owner, stranger] = people as [Person, Person]
  const lock = owner.sql`select social.update_profile(is_private => true)`
  await meanwhile(owner, lock, () => stranger.call('follow_profile', { profile_id: owner.id }))
  const edges = await world.sql`select state from social.follows where followee_id = ${owner.id}`
  expect(edges.map(({ state }) => state)).toEqual(['pending'])
  await expectExactCounters()
  await leave(people)
})

test('a follow becomes accepted if an operator makes the account public at the same time', async () => {
  const people = await everybody(2)
  const [owner, stranger] = people as [Person, Person]
  await owner.call('update_profile', { is_private: true })
  const lock = stranger.sql`select social.follow_profile(${owner.id})`
  await meanwhile(
    stranger,
    lock,
    async () => world.sql`update social.profiles set is_private = false where id = ${owner.id}`,
  )
  const edges = await world.sql`select state from social.follows where followee_id = ${owner.id}`
  expect(edges.map(({ state }) => state)).toEqual(['accepted'])
  await expectExactCounters()
  await leave(people)
})

test('a follow request that is accepted and withdrawn at the same time leaves a consistent state', async () => {
  const people = await everybody(2)
  const [owner, asker] = people as [Person, Person]
  await owner.call('update_profile', { is_private: true })
  for (let round = 0; round < ROUNDS; round++) {
    await asker.call('follow_profile', { profile_id: owner.id })
    await Promise.all([
      owner.attempt('accept_follow', { follower_id: asker.id }),
      asker.attempt('unfollow_profile', { profile_id: owner.id }),
    ])
    const edges = await world.sql`select from social.follows where followee_id = ${owner.id}`
    expect(edges.length).toBe(0)
  }
  await expectExactCounters()
  await leave(people)
}, 120_000)

test('staff can suspend a person who reactivates the account at the same time', async () => {
  const people = await everybody(3)
  const [owner, staff, other] = people as [Person, Person, Person]
  await world.post(owner)
  await owner.call('deactivate_profile')
  // The other session holds the profile until both transactions wait for it.
  await Promise.all([staff.sql`reset role`, other.sql`reset role`])
  const lock = other.sql`select from social.profiles where id = ${owner.id} for update`
  const outcomes: Promise<unknown>[] = []
  await meanwhile(other, lock, async () => {
    outcomes.push(
      staff.sql`select social_private.moderate(null, 'profile', ${owner.id}, 'suspend', 'spam')`.then(
        () => 'ok',
        String,
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    outcomes.push(owner.attempt('reactivate_profile'))
  })
  expect(await Promise.all(outcomes)).toEqual(['ok', 'ok'])
  await expectExactCounters()
  await leave(people)
})

test('when two people claim the same username at the same time, exactly one gets it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const people = await everybody(2)
    const wanted = `race${randomUUID().slice(0, 8)}`
    const outcomes = await Promise.all(
      people.map((person, place) =>
        person.attempt('change_username', {
          username: place ? wanted : `${wanted.slice(0, 4)}_${wanted.slice(4)}`,
        }),
      ),
    )
    expect(outcomes.sort()).toEqual(['ok', 'username_taken'])
    await leave(people)
  }
}, 120_000)

test('the tombstone of a comment is removed when its last two replies are deleted at the same time', async () => {
  const people = await everybody(3)
  const [author, bob, carol] = people as [Person, Person, Person]
  const post = await world.post(author)
  const comment = await say(author, post)
  const replies = [await say(bob, post, comment), await say(carol, post, comment)]
  await author.call('delete_comment', { comment_id: comment })
  const first = bob.sql`select social.delete_comment(${replies[0] ?? ''})`
  await meanwhile(bob, first, () => carol.call('delete_comment', { comment_id: replies[1] }))
  expect(
    await world.sql`select from social.comments where post_id = ${post} and is_present`,
  ).toHaveLength(0)
  await expectExactCounters()
  await leave(people)
})

test('a reply to a comment that is being deleted either fails or keeps the comment as a tombstone', async () => {
  const people = await everybody(2)
  const [author, bob] = people as [Person, Person]
  const post = await world.post(author)
  for (let round = 0; round < ROUNDS; round++) {
    const comment = await say(author, post)
    const [reply] = await Promise.all([
      bob.attempt('add_comment', { post_id: post, body: 'Late.', parent_id: comment }),
      author.attempt('delete_comment', { comment_id: comment }),
    ])
    const rows = await world.sql`
      select deleted_by from social.comments where id = ${comment} and is_tombstone`
    expect(reply).toBe(rows.length === 1 ? 'ok' : 'comment_not_found')
  }
  await expectExactCounters()
  await leave(people)
}, 120_000)

test('an account can be deleted while other people follow it, like its posts and reply to its comments', async () => {
  for (let round = 0; round < 10; round++) {
    const people = await everybody(6)
    const [leaver, ...others] = people as [Person, ...Person[]]
    const posts = await Promise.all([world.post(leaver), world.post(others[0] as Person)])
    const comment = await say(leaver, posts[1] ?? '')
    const leaving = async () => [
      `delete_profile: ${await leaver.attempt('delete_profile', { immediately: true })}`,
      `work: ${await world.work().then(() => 'ok', String)}`,
    ]
    const call = async (person: Person, fn: string, args: Record<string, unknown>) => [
      `${fn}: ${await person.attempt(fn, args)}`,
    ]
    const outcomes = await Promise.all([
      leaving(),
      ...others.flatMap((other) => [
        call(other, 'like_post', { post_id: posts[0] }),
        call(other, 'follow_profile', { profile_id: leaver.id }),
        call(other, 'add_comment', { post_id: posts[1], body: 'Bye.', parent_id: comment }),
        call(other, 'add_comment', { post_id: posts[0], body: 'Bye.' }),
      ]),
    ])
    const polite =
      /^(delete_profile|work): ok$|^(like|follow|add)_\w+: (ok|(post|profile|comment)_not_found)$/
    // The message of a failure names the calls, their errors and the wrong counters of this round.
    expect({
      round,
      failed: outcomes.flat().filter((outcome) => !polite.test(outcome)),
      counters: await world.sql`select * from social_private.verify_counters()`,
    }).toEqual({ round, failed: [], counters: [] })
    await leave(people)
  }
}, 120_000)

/**
 * Calls `other` while a transaction of the first person is open. Commits the transaction and waits
 * for the call.
 */
async function meanwhile(
  first: Person,
  statement: PromiseLike<unknown>,
  other: () => Promise<unknown>,
): Promise<void> {
  await first.sql`begin`
  await statement
  const others = other()
  await new Promise((resolve) => setTimeout(resolve, 300))
  await first.sql`commit`
  await others
}
