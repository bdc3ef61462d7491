import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { ownDatabase } from '../support/own-database.ts'
import { openWorld, type Person } from '../support/world.ts'

const database = await ownDatabase()
const world = openWorld(database.url)
const holder = postgres(database.url, { max: 1, onnotice() {} })
afterAll(async () => {
  await Promise.all([world.close(), holder.end()])
  await database.stop()
})

interface Scene {
  author: Person
  fan: Person
  post: string
}

async function scene(): Promise<Scene> {
  const author = await world.person('author')
  const fan = await world.person('fan')
  return { author, fan, post: await world.post(author) }
}

/** Runs a task while the statement of another session is uncommitted. Then commits the statement. */
async function meanwhile<T>(
  statement: postgres.PendingQuery<postgres.Row[]>,
  task: () => Promise<T>,
) {
  await holder`begin`
  try {
    await statement
    return await task()
  } finally {
    await holder`commit`
  }
}

/** Makes a call with a short lock timeout. Returns `ok` or the message of the error. */
async function attempt(person: Person, fn: string, args: Record<string, unknown>) {
  await person.sql`set lock_timeout = '300ms'`
  const outcome = await person.attempt(fn, args)
  await person.sql`reset lock_timeout`
  return outcome
}

async function watch(person: Person): Promise<string> {
  const [watched] = await person.call<{ topic: string }>('watch_notifications')
  return watched?.topic ?? ''
}

async function sent(topic: string): Promise<string[]> {
  const messages = await world.sql<{ event: string }[]>`
    select event from realtime.messages where topic = ${topic} and event is not null
    order by inserted_at`
  return messages.map(({ event }) => event)
}

async function badge(person: Person): Promise<unknown> {
  const [row] = await person.call<{ unseen_count: number }>('unseen_count')
  return row?.unseen_count
}

const unlimited = () => world.sql`update social_private.config set rate_limit_factor = 1000000`

test('a writer does not wait for another hint to the same person, and sends none', async () => {
  const { author, fan, post } = await scene()
  const topic = await watch(author)
  const outcome = await meanwhile(
    holder`update social_private.inboxes set hinted_at = hinted_at where profile_id = ${author.id}`,
    () => attempt(fan, 'like_post', { post_id: post }),
  )
  expect(outcome).toBe('ok')
  expect(await sent(topic)).toEqual([])
  expect(await badge(author)).toBe(1)
})

test('a writer does not wait for a change of the topic, and sends nothing on the old topic', async () => {
  const { author, fan, post } = await scene()
  const topic = await watch(author)
  const outcome = await meanwhile(holder`select social_private.move_inbox(${author.id})`, () =>
    attempt(fan, 'like_post', { post_id: post }),
  )
  expect(outcome).toBe('ok')
  expect(await sent(topic)).toEqual(['moved'])
})

test('a change of the topic waits for a hint, so that nothing follows on the old topic', async () => {
  const { author, fan, post } = await scene()
  const topic = await watch(author)
  await fan.sql`begin`
  await fan.call('like_post', { post_id: post })
  const moved = holder`delete from auth.sessions where user_id = ${author.id}`.execute()
  const first = await Promise.race([
    moved.then(() => 'moved'),
    new Promise((resolve) => setTimeout(resolve, 200, 'waits')),
  ])
  await fan.sql`commit`
  await moved
  expect(first).toBe('waits')
  expect(await sent(topic)).toEqual(['inbox', 'moved'])
})

test('a sign-out succeeds although a hint takes longer than a second, and keeps the topic', async () => {
  const { author, fan, post } = await scene()
  const topic = await watch(author)
  await fan.sql`begin`
  await fan.call('like_post', { post_id: post })
  await holder`delete from auth.sessions where user_id = ${author.id}`
  await fan.sql`commit`
  expect(await sent(topic)).toEqual(['inbox'])
  const [session] = await world.sql`select from auth.sessions where user_id = ${author.id}`
  expect(session).toBeUndefined()
})

test('two people who notify the same person at the same time share one group', async () => {
  await unlimited()
  const { author, post } = await scene()
  const fans = await Promise.all(Array.from({ length: 8 }, (_, i) => world.person(`f${i}`)))
  const outcomes = await Promise.all(
    fans.flatMap((fan) => [
      fan.attempt('like_post', { post_id: post }),
      fan.attempt('follow_profile', { profile_id: author.id }),
    ]),
  )
  expect(new Set(outcomes)).toEqual(new Set(['ok']))
  const rows = await author.call<{ kind: string; other_count: number }>('notifications')
  expect(rows.map(({ kind, other_count }) => `${kind} ${other_count}`).sort()).toEqual([
    'follow 5',
    'post_like 5',
  ])
  expect(await badge(author)).toBe(2)
})

test('a notification is not lost from the badge when another session marks the group as read', async () => {
  const { author, fan, post } = await scene()
  const other = await world.person('other')
  await fan.call('like_post', { post_id: post })
  const past = "interval '1 hour'"
  await world.sql.unsafe(`
    update social_private.notifications set created_at = created_at - ${past};
    update social_private.notification_groups set
      opened_at = opened_at - ${past}, latest_at = latest_at - ${past}`)
  await other.call('follow_profile', { profile_id: author.id })
  const [row] = await author.call<{ cursor: string }>('notifications')
  await author.call('mark_notifications_seen', { up_to: row?.cursor })
  await holder`begin`
  await holder`update social_private.notification_groups set read_at = now()
    where recipient_id = ${author.id}`
  const like = other.call('like_post', { post_id: post })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await holder`commit`
  await like
  expect(await badge(author)).toBe(1)
})

test('a writer does not wait for the group while its time is recent', async () => {
  const { author, fan, post } = await scene()
  const other = await world.person('other')
  await fan.call('like_post', { post_id: post })
  await world.sql`update social_private.notification_groups
    set latest_at = now() - interval '15 seconds' where recipient_id = ${author.id}`
  const outcome = await meanwhile(
    holder`update social_private.notification_groups set read_at = now() - interval '1 day'
      where recipient_id = ${author.id}`,
    () => attempt(other, 'like_post', { post_id: post }),
  )
  expect(outcome).toBe('ok')
  expect(await badge(author)).toBe(1)
})
