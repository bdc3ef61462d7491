import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createSocial } from '../../../src/sdk/client.ts'
import type { NotificationListeners, Subscription } from '../../../src/sdk/index.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { elsewhere, type Person, people, publish } from '../../support/people.ts'
import { createVersion, VERSIONS, type Version } from '../../support/realtime-versions.ts'
import { sql, stack } from '../../support/stack.ts'

const subscriptions: Subscription[] = []
afterEach(async () => {
  await Promise.all(subscriptions.splice(0).map((one) => one.unsubscribe()))
})

/** Signs a person in on a device whose connections a test can break. */
async function deviceOf(
  { email, password }: Person,
  { transport, version = 'current' }: { transport?: unknown; version?: Version } = {},
) {
  const sockets: WebSocket[] = []
  class Transport extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args)
      sockets.push(this)
    }
  }
  const channelsAtSignOut: number[] = []
  const supabase = createVersion(version, stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: {
      fetch: (input, init) => {
        if (String(input).includes('/logout')) {
          channelsAtSignOut.push(supabase.getChannels().length)
        }
        return fetch(input, init)
      },
    },
    realtime: { transport: (transport ?? Transport) as never },
  })
  const social = createSocial(supabase)
  unwrap(await social.auth.signIn({ email, password }))
  return {
    supabase,
    social,
    breakConnection: () => sockets.at(-1)?.terminate(),
    sockets,
    channelsAtSignOut,
  }
}

/** Subscribes a device, and collects what it gets. */
function listen(
  { social }: Pick<Person, 'social'>,
  options: NotificationListeners = {},
): { subscription: Subscription; got: string[]; states: string[] } {
  const got: string[] = []
  const states: string[] = []
  const subscription = social.notifications.subscribe({
    onNotification: ({ kind, actors, other_count }) =>
      got.push(`${kind} of ${actors.length + other_count}`),
    onStatus: ({ state, reason }) => states.push(reason ? `${state} ${reason}` : state),
    ...options,
  })
  subscriptions.push(subscription)
  return { subscription, got, states }
}

const isRealtime = ({ subscription }: { subscription: Subscription }) =>
  vi.waitFor(() => expect(subscription.status.state).toBe('realtime'), 10_000)
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time))

