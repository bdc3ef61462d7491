import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { openWorld, type Person, type World } from '../support/world.ts'

const PEOPLE = 16
const ROUNDS = 25
const WRONG = `
  select coalesce(wanted.hashtag, had.hashtag) as hashtag, wanted.count as wanted, had.count as had
  from (
    select hashtag, count(*) from social.post_hashtags
    join social.posts on posts.id = post_id
    join social_private.accounts on profile_id = author_id
    where audience = 'public' and audience_level = 2 group by hashtag
  ) as wanted
  full join (select hashtag, post_count as count from social_private.hashtags) as had
    on had.hashtag = wanted.hashtag
  where wanted.count is distinct from had.count`

let database: Database
let world: World
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  world = openWorld(database.url)
  await world.sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
  await world.sql`update social_private.config set allow_text_posts = true`
}, 120_000)
afterAll(async () => {
  await world?.close()
  await database?.stop()
})

/** Writes, edits, hides and deletes posts with the same hashtags in different orders. */
async function act(person: Person, place: number): Promise<string[]> {
  const answers: string[] = []
  const own: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const tags = round % 2 ? '#one #two #three' : '#three #two #one'
    const [post] = await person.call<{ id: string }>('create_post', {
      caption: `${tags} #n${(round + place) % 5}`,
    })
    own.push(post?.id ?? '')
    const post_id = own[(round * 7) % own.length] as string
    const attempt = (verb: string, args = {}) => person.attempt(verb, { post_id, ...args })
    if (round % 5 === 1) answers.push(await attempt('update_post', { caption: '#two #four' }))
    if (round % 5 === 2) answers.push(await attempt('update_post', { visibility: 'followers' }))
    if (round % 5 === 3) answers.push(await attempt('delete_post'))
    if (round % 5 === 4) answers.push(await attempt('update_post', { visibility: 'public' }))
  }
  return answers
}

/** Makes accounts private and public while their owners post, and folds the counts meanwhile. */
async function disturb(people: Person[], isOver: () => boolean): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const { id } = people[round % 4] as Person
    await world.sql`update social_private.accounts set is_private = not is_private
      where profile_id = ${id}`
    await world.sql`select social_private.fold_hashtag_counts(50)`
  }
}

test('people who post with the same hashtags at the same time never wait in a circle, and the numbers are exact', async () => {
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) => world.person(`poster${n}`)),
  )
  let isOver = false
  const disturbance = disturb(people, () => isOver)
  const answers = await Promise.all(people.map(act)).finally(() => {
    isOver = true
  })
  await disturbance
  expect(answers.flat().filter((answer) => !['ok', 'post_not_found'].includes(answer))).toEqual([])
  await world.settle()
  await world.sql`select social_private.fold_hashtag_counts(100000)`
  expect([...(await world.sql.unsafe(WRONG))]).toEqual([])
  const [left] = await world.sql<{ count: number }[]>`
    select count(*)::integer as count from social_private.hashtag_changes`
  expect(left?.count).toBe(0)
}, 120_000)

test('a post with a hashtag does not wait for another post with the same new hashtag', async () => {
  const [first, second] = [await world.person('first'), await world.person('second')]
  await first.sql.begin(async (open) => {
    await open`select id from social.create_post('a #brandnew #hashtag')`
    await second.sql`set lock_timeout = '500ms'`
    const [post] = await second.call<{ caption: string }>('create_post', {
      caption: 'b #hashtag #brandnew',
    })
    expect(post?.caption).toBe('b #hashtag #brandnew')
  })
  const [card] = await second.call<{ post_count: number }>('hashtag', { hashtag: 'brandnew' })
  expect(card?.post_count).toBe(2)
})
