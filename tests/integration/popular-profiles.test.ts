import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { openWorld, type World } from '../support/world.ts'

let database: Database
let world: World
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  world = openWorld(database.url)
}, 120_000)
afterAll(async () => {
  await world?.close()
  await database?.stop()
})

test('the worker leaves a profile that somebody is deleting out of the popular people, and does not wait for it', async () => {
  const { sql } = world
  const names = ['leaver', 'stayer', 'follower']
  const [leaver, stayer, follower] = await Promise.all(names.map((name) => world.person(name)))
  for (const { id } of [leaver, stayer] as { id: string }[]) {
    await sql`insert into social.follows (follower_id, followee_id, state, accepted_at)
      values (${follower?.id ?? ''}, ${id}, 'accepted', now())`
    await sql`insert into social.posts (author_id, caption, visibility)
      values (${id}, 'hello', 'public')`
  }
  await sql`update social.profiles set created_at = now() - interval '30 days'`
  await sql`select social_private.refresh_popular_profiles()`
  await sql`update social_private.popular_profiles set refreshed_at = '-infinity'`

  const other = connect(database.url)
  const listed = await other.begin(async (deletion) => {
    await deletion`select from social.profiles where id = ${leaver?.id ?? ''} for update`
    // Without the lock on the profiles, this call would wait for the deletion, and the deletion for
    // this call.
    await sql.begin(async (worker) => {
      await worker`set local lock_timeout = '5s'`
      await worker`select social_private.refresh_popular_profiles()`
    })
    await deletion`delete from auth.users where id = ${leaver?.id ?? ''}`
    return deletion`select profile_id from social_private.popular_profiles`
  })
  await other.end()
  expect(listed.map(({ profile_id }) => profile_id)).toEqual([stayer?.id])
}, 120_000)
