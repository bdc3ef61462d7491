import { beforeAll, expect, test } from 'vitest'
import { demoPeople, seed } from '../../tools/local-stack/seed.ts'
import { ownStack } from '../support/own-stack.ts'
import { newClient, sql } from '../support/stack.ts'

interface Listed {
  kind: string
  actors: { username: string }[]
  other_count: number
  is_seen: boolean
  is_read: boolean
  latest_at: string
}

/** The notifications of each demo person, as the function `notifications` returns them. */
const lists = new Map<string, Listed[]>()

beforeAll(async () => {
  await seed(ownStack)
  for (const { username, ...login } of demoPeople) {
    const client = newClient()
    await client.auth.signInWithPassword(login)
    const { data } = await client.schema('social').rpc('notifications', { page_size: 100 })
    lists.set(username, data as Listed[])
  }
}, 120_000)

test('the demo people have notifications of most kinds', () => {
  const kinds = [...lists.values()].flat().map(({ kind }) => kind)
  expect([...new Set(kinds)].sort()).toEqual([
    ...['appeal_decision', 'comment', 'comment_like', 'comment_mention', 'follow'],
    ...['follow_request', 'new_post', 'post_like', 'post_mention', 'reply', 'report_decision'],
    ...['report_waiting', 'request_accepted', 'sanction'],
  ])
})

test('a demo person has unseen, seen and read notifications, and a group of many people', () => {
  const list = lists.get('maya') ?? []
  expect(list.map(({ is_seen, is_read }) => [is_seen, is_read])).toEqual(
    expect.arrayContaining([
      [false, false],
      [true, false],
      [true, true],
    ]),
  )
  const follows = list.find(({ kind }) => kind === 'follow')
  expect(follows).toMatchObject({ other_count: 2, is_seen: true, is_read: false })
})

test('the times of the demo notifications are in the past, and the latest comes first', () => {
  for (const list of lists.values()) {
    const times = list.map(({ latest_at }) => Date.parse(latest_at))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now())
  }
})

test('the demo notifications contain nobody who is blocked', async () => {
  const hidden = await sql`
    select from social_private.notifications
    join social_private.notification_groups as groups on groups.id = group_id
    where social_private.is_blocked(recipient_id, actor_id)`
  expect(hidden).toHaveLength(0)
})
