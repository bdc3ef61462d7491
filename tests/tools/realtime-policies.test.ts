import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { type JoinOptions, openWire, type Wire } from '../support/wire.ts'

let realtime: RealtimeStack
const wires: Wire[] = []

beforeAll(async () => {
  realtime = await startRealtimeStack({ joinPause: 100 })
})
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.close()
  await realtime.sql`drop policy if exists extra on realtime.messages`
})
afterAll(() => realtime?.stop())

async function open(headers = {}): Promise<Wire> {
  const { url, publishableKey } = realtime.stack
  const wire = await openWire(url, publishableKey, '2.0.0', headers)
  wires.push(wire)
  return wire
}

/** Joins a private channel, and returns `ok` or the reason of the refusal. */
async function ask(topic: string, options: JoinOptions = {}, headers = {}): Promise<string> {
  const token = options.token ?? realtime.token()
  const join = { private: true, ...options, token }
  const { payload } = await (await open(headers)).join(`realtime:${topic}`, join)
  return payload.status === 'ok' ? 'ok' : payload.response.reason
}

const policy = (condition: string, kind = 'select') =>
  realtime.sql.unsafe(
    `create policy extra on realtime.messages for ${kind} ${kind === 'select' ? 'using' : 'with check'} (${condition})`,
  )

const denied = (topic: string) =>
  `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`
const content = Buffer.from('{"n":1}')

describe('a private channel', () => {
  it('opens only to callers whom a policy for SELECT allows its topic', async () => {
    expect(await ask('room:1')).toBe('ok')
    expect(await ask('other:1')).toBe(denied('other:1'))
    expect(await ask('room:1', { token: realtime.token({ role: 'anon' }) })).toBe(denied('room:1'))
    expect(await ask('other:1', { token: realtime.stack.publishableKey })).toBe(denied('other:1'))
    expect(await ask('other:1', { token: realtime.token({ role: 'service_role' }) })).toBe('ok')
  })

  it('gives the policy the topic, all claims and the headers of the caller', async () => {
    const [sub, session_id] = [randomUUID(), randomUUID()]
    await policy(`
      topic = 'mine' and realtime.topic() = 'mine' and auth.uid() = '${sub}'
      and auth.jwt() ->> 'session_id' = '${session_id}' and auth.role() = 'authenticated'
      and current_user = 'authenticated'
      and current_setting('request.headers')::jsonb = '{"x-app": "7"}'`)
    const token = realtime.token({ sub, session_id })
    expect(await ask('mine', { token }, { 'x-app': '7' })).toBe('ok')
    expect(await ask('mine', { token }, { 'x-app': '8' })).toBe(denied('mine'))
    expect(await ask('mine', { token: realtime.token({ sub }) }, { 'x-app': '7' })).toBe(
      denied('mine'),
    )
  })

  it('shows the policy a row without payload and event that is not private', async () => {
    await policy('payload is null and event is null and not private and id is not null')
    expect(await ask('empty')).toBe('ok')
    await realtime.sql`drop policy extra on realtime.messages`
    await policy('private')
    expect(await ask('empty')).toBe(denied('empty'))
  })

  it('stays closed if the policy raises an error, or if the role does not exist', async () => {
    await policy(`topic = 'broken' and 1 / (length(topic) - 6) > 0`)
    expect(await ask('broken')).toBe(denied('broken'))
    const token = realtime.token({ role: 'nobody' })
    expect(await ask('room:1', { token })).toBe(denied('room:1'))
  })

  it('is apart from the public channel of the same topic', async () => {
    const [hidden, open1, open2] = [await open(), await open(), await open()]
    await hidden.join('realtime:room:1', { private: true, token: realtime.token() })
    await open1.join('realtime:room:1')
    // A wrong type makes the channel public.
    await open2.join('realtime:room:1', { private: 'yes' })
    open1.push('realtime:room:1', 'hi', content)
    await open2.next({ event: 'broadcast' })
    await realtime.sql`select realtime.send('{}', 'hi', 'room:1', false)`
    await hidden.settle()
    expect(hidden.received.filter(({ event }) => event === 'broadcast')).toEqual([])
  })

  it('gives no broadcasts to a caller who may only read presence', async () => {
    await policy(`topic = 'seen' and extension = 'presence'`)
    expect(await ask('seen')).toBe(denied('seen'))
    const [wire, sender] = [await open(), await open()]
    const token = realtime.token()
    const joined = await wire.join('realtime:seen', {
      ...{ private: true, token },
      presence: { enabled: true },
    })
    expect(joined.payload.status).toBe('ok')
    expect((await wire.next({ event: 'presence_state' })).payload).toEqual({})
    const service = realtime.token({ role: 'service_role' })
    await sender.join('realtime:seen', { private: true, token: service, broadcast: { ack: true } })
    const ref = sender.push('realtime:seen', 'hi', content)
    await sender.next({ ref })
    await wire.settle()
    expect(wire.received.filter(({ event }) => event === 'broadcast')).toEqual([])
  })
})

