import { expect, it } from 'vitest'
import {
  inboxDataSource,
  type NotificationListeners,
} from '../../src/sdk/realtime/inbox-data-source.ts'
import { type PostListener, postDataSource } from '../../src/sdk/realtime/post-data-source.ts'
import { SubscriptionManager } from '../../src/sdk/realtime/subscription-manager.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeProject } from '../support/fake-project.ts'
import { FakeSupabase } from '../support/fake-supabase.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

async function watching({ hasRealtime = true } = {}) {
  const clock = new FakeClock()
  const project = new FakeProject(clock)
  project.hasRealtime = hasRealtime
  const device = new FakeSupabase(project)
  device.restore('anna')
  const manager = new SubscriptionManager(device.client, clock)
  const times: number[] = []
  const watch = (onChange = () => times.push(clock.now())) =>
    manager.subscribe<PostListener>(
      'post:a',
      (listeners) => postDataSource(device.client, 'a', listeners, clock),
      { onChange: () => void onChange() },
    )
  const subscription = watch()
  await clock.advance(MINUTE)
  times.length = 0
  return { clock, project, device, manager, watch, subscription, times }
}

it('the watch of a post calls the listener at a change, and once more after the silent second', async () => {
  const { clock, project, times } = await watching()
  project.send('social:post:a:0', 'changed')
  await clock.advance(100)
  expect(times).toHaveLength(1)
  await clock.advance(2 * MINUTE)
  expect(times).toHaveLength(2)
})

it('the watch of a post calls the listener at most once a second', async () => {
  const { clock, project, times } = await watching()
  for (let hint = 0; hint < 200; hint++) {
    project.send('social:post:a:0', 'changed')
    await clock.advance(50)
  }
  expect(times.length).toBeGreaterThan(8)
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(SECOND)
})

it('the watch of a post calls the listener on a timer where the project has no Realtime', async () => {
  const { clock, subscription, times } = await watching({ hasRealtime: false })
  expect(subscription.status).toMatchObject({ state: 'polling', reason: 'no_realtime' })
  await clock.advance(10 * MINUTE)
  expect(times.length).toBeGreaterThan(15)
  expect(times.length).toBeLessThan(25)
})

it('the watch of a post that is gone calls the listener once, and then waits', async () => {
  const { clock, project, subscription, times } = await watching()
  project.refuse = (name) => (name === 'watch_post' ? 'post_not_found' : undefined)
  project.send('social:post:a:0', 'moved')
  await clock.advance(30 * MINUTE)
  expect(subscription.status).toMatchObject({ state: 'stopped', reason: 'failed' })
  expect(subscription.status.error?.code).toBe('post_not_found')
  expect(times).toHaveLength(1)
})

it('several watches of a post share one channel, and end one by one', async () => {
  const { clock, project, device, watch, subscription, times } = await watching()
  let calls = 0
  const second = watch(() => ++calls)
  await clock.advance(MINUTE)
  expect(device.mostChannels).toBe(1)
  void subscription.unsubscribe()
  times.length = 0
  calls = 0
  project.send('social:post:a:0', 'changed')
  await clock.advance(100)
  expect([times.length, calls]).toEqual([0, 1])
  void second.unsubscribe()
  await clock.advance(MINUTE)
  expect(device.channels).toEqual([])
  expect(clock.waiting).toBe(0)
})

it('a subscription that starts while another one runs knows at once how often to read', async () => {
  const { clock, device, manager } = await watching()
  const counts: number[] = []
  const second = manager.subscribe<NotificationListeners>(
    'inbox',
    (listeners) => inboxDataSource(device.client, listeners),
    { onUnseenCount: (count) => void counts.push(count) },
  )
  await clock.advance(MINUTE)
  expect(second.status.state).toBe('realtime')
  expect(counts).toHaveLength(1)
  void second.unsubscribe()
})
