// Makes the texts of all errors known: nobody can wait for their loading by a fake clock.
import '../../src/sdk/errors.ts'
import {
  inboxDataSource,
  type NotificationListeners,
} from '../../src/sdk/realtime/inbox-data-source.ts'
import type { Subscription } from '../../src/sdk/realtime/subscription.ts'
import { SubscriptionManager } from '../../src/sdk/realtime/subscription-manager.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeProject } from './fake-project.ts'
import { FakeSupabase, signedInOn } from './fake-supabase.ts'

/** A notification that the app got, and who was signed in at that moment. */
export interface Got {
  id: string
  latest_at: string
  personId: string | undefined
  at: number
}

/** An app with one subscription on a fake project. */
export interface Subscriber {
  clock: FakeClock
  project: FakeProject
  device: FakeSupabase
  manager: SubscriptionManager
  subscription: Subscription
  got: Got[]
  counts: number[]
  /** The inbox of each person at the first complete read after a sign-in. The app does not get it. */
  baselines: { personId: string; groups: Map<string, string>; at: number }[]
  states: string[]
}

/** Subscribes a new device to the notifications of whoever signs in on it. */
export function subscriber(
  options: { personId?: string; random?: () => number; listeners?: NotificationListeners } = {},
): Subscriber {
  const clock = new FakeClock(options.random)
  const project = new FakeProject(clock)
  const device = new FakeSupabase(project)
  if (options.personId) device.restore(options.personId)
  const manager = new SubscriptionManager(device.client, clock)
  const got: Got[] = []
  const counts: number[] = []
  const states: string[] = []
  const baselines: Subscriber['baselines'] = []
  let isFirst = true
  let isBegun = false
  device.auth.onAuthStateChange((event, session) => {
    if (session?.user.id === baselines.at(-1)?.personId && event !== 'SIGNED_OUT') return
    isFirst = true
    isBegun = false
  })
  project.onRead = (personId, groups) => {
    if (!isFirst || personId !== signedInOn(device)) return
    // A read that fails after its first page is followed by another first read.
    if (isBegun) baselines.pop()
    isBegun = true
    baselines.push({ personId, groups, at: clock.now() })
  }
  const listeners: NotificationListeners = {
    onNotification: ({ id, latest_at }) =>
      got.push({ id, latest_at, personId: signedInOn(device), at: clock.now() }),
    onUnseenCount: (count) => {
      isFirst = false
      counts.push(count)
    },
    onStatus: ({ state, reason }) => states.push(reason ? `${state} ${reason}` : state),
    ...options.listeners,
  }
  const subscription = subscribe({ device, manager }, listeners)
  return { clock, project, device, manager, subscription, got, counts, baselines, states }
}

/** Adds a subscription to a device. */
export function subscribe(
  { device, manager }: Pick<Subscriber, 'device' | 'manager'>,
  listeners: NotificationListeners,
): Subscription {
  return manager.subscribe('inbox', (all) => inboxDataSource(device.client, all), { ...listeners })
}

/** Subscribes anna, and waits until the device is connected and calm. */
export async function connected(listeners: NotificationListeners = {}): Promise<Subscriber> {
  const app = subscriber({ personId: 'anna', listeners })
  await app.clock.advance(60_000)
  app.project.calls.length = 0
  return app
}

/** The ids of the notifications that the app got. */
export function idsOf({ got }: Subscriber): string[] {
  return got.map(({ id }) => id)
}

/** How often a function was called. */
export function countOf({ project }: Subscriber, name: string): number {
  return project.calls.filter((call) => call === name).length
}