describe('a broadcast of a client on a private channel', () => {
  it('passes only if a policy for INSERT allows the topic', async () => {
    const [sender, reader] = [await open(), await open()]
    await policy(`topic like 'quiet:%'`)
    for (const topic of ['realtime:room:1', 'realtime:quiet:1']) {
      const options = {
        private: true,
        broadcast: { ack: true, self: true },
        token: realtime.token(),
      }
      for (const wire of [sender, reader]) await wire.join(topic, options)
    }
    const refused = sender.push('realtime:quiet:1', 'hi', content)
    const sent = sender.push('realtime:room:1', 'hi', content)
    expect((await sender.next({ ref: sent })).payload.status).toBe('ok')
    expect((await reader.next({ event: 'broadcast' })).topic).toBe('realtime:room:1')
    // A channel handles one message after the other.
    await sender.next({ ref: sender.send('realtime:quiet:1', 'phx_leave', {}) })
    for (const wire of [sender, reader]) {
      await wire.settle()
      const topics = wire.received.filter(({ event }) => event === 'broadcast')
      expect(topics.map(({ topic }) => topic)).toEqual(['realtime:room:1'])
    }
    // A refused broadcast gets no answer.
    expect(sender.received.filter(({ ref }) => ref === refused)).toEqual([])
  })

  it('asks the policy at the first broadcast, and again after a new token', async () => {
    const wire = await open()
    await policy(`topic = 'later'`)
    const options = { private: true, broadcast: { self: true }, token: realtime.token() }
    const { joinRef } = await wire.join('realtime:later', options)
    await realtime.sql`
      create policy later on realtime.messages for insert with check (topic = 'later')`
    const send = (event: string) => wire.push('realtime:later', event, content)
    send('first')
    await wire.next({ event: 'broadcast' })
    await realtime.sql`drop policy later on realtime.messages`
    send('second')
    await wire.next({ event: 'broadcast' })
    const access_token = realtime.token()
    wire.send('realtime:later', 'access_token', { access_token }, joinRef ?? '')
    send('third')
    // A channel handles one message after the other.
    await wire.next({ ref: wire.send('realtime:later', 'phx_leave', {}, joinRef ?? '') })
    const sent = wire.received.filter(({ event }) => event === 'broadcast')
    expect(sent.map(({ payload }) => payload.event)).toEqual(['first', 'second'])
  })

  it('leaves no row behind, neither does a join', async () => {
    await ask('room:1')
    const wire = await open()
    const options = { private: true, broadcast: { ack: true }, token: realtime.token() }
    await wire.join('realtime:room:1', options)
    await wire.next({ ref: wire.push('realtime:room:1', 'hi', content) })
    const rows = await realtime.sql`select from realtime.messages where event is null`
    expect(rows).toEqual([])
  })
})
