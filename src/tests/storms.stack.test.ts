import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../local/database.ts'
import { migrate } from '../local/migrate.ts'
import { stormsOfPeople } from './storms-of-people.ts'
import { stormsOfPosts } from './storms-of-posts.ts'
import { openWorld } from './world.ts'

// A database of its own, without limits: spending would put requests of one person in a row.
let database: Database
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  const world = openWorld(database.url)
  await world.sql`update social_private.rate_limits set hourly = null, daily = null`.catch(() => {})
  await world.close()
}, 60_000)
afterAll(() => database?.stop())

for (const [name, storm] of Object.entries({ ...stormsOfPeople, ...stormsOfPosts })) {
  test(`${name}: no contradiction, no deadlock, exact counters`, async () => {
    const world = openWorld(database.url)
    try {
      const { rounds, contradictions, impolite } = await storm(world)
      const drift = await world.sql`select * from social_private.verify_counters()`
      console.log(
        `${name}: ${contradictions} of ${rounds}, impolite ${impolite.length} ${[...new Set(impolite)].map((x) => x.slice(0, 60))}, drift ${drift.length}`,
      )
      expect({ contradictions, impolite, drift: [...drift] }).toEqual({
        contradictions: 0,
        impolite: [],
        drift: [],
      })
    } finally {
      await world.close()
    }
  }, 120_000)
}
