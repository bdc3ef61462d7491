import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULTS } from '../../tools/local-stack/realtime/options.ts'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { openWire, type Wire } from '../support/wire.ts'

const TOPIC = 'realtime:talk'
let realtime: RealtimeStack
const wires: Wire[] = []

beforeAll(async () => {
  realtime = await startRealtimeStack({ joinPause: 300, upgradePause: 300, silence: 4000 })
})
afterEach(() => {
  for (const wire of wires.splice(0)) wire.close()
})
afterAll(() => realtime?.stop())

async function open(version?: '1.0.0' | '2.0.0', key = realtime.stack.publishableKey) {
  const wire = await openWire(realtime.stack.url, key, version)
  wires.push(wire)
  return wire
}

const ok = (response: object = {}) => ({ status: 'ok', response })
const json = (value: unknown) => Buffer.from(JSON.stringify(value))

it('the pauses are those of hosted Realtime unless a test shortens them', () => {
  expect(DEFAULTS).toMatchObject({ joinPause: 5000, upgradePause: 2000, silence: 60_000 })
  expect(DEFAULTS.messagesPerSecond).toBeUndefined()
})

describe.each(['1.0.0', '2.0.0'] as const)('with serializer %s', (version) => {
  it('a client joins, sends a heartbeat, and leaves', async () => {
    const wire = await open(version)
    const joined = await wire.join(TOPIC)
    expect(joined.payload).toEqual(ok({ postgres_changes: [] }))
    expect(joined.joinRef).toBe(joined.ref)
    const beat = wire.send('phoenix', 'heartbeat', {})
    expect((await wire.next({ ref: beat })).payload).toEqual(ok())
    const left = wire.send(TOPIC, 'phx_leave', {}, joined.joinRef ?? '')
    expect((await wire.next({ ref: left })).payload).toEqual(ok())
    const closed = await wire.next({ event: 'phx_close' })
    expect([closed.joinRef, closed.ref]).toEqual([joined.joinRef, joined.joinRef])
    const stray = wire.send(TOPIC, 'broadcast', {})
    const answer = { status: 'error', response: { reason: 'unmatched topic' } }
    expect((await wire.next({ ref: stray })).payload).toEqual(answer)
  })

  it('a text broadcast reaches the others, and not its sender', async () => {
    const [sender, other] = [await open(version), await open(version)]
    for (const wire of [sender, other]) await wire.join(TOPIC)
    const payload = { type: 'broadcast', event: 'hi', payload: { n: 1 } }
    sender.send(TOPIC, 'broadcast', payload, '1')
    expect((await other.next({ event: 'broadcast' })).payload).toEqual(payload)
    await sender.settle()
    expect(sender.received.filter(({ event }) => event === 'broadcast')).toEqual([])
  })

  it('a malformed frame is dropped, and the socket stays open', async () => {
    const wire = await open(version)
    for (const frame of ['', '{', '[]', '7', 'null', '[1,2,3,4,5]', '{"topic":1}']) wire.raw(frame)
    for (const frame of [
      Buffer.of(),
      Buffer.of(3),
      Buffer.of(9, 1, 1),
      Buffer.of(3, 9, 9, 9, 9, 9, 0),
    ])
      wire.raw(frame)
    await wire.settle()
    expect(wire.received).toHaveLength(1)
  })
})

it('a binary broadcast reaches both serializers, and bytes only the newer one', async () => {
  const [sender, newer, older] = [await open(), await open(), await open('1.0.0')]
  await sender.join(TOPIC, { broadcast: { self: true, ack: true } })
  for (const wire of [newer, older]) await wire.join(TOPIC)
  const ref = sender.push(TOPIC, 'hi', json({ n: 1 }))
  expect((await sender.next({ ref })).payload).toEqual(ok())
  for (const wire of [sender, newer]) {
    const got = await wire.next({ event: 'broadcast' })
    expect(got).toMatchObject({
      kind: 4,
      topic: TOPIC,
      payload: { event: 'hi', payload: { n: 1 } },
    })
    expect(got.payload).not.toHaveProperty('meta')
  }
  const content = { type: 'broadcast', event: 'hi', payload: { n: 1 } }
  expect((await older.next({ event: 'broadcast' })).payload).toEqual(content)

  sender.push(TOPIC, 'bytes', Buffer.of(0, 255), false)
  expect((await newer.next({ event: 'broadcast' })).payload.payload).toEqual(Buffer.of(0, 255))
  await older.settle()
  expect(older.received.filter(({ event }) => event === 'broadcast')).toHaveLength(1)
})

