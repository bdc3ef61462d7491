import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { tokenClaims } from '../../src/cli/logins.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { type Cluster, openCluster } from '../support/crash.ts'
import { openWorld } from '../support/world.ts'
import { type Acknowledged, type Member, write } from '../support/writer.ts'

const ROUNDS = Number(process.env.SOCIAL_CRASH_ROUNDS ?? 2)
const WRITERS = 24
/** The test crashes Postgres after this number of acknowledged writes. */
const WRITES = 200
/**
 * `SOCIAL_CRASH_COMMIT=off` turns synchronous commits off. The test must fail with this setting.
 */
const COMMIT = process.env.SOCIAL_CRASH_COMMIT ?? 'on'

test(`SEC-48 none of ${ROUNDS} crashes of Postgres loses an acknowledged write`, async () => {
  const cluster = await openCluster()
  try {
    await migrate(cluster.url)
    const members = await prepare(cluster.url)
    const acknowledged = new Map<string, Acknowledged>()
    const found: Record<string, number>[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const writes = await storm(cluster, members, acknowledged)
      found.push({ writes, ...(await look(cluster.url, acknowledged)) })
    }
    console.log(found)
    for (const { writes, ...wrong } of found) {
      expect(writes).toBeGreaterThanOrEqual(WRITES)
      expect(wrong).toEqual({ lost: 0, drifted: 0, halfMade: 0, unreadable: 0 })
    }
  } finally {
    await cluster.stop()
  }
}, 600_000)

/** Turns rate limits off. Creates one person for each writer, and one post by each person. */
async function prepare(url: string): Promise<Member[]> {
  const world = openWorld(url)
  await world.sql.unsafe(`
    alter database postgres set synchronous_commit = ${COMMIT};
    update social_private.config set allow_text_posts = true;
    update social_private.rate_limits set minutely = null, hourly = null, daily = null`)
  const members: Member[] = []
  for (let place = 0; place < WRITERS; place++) {
    const person = await world.person(`writer${place}`)
    members.push({ id: person.id, session: person.session, postId: await world.post(person) })
    await person.sql.end()
  }
  await world.close()
  return members
}

/** Lets all writers write, and then kills Postgres. Returns the number of acknowledged writes. */
async function storm(
  cluster: Cluster,
  members: Member[],
  acknowledged: Map<string, Acknowledged>,
): Promise<number> {
  let count = 0
  const writing = members.map((_, place) => write(cluster.url, place, members, () => count++))
  while (count < WRITES) await wait(5)
  await wait(Math.random() * 200)
  await cluster.crash()
  for (const { done, open } of await Promise.all(writing)) {
    for (const one of done) acknowledged.set(one.values.join(), one)
    // A write that got no response before the crash may be committed or lost. Both are correct.
    if (open) acknowledged.delete(open)
  }
  return count
}

async function look(url: string, acknowledged: Map<string, Acknowledged>) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    let lost = 0
    for (const { query, values, isThere } of acknowledged.values()) {
      const rows = await sql.unsafe(query, values)
      if (rows.length !== (isThere ? 1 : 0)) lost++
    }
    const drifted = await sql`select from social_private.verify_counters()`
    const halfMade = await sql`
      select from auth.users
      left join social.profiles on profiles.id = users.id
      left join social_private.accounts on accounts.profile_id = users.id
      left join social.profile_counts on profile_counts.profile_id = users.id
      where raw_user_meta_data ->> 'social_username' is not null and (
        profiles.id is null or accounts.profile_id is null or profile_counts.profile_id is null
      )`
    return {
      lost,
      drifted: drifted.length,
      halfMade: halfMade.length,
      unreadable: await feeds(sql),
    }
  } finally {
    await sql.end()
  }
}

/**
 * Returns how many home feeds lack a post of a followed person. A crash empties the feed caches,
 * because they are unlogged tables.
 */
async function feeds(sql: postgres.Sql): Promise<number> {
  const people = await sql<{ id: string; session: string }[]>`
    select distinct on (user_id) user_id as id, id as session from auth.sessions
    where user_id in (select author_id from social.posts)`
  let unreadable = 0
  for (const { id, session } of people) {
    const claims = JSON.stringify(tokenClaims(id, session))
    await sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${claims}, true)`
      const rows = await transaction`
        select id from social.home_feed(page_size => 101) where author_id <> ${id} limit 1`
      const follows = await transaction`
        select from social.follows where follower_id = ${id} and state = 'accepted'`
      if (rows.length === 0 && follows.length > 0) unreadable++
    })
  }
  return unreadable
}