describe('a subscription to notifications', () => {
  it('delivers a like by another person at once, and a second like as the grown group', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    const post = await publish(alice)
    const counts: number[] = []
    const device = listen(await deviceOf(alice), { onUnseenCount: (count) => counts.push(count) })
    await isRealtime(device)
    unwrap(await bob.social.posts.like(post.id))
    await vi.waitFor(() => expect(device.got).toEqual(['post_like of 1']), 10_000)
    unwrap(await carol.social.posts.like(post.id))
    await vi.waitFor(() => expect(device.got).toEqual(['post_like of 1', 'post_like of 2']), 10_000)
    expect(counts).toEqual([0, 1])
  })

  it('tells the unseen count after the app marked the notifications as seen', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const counts: number[] = []
    const device = await deviceOf(alice)
    await isRealtime(listen(device, { onUnseenCount: (count) => counts.push(count) }))
    unwrap(await bob.social.profiles.follow(alice.id))
    await vi.waitFor(() => expect(counts).toEqual([0, 1]), 10_000)
    const [newest] = unwrap(await device.social.notifications.list()).items
    expect(unwrap(await device.social.notifications.markSeen(newest?.cursor ?? ''))).toBe(0)
    await vi.waitFor(() => expect(counts).toEqual([0, 1, 0]), 10_000)
  })

  it.each(VERSIONS)(
    'delivers with the %s supabase-js what came while the connection was broken, and hints after it',
    async (version) => {
      const [alice, bob] = await people('alice', 'bob')
      const post = await publish(alice)
      const device = await deviceOf(alice, { version })
      const events = listen(device)
      await isRealtime(events)
      device.breakConnection()
      unwrap(await bob.social.posts.like(post.id))
      await vi.waitFor(() => expect(events.states).toContain('polling unreachable'), 10_000)
      await isRealtime(events)
      await vi.waitFor(() => expect(events.got).toEqual(['post_like of 1']), 10_000)
      unwrap(await bob.social.profiles.follow(alice.id))
      await vi.waitFor(() => expect(events.got).toEqual(['post_like of 1', 'follow of 1']), 10_000)
      expect(device.sockets).toHaveLength(2)
      expect(unwrap(await device.social.auth.signOut())).toBe(true)
      expect(device.channelsAtSignOut).toEqual([0])
    },
  )

  it('stays joined with a renewed token', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const device = await deviceOf(alice)
    const events = listen(device)
    await isRealtime(events)
    await device.supabase.auth.refreshSession()
    await pause(300)
    unwrap(await bob.social.profiles.follow(alice.id))
    await vi.waitFor(() => expect(events.got).toEqual(['follow of 1']), 10_000)
    expect(events.states.filter((state) => state === 'realtime')).toHaveLength(1)
  })

  it.each(['of the SDK', 'of supabase-js'])('ends at the sign-out %s', async (kind) => {
    const [alice, bob] = await people('alice', 'bob')
    const device = await deviceOf(alice)
    const events = listen(device)
    await isRealtime(events)
    if (kind === 'of the SDK') unwrap(await device.social.auth.signOut())
    else await device.supabase.auth.signOut({ scope: 'local' })
    expect(events.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    unwrap(await bob.social.profiles.follow(alice.id))
    await pause(1_000)
    expect(events.got).toEqual([])
    await vi.waitFor(() => expect(device.supabase.getChannels()).toEqual([]), 10_000)
  })

  it('stops when the person signs out on another device', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const events = listen(await deviceOf(alice))
    await isRealtime(events)
    const other = await elsewhere(alice)
    unwrap(await other.social.auth.signOut({ scope: 'others' }))
    const code = () => events.subscription.status.error?.code
    await vi.waitFor(() => expect(code()).toBe('not_signed_in'), 10_000)
    expect(events.subscription.status).toMatchObject({ state: 'stopped', reason: 'failed' })
    unwrap(await bob.social.profiles.follow(alice.id))
    await pause(500)
    expect(events.got).toEqual([])
  })

  it('continues on the new topic after the topic moved', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const device = await deviceOf(alice)
    const events = listen(device)
    await isRealtime(events)
    const topics = () => device.supabase.getChannels().map(({ topic }) => topic)
    const [old] = topics()
    await sql`select social_private.move_inbox(${alice.id})`
    await vi.waitFor(() => expect(topics()).not.toContain(old), 10_000)
    await isRealtime(events)
    unwrap(await bob.social.profiles.follow(alice.id))
    await vi.waitFor(() => expect(events.got).toEqual(['follow of 1']), 10_000)
  })

  it('polls where there is no connection to Realtime', async () => {
    const [alice, bob] = await people('alice', 'bob')
    class Unconnected {
      constructor() {
        throw new Error('no WebSocket here')
      }
    }
    const device = await deviceOf(alice, { transport: Unconnected })
    const counts: number[] = []
    const onUnseenCount = (count: number) => counts.push(count)
    const events = listen(device, { pollSeconds: 5, onUnseenCount })
    await vi.waitFor(() => expect(counts).toEqual([0]), 10_000)
    const isPolling = () =>
      expect(events.subscription.status).toMatchObject({ state: 'polling', reason: 'unreachable' })
    await vi.waitFor(isPolling, 10_000)
    unwrap(await bob.social.profiles.follow(alice.id))
    await vi.waitFor(() => expect(events.got).toEqual(['follow of 1']), 10_000)
  })

  it('delivers only the notifications of the person who signed in last', async () => {
    const [alice, bob, carol] = await people('alice', 'bob', 'carol')
    const device = await deviceOf(alice)
    const events = listen(device)
    await isRealtime(events)
    unwrap(await device.social.auth.signIn({ email: bob.email, password: bob.password }))
    unwrap(await carol.social.profiles.follow(alice.id))
    await isRealtime(events)
    const post = await publish(bob)
    unwrap(await carol.social.posts.like(post.id))
    await vi.waitFor(() => expect(events.got).toEqual(['post_like of 1']), 10_000)
  })
})

describe('a watched post', () => {
  it('calls the listener when somebody likes it', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const post = await publish(alice)
    let changes = 0
    const watch = bob.social.posts.watch(post.id, () => ++changes)
    subscriptions.push(watch)
    await isRealtime({ subscription: watch })
    await pause(1_200)
    const before = changes
    unwrap(await bob.social.posts.like(post.id))
    await vi.waitFor(() => expect(changes).toBeGreaterThan(before), 10_000)
  })

  it('stops when the post is not visible', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const post = await publish(alice, { visibility: 'only_me' })
    const watch = bob.social.posts.watch(post.id, () => {})
    subscriptions.push(watch)
    await vi.waitFor(() => expect(watch.status.error?.code).toBe('post_not_found'), 10_000)
    expect(watch.status).toMatchObject({ state: 'stopped', reason: 'failed' })
  })
})