it('a second join of a topic closes the first, even if the second is refused', async () => {
  const wire = await open()
  const first = await wire.join(TOPIC)
  const second = await wire.join(TOPIC)
  expect(second.payload.status).toBe('ok')
  expect((await wire.next({ event: 'phx_close' })).ref).toBe(first.ref)
  const third = await wire.join(TOPIC, { token: 'no token' })
  const reason = 'MalformedJWT: The token provided is not a valid JWT'
  expect(third.payload).toEqual({ status: 'error', response: { reason } })
  expect((await wire.next({ event: 'phx_close' })).ref).toBe(second.ref)
})

it('a refused join stops the whole socket for the pause', async () => {
  const [wire, other] = [await open(), await open()]
  for (const one of [wire, other]) await one.join(TOPIC)
  const start = Date.now()
  const refused = wire.join('realtime:')
  await wait(20)
  other.push(TOPIC, 'hi', json({}))
  const beat = wire.send('phoenix', 'heartbeat', {})
  const reason = 'TopicNameRequired: You must provide a topic name'
  expect((await refused).payload.response).toEqual({ reason })
  expect(Date.now() - start).toBeGreaterThanOrEqual(295)
  await wire.next({ ref: beat })
  const events = wire.received.slice(-3).map(({ event }) => event)
  expect(events).toEqual(['phx_reply', 'broadcast', 'phx_reply'])
})

it('a socket that is silent for too long is closed', async () => {
  const wire = await open()
  const closed = new Promise<number>((resolve) => wire.socket.once('close', resolve))
  await wait(2000)
  await wire.settle()
  const start = Date.now()
  expect(await closed).toBe(1000)
  expect(Date.now() - start).toBeGreaterThan(3900)
})

it('a client may have 100 channels', async () => {
  const wire = await open()
  for (let n = 0; n < 100; n++) wire.send(`realtime:${n}`, 'phx_join', {}, `${n}`)
  const { payload } = await wire.join('realtime:one more')
  expect(payload.response.reason).toBe('ChannelRateLimitReached: Too many channels')
})

it('a change of the settings of the project closes all sockets, but no single channel', async () => {
  const wire = await open()
  await wire.join(TOPIC)
  const closed = new Promise<number>((resolve) => wire.socket.once('close', resolve))
  realtime.stack.disconnectRealtime()
  expect(await closed).toBe(1012)
  expect((await wire.next({ event: 'system' })).payload).toMatchObject({
    message: 'Server requested disconnect',
    channel: 'talk',
  })
})

describe('the request of a WebSocket', () => {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const headers = { ...upgrade, 'sec-websocket-key': Buffer.alloc(16).toString('base64') }

  it.each([
    ['without a key', '', 'API key is missing'],
    ['with an unknown key', 'sb_publishable_no', 'The token provided is not a valid JWT'],
    ['with an expired token', () => realtime.token({}, -5), 'Token has expired'],
    ['with a token of no role', () => realtime.token({ role: null }), /^Fields `role` and `exp`/],
    ['with a wrong signature', () => `${realtime.token()}A`, 'Failed to validate JWT signature'],
  ])('is refused after a pause %s', async (_, given, error) => {
    const key = typeof given === 'string' ? given : given()
    const path = `/realtime/v1/websocket?vsn=2.0.0${key && `&apikey=${key}`}`
    const start = Date.now()
    const answer = await get(path, headers)
    expect(Date.now() - start).toBeGreaterThanOrEqual(295)
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.body)).toEqual({ error: expect.stringMatching(error) })
  })

  it('is accepted with a secret key, a JWT, and a key in a header', async () => {
    for (const key of [realtime.stack.secretKey, realtime.token()]) await open('2.0.0', key)
    const { url, publishableKey } = realtime.stack
    wires.push(await openWire(url, '', '2.0.0', { 'x-api-key': publishableKey }))
  })

  it('is refused at another path', async () => {
    expect((await get('/rest/v1/', headers)).status).toBe(404)
  })
})

/** Sends a request whose answer may be no WebSocket. */
function get(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(`${realtime.stack.url}${path}`, { headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}
