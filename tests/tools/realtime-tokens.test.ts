import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { openWire, type Wire } from '../support/wire.ts'

const TOPIC = 'realtime:room:1'
let realtime: RealtimeStack
const wires: Wire[] = []

beforeAll(async () => {
  realtime = await startRealtimeStack({ joinPause: 100 })
})
afterEach(() => {
  for (const wire of wires.splice(0)) wire.close()
})
afterAll(() => realtime?.stop())

/** Opens a socket, and joins a private room with this token. */
async function joined(token: string, isPrivate = true): Promise<Wire> {
  const { url, publishableKey } = realtime.stack
  const wire = await openWire(url, publishableKey)
  wires.push(wire)
  const { payload } = await wire.join(TOPIC, { private: isPrivate, token })
  expect(payload.status).toBe('ok')
  return wire
}

const renew = (wire: Wire, access_token: unknown) =>
  wire.send(TOPIC, 'access_token', { access_token }, '1')
const send = () => realtime.sql`select realtime.send('{}', 'hi', 'room:1')`
const denied = 'You do not have permissions to read from this Channel topic: room:1'

/** Expects that the channel is closed for this reason, and that the socket stays open. */
async function expectClosed(wire: Wire, message: unknown): Promise<void> {
  const system = await wire.next({ event: 'system' })
  const [extension, status, channel] = ['system', 'error', 'room:1']
  expect(system.payload).toEqual({ extension, status, channel, message })
  expect(await wire.next({ event: 'phx_close' })).toMatchObject({ joinRef: '1', ref: '1' })
  await wire.settle()
  expect(wire.received.slice(-3).map(({ event }) => event)).toEqual([
    ...['system', 'phx_close', 'phx_reply'],
  ])
}

it.each([true, false])(
  'a channel is closed when its token expires, private: %s',
  async (isPrivate) => {
    const start = Date.now()
    const wire = await joined(realtime.token({}, 5), isPrivate)
    await expectClosed(wire, expect.stringMatching(/^Token has expired \d+ seconds ago$/))
    // The claim has whole seconds.
    expect(Date.now() - start).toBeGreaterThan(3900)
    expect(Date.now() - start).toBeLessThan(5500)
  },
)

it('a new token keeps the channel open after the expiry of the old one', async () => {
  const wire = await joined(realtime.token({}, 5))
  renew(wire, realtime.token())
  await new Promise((resolve) => setTimeout(resolve, 5200))
  await send()
  await wire.next({ event: 'broadcast' })
  expect(wire.received.map(({ event }) => event)).toEqual(['phx_reply', 'broadcast'])
})

it('a token that may not read closes the channel', async () => {
  const wire = await joined(realtime.token())
  renew(wire, realtime.token({ role: 'anon' }))
  await expectClosed(wire, denied)
})

it('a token that is not valid closes the channel', async () => {
  const wire = await joined(realtime.token())
  renew(wire, 'no token')
  await expectClosed(wire, 'The token provided is not a valid JWT')
})

it('the same token, no token and an API key change nothing, even after a policy was removed', async () => {
  const token = realtime.token()
  const wire = await joined(token)
  await realtime.sql`alter policy rooms_read on realtime.messages using (false)`
  for (const same of [token, null, undefined, realtime.stack.publishableKey, 'sb_what']) {
    renew(wire, same)
  }
  await wire.settle()
  await send()
  await wire.next({ event: 'broadcast' })
  renew(wire, realtime.token())
  await expectClosed(wire, denied)
  await realtime.sql`alter policy rooms_read on realtime.messages using (topic like 'room:%')`
})

it('a join with a token that has expired is refused', async () => {
  const wire = await joined(realtime.token())
  const { payload } = await wire.join('realtime:room:2', { token: realtime.token({}, -60) })
  expect(payload.response.reason).toMatch(/^InvalidJWTToken: Token has expired 6\d seconds ago$/)
})

it('a new token closes the channel if the database cannot be reached', async () => {
  const wire = await joined(realtime.token())
  const { admin } = realtime
  const allow = (isAllowed: boolean) =>
    admin`update pg_database set datallowconn = ${isAllowed} where datname = 'postgres'`
  await allow(false)
  // The timeout makes the call wait for the end of each process: a process that ends later would
  // break a connection after the database can be reached again.
  const ended = await admin<{ isEnded: boolean }[]>`
    select pg_terminate_backend(pid, 10000) as "isEnded" from pg_stat_activity
    where usename = 'supabase_admin' and backend_type = 'client backend'
      and pid <> pg_backend_pid()`
  expect(ended.every(({ isEnded }) => isEnded)).toBe(true)
  renew(wire, realtime.token())
  await expectClosed(wire, 'Realtime was unable to connect to the project database')
  const { payload } = await wire.join(TOPIC, { private: true, token: realtime.token() })
  expect(payload.response.reason).toMatch(/^UnableToConnectToProject: /)
  await allow(true)
  const status = async () =>
    (await wire.join(TOPIC, { private: true, token: realtime.token() })).payload.status
  await expect.poll(status, { timeout: 10_000 }).toBe('ok')
})
