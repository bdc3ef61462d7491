import { setTimeout as wait } from 'node:timers/promises'
import type { RealtimeChannel } from '@supabase/supabase-js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { createVersion, VERSIONS } from '../support/realtime-versions.ts'

type Client = ReturnType<typeof createVersion>

let realtime: RealtimeStack
const clients: Client[] = []

beforeAll(async () => {
  realtime = await startRealtimeStack({ joinPause: 100 })
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.realtime.disconnect()
})
afterAll(() => realtime?.stop())

const ready = { broadcast: { self: true, ack: true, replication_ready: true } }

describe.each(VERSIONS)('the %s supabase-js in Node', (version) => {
  function connect(vsn?: string): Client {
    const { url, publishableKey } = realtime.stack
    const client = createVersion(version, url, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      // Node 20 has no WebSocket.
      realtime: { transport: WebSocket as never, ...(vsn && { vsn }) },
    })
    clients.push(client)
    return client
  }

  async function signedIn(name: string): Promise<Client> {
    const client = connect()
    const email = `${name}-${version}@example.com`
    await client.auth.signUp({ email, password: 'correct horse' })
    await client.realtime.setAuth()
    return client
  }

  /** Subscribes to a private channel. The lists grow with each status and each message. */
  function subscribe(client: Client, topic: string) {
    const channel = client.channel(topic, { config: { private: true, ...ready } })
    // biome-ignore lint/suspicious/noExplicitAny: the versions have other types.
    const messages: any[] = []
    const statuses: string[] = []
    channel.on('broadcast', { event: '*' }, (message) => messages.push(message))
    channel.on('system', {}, ({ message }) => messages.push(message))
    channel.subscribe((status, error) => statuses.push(`${status} ${error?.message ?? ''}`.trim()))
    return { channel, messages, statuses }
  }

  const until = async (isDone: () => boolean) => {
    for (let tries = 0; tries < 2000 && !isDone(); tries++) await wait(10)
    expect(isDone()).toBe(true)
  }

  const send = (topic: string, event: string) =>
    realtime.sql`select realtime.send('{}', ${event}, ${topic})`
  const leave = (client: Client, channel: RealtimeChannel) => client.removeChannel(channel)

  it.each(['1.0.0', '2.0.0'])(
    'joins a private channel with serializer %s, sends, receives and leaves',
    async (vsn) => {
      const client = connect(vsn)
      await client.realtime.setAuth(realtime.token())
      const { channel, messages, statuses } = subscribe(client, 'room:1')
      await until(() => messages.includes('Replication connection established'))
      const payload = { n: 1 }
      expect(await channel.send({ type: 'broadcast', event: 'mine', payload })).toBe('ok')
      await send('room:1', 'hello')
      await until(() => messages.length === 3)
      expect(messages.slice(1)).toMatchObject([
        { type: 'broadcast', event: 'mine', payload: { n: 1 } },
        { type: 'broadcast', event: 'hello', payload: { id: expect.any(String) } },
      ])
      expect(messages[2].meta).toEqual({ id: messages[2].payload.id })
      expect(await leave(client, channel)).toBe('ok')
      expect(statuses).toEqual(['SUBSCRIBED', 'CLOSED'])
    },
  )

  it('gets the reason of a refused join', async () => {
    const client = connect()
    await client.realtime.setAuth(realtime.token())
    const { channel, statuses } = subscribe(client, 'other:1')
    await until(() => statuses.length > 0)
    expect(statuses[0]).toMatch(
      /^CHANNEL_ERROR "?Unauthorized: You do not have permissions to read from this Channel/,
    )
    await leave(client, channel)
  })

  it('loses a channel when the token expires', async () => {
    const client = connect()
    await client.realtime.setAuth(realtime.token({}, 5))
    const { messages, statuses } = subscribe(client, 'room:1')
    await until(() => statuses.includes('CLOSED'))
    expect(statuses).toEqual(['SUBSCRIBED', 'CLOSED'])
    expect(messages.at(-1)).toMatch(/^Token has expired/)
  })

  it('joins again after the server closed the socket', async () => {
    // After a reconnect, the newest version takes the token of the session, and no token of setAuth.
    const client = await signedIn('again')
    const { messages, statuses } = subscribe(client, 'room:1')
    await until(() => messages.includes('Replication connection established'))
    realtime.stack.disconnectRealtime()
    await until(() => statuses.filter((status) => status === 'SUBSCRIBED').length === 2)
    expect(statuses[1]).toMatch(/^CHANNEL_ERROR/)
    await send('room:1', 'again')
    await until(() => messages.at(-1).event === 'again')
  })

  it('reports what the local server leaves out: presence and changes of tables', async () => {
    const client = connect()
    await client.realtime.setAuth(realtime.token())
    const statuses: string[] = []
    const changes = client.channel('room:2')
    changes.on('postgres_changes', { event: '*', schema: 'public' }, () => {})
    changes.subscribe((status) => statuses.push(status))
    await until(() => statuses.includes('CHANNEL_ERROR'))
    const present = client.channel('room:3', { config: { presence: { key: 'me', enabled: true } } })
    let isSynced = false
    present.on('presence', { event: 'sync' }, () => {
      isSynced = true
    })
    present.subscribe((status) => statuses.push(status))
    await until(() => statuses.includes('SUBSCRIBED') && isSynced)
    expect(present.presenceState()).toEqual({})
    expect(await present.track({ name: 'me' })).toBe('error')
    await leave(client, changes)
    await leave(client, present)
  })

  it('goes on receiving after a sign-out, because the server ignores the publishable key', async () => {
    const client = await signedIn('leaver')
    const { messages, statuses } = subscribe(client, 'room:1')
    await until(() => messages.includes('Replication connection established'))
    await client.auth.signOut()
    await wait(200)
    await send('room:1', 'after')
    await until(() => messages.at(-1).event === 'after')
    expect(statuses).toEqual(['SUBSCRIBED'])
  })
})
