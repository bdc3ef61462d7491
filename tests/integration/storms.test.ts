import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { draft } from '../support/storms-naive.ts'
import { stormsOfCounts } from '../support/storms-of-counts.ts'
import { stormsOfPeople } from '../support/storms-of-people.ts'
import { stormsOfPosts } from '../support/storms-of-posts.ts'
import { openWorld } from '../support/world.ts'

/**
 * With `SOCIAL_NAIVE=1`, the tests use a naive implementation, and each test must find an error.
 */
const isNaive = process.env.SOCIAL_NAIVE !== undefined

/** Delays each write by a random time, so that races between two steps happen. */
const DAWDLE = `
  create function public.dawdle() returns trigger language plpgsql as $$
  begin
    perform pg_sleep(0.004 * random());
    return coalesce(new, old);
  end $$;
  do $$
  declare
    relation text;
  begin
    foreach relation in array array[
      'social.follows', 'social.posts', 'social.comments', 'social.likes',
      'social_private.blocks', 'social_private.close_friends', 'social_private.latest_posts',
      'social_private.profile_counters', 'social.comment_likes', 'social_private.uncounted_edges',
      'social_private.uncounted_comments'
    ] loop
      execute format('create trigger zz_dawdle before insert or update or delete on %s
        for each row execute function public.dawdle()', relation);
    end loop;
  end $$`

// A separate database without rate limits, because rate limits make the requests of a person run
// one after another.
let database: Database
beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  const world = openWorld(database.url)
  await world.sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
  await world.sql.unsafe(DAWDLE)
  await world.close()
}, 120_000)
afterAll(() => database?.stop())

for (const [name, storm] of Object.entries({
  ...stormsOfPeople,
  ...stormsOfPosts,
  ...stormsOfCounts,
})) {
  test(`concurrent requests of the kind "${name}" cause no contradiction, no deadlock and no wrong counter`, async () => {
    const world = openWorld(database.url)
    const undo = isNaive ? await draft(world.sql, name) : undefined
    try {
      const { rounds, contradictions, impolite } = await storm(world)
      const drift = await world.sql`select * from social_private.verify_counters()`
      const figures = `${name}: ${contradictions} of ${rounds}, ${impolite.length} impolite answers`
      if (isNaive) expect(contradictions + drift.length, figures).toBeGreaterThan(0)
      else
        expect({ figures, impolite, drift: [...drift] }).toEqual({
          figures,
          impolite: [],
          drift: [],
        })
      if (!isNaive) expect(contradictions, figures).toBe(0)
      if (isNaive || process.env.SOCIAL_ROUNDS) console.log(figures)
    } finally {
      await undo?.()
      if (isNaive) await world.sql`select social_private.repair_counters()`
      await world.close()
    }
  }, 120_000)
}
