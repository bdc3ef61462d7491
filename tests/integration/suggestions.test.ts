import { afterAll, expect, test } from 'vitest'
import { call } from '../support/http.ts'
import { person as signUp } from '../support/people.ts'
import { openWorld, type Person, sameLogin } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

interface Suggestion {
  id: string
  cursor: string
  reason: string
  mutual_count: number
  mutuals: { id: string }[]
}

const VISIBILITIES = ['public', 'followers', 'only_me']

/** A small generator, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return Math.floor((state / 4294967296) * sides)
  }
}

/** Makes a random change of a random person. */
async function change(people: Person[], roll: (sides: number) => number): Promise<unknown> {
  const actor = people[roll(people.length)] as Person
  const id = people[roll(people.length)]?.id
  const which = roll(20)
  if (which < 11) return actor.attempt('follow_profile', { profile_id: id })
  if (which < 12) return actor.attempt('unfollow_profile', { profile_id: id })
  if (which < 13) return actor.attempt('accept_follow', { follower_id: id })
  if (which < 14) return actor.attempt('dismiss_suggestion', { profile_id: id })
  if (which < 15) return actor.attempt('mute_profile', { profile_id: id })
  if (which < 16 && roll(3) === 0) return actor.attempt('block_profile', { profile_id: id })
  if (which < 17) return actor.attempt('update_profile', { is_private: roll(3) === 0 })
  if (which < 18) return actor.attempt('update_profile', { is_discoverable: roll(5) > 0 })
  return actor.attempt('update_profile', {
    followers_visibility: VISIBILITIES[roll(3)],
    following_visibility: VISIBILITIES[roll(3)],
  })
}

/** Everybody whom the viewer may get as a suggestion, with the number of mutuals, from the rules. */
async function definition(viewer: Person): Promise<Record<string, number>> {
  const rows = await world.sql<{ id: string; mutuals: number }[]>`
    select c.profile_id as id, count(a.profile_id)::int as mutuals
    from social_private.accounts as c
    left join social.follows as shown on shown.followee_id = c.profile_id
      and shown.state = 'accepted' and c.followers_audience_level = 2
    left join social.follows as own on own.followee_id = shown.follower_id
      and own.follower_id = ${viewer.id} and own.state = 'accepted'
    left join social_private.accounts as a on a.profile_id = own.followee_id
      and a.following_audience_level > 0
      and not exists (select from social_private.mutes
        where muter_id = ${viewer.id} and muted_id = a.profile_id)
    where c.profile_id <> ${viewer.id} and c.audience_level > 0 and c.limited_at is null
      and c.is_discoverable
      and not exists (select from social.follows
        where follower_id = ${viewer.id} and followee_id = c.profile_id)
      and not exists (select from social_private.mutes
        where muter_id = ${viewer.id} and muted_id = c.profile_id)
      and not exists (select from social_private.dismissed_suggestions
        where profile_id = ${viewer.id} and dismissed_id = c.profile_id)
      and not exists (select from social_private.blocks
        where (blocker_id, blocked_id) in (
          (${viewer.id}, c.profile_id), (c.profile_id, ${viewer.id})))
    group by c.profile_id
    having count(a.profile_id) > 0 or exists (select from social.follows
      where follower_id = c.profile_id and followee_id = ${viewer.id} and state = 'accepted')`
  return Object.fromEntries(rows.map((row) => [row.id, row.mutuals]))
}

const read = async (viewer: Person) =>
  (await viewer.call<Suggestion>('suggested_profiles', { page_size: 100 })).filter(
    (row) => row.reason !== 'popular',
  )

test('suggestions are exactly the people and mutuals that the rules define, after random changes', async () => {
  for (const seed of [1, 2, 3]) {
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, place) => world.person(`s${place}`)),
    )
    const roll = dice(seed)
    for (let step = 0; step < 120; step++) {
      await change(people, roll)
      const viewer = people[roll(people.length)] as Person
      const expected = await definition(viewer)
      // The cache may lack new people, but shows nobody whom the rules leave out.
      const cached = (await read(viewer)).filter((row) => row.mutual_count > 0)
      expect(Object.keys(expected)).toEqual(expect.arrayContaining(cached.map((row) => row.id)))
      await world.sql`delete from social_private.suggestion_caches where viewer_id = ${viewer.id}`
      const rows = await read(viewer)
      const found = Object.fromEntries(rows.map((row) => [row.id, row.mutual_count]))
      expect(found, `seed ${seed}, step ${step}`).toEqual(expected)
      for (const row of rows) {
        expect(row.mutuals).toHaveLength(Math.min(3, row.mutual_count))
      }
    }
  }
}, 120_000)

test('first reads at the same time, and reads beside follows, never fail', async () => {
  const viewer = await world.person('viewer')
  const friends = await Promise.all(Array.from({ length: 6 }, (_, i) => world.person(`f${i}`)))
  for (const friend of friends) {
    await viewer.attempt('follow_profile', { profile_id: friend.id })
    for (const other of friends) await friend.attempt('follow_profile', { profile_id: other.id })
  }
  const logins = await Promise.all(Array.from({ length: 6 }, () => sameLogin(world, viewer)))
  for (let round = 0; round < 10; round++) {
    await world.sql`delete from social_private.suggestion_caches where viewer_id = ${viewer.id}`
    const newcomer = await world.person('newcomer')
    const outcomes = await Promise.all([
      ...logins.map((login) => login.attempt('suggested_profiles')),
      ...friends.map((friend) => friend.attempt('follow_profile', { profile_id: newcomer.id })),
      viewer.attempt('follow_profile', { profile_id: newcomer.id }),
    ])
    expect(new Set(outcomes)).toEqual(new Set(['ok']))
    await newcomer.sql.end()
  }
}, 120_000)

test('pages stay the same while other people follow, and a cursor works only for its viewer', async () => {
  const viewer = await world.person('viewer')
  const friend = await world.person('friend')
  const people = await Promise.all(Array.from({ length: 9 }, (_, i) => world.person(`p${i}`)))
  await viewer.attempt('follow_profile', { profile_id: friend.id })
  for (const { id } of people) await friend.attempt('follow_profile', { profile_id: id })
  const whole = (await read(viewer)).map(({ id }) => id)
  const walked: string[] = []
  let after: string | null = null
  for (const person of people.slice(0, 3)) {
    const page: Suggestion[] = await viewer.call('suggested_profiles', { after, page_size: 3 })
    walked.push(...page.map(({ id }) => id))
    after = page.at(-1)?.cursor ?? null
    await person.attempt('follow_profile', { profile_id: people[8]?.id })
  }
  // The rest of the list has popular people of the project.
  expect(walked).toEqual(whole.slice(0, people.length))
  expect(await viewer.attempt('suggested_profiles', { after })).toBe('ok')
  expect(await friend.attempt('suggested_profiles', { after })).toBe('cursor_invalid')
}, 120_000)

test('over HTTP, suggestions need a login and a POST request', async () => {
  const person = await signUp('suggested')
  const answer = await call(person, 'suggested_profiles', { page_size: 5 })
  expect(answer.status).toBe(200)
  expect(await call(person, 'suggested_profiles', {}, 'GET')).toMatchObject({
    status: 405,
    body: { message: 'post_required' },
  })
  expect(await call('nobody', 'suggested_profiles')).toMatchObject({
    status: 401,
    body: { message: 'not_signed_in' },
  })
})
