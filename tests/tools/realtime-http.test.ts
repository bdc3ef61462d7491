import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { openWire } from '../support/wire.ts'

let realtime: RealtimeStack

beforeAll(async () => {
  realtime = await startRealtimeStack()
})
afterAll(() => realtime?.stop())

const message = { topic: 'room:1', event: 'hi', payload: { n: 1 } }

async function post(body: unknown, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const { status } = await fetch(`${realtime.stack.url}/realtime/v1/api/broadcast`, {
    ...{ method: 'POST', headers, body: JSON.stringify(body) },
  })
  return status
}

/** Joins the room, and returns the broadcasts that arrive until now. */
async function listen(isPrivate: boolean) {
  const wire = await openWire(realtime.stack.url, realtime.stack.publishableKey)
  await wire.join('realtime:room:1', { private: isPrivate, token: realtime.token() })
  return async () => {
    await wire.settle()
    wire.close()
    return wire.received.filter(({ event }) => event === 'broadcast').map(({ payload }) => payload)
  }
}

it('a request sends to a private channel only what a policy allows, and is accepted anyway', async () => {
  const [hidden, open] = [await listen(true), await listen(false)]
  const anon = realtime.stack.publishableKey
  expect(await post({ messages: [{ ...message, private: true, event: 'no' }] }, anon)).toBe(202)
  expect(await post({ messages: [{ ...message, private: true }] }, realtime.token())).toBe(202)
  expect(await post({ messages: [{ ...message, event: 'public' }] }, anon)).toBe(202)
  expect(await hidden()).toEqual([{ type: 'broadcast', event: 'hi', payload: { n: 1 } }])
  expect(await open()).toEqual([{ type: 'broadcast', event: 'public', payload: { n: 1 } }])
})

it('a request without a valid token or without messages is refused', async () => {
  expect(await post({ messages: [message] }, 'sb_publishable_no')).toBe(401)
  expect(await post({ messages: [message] }, realtime.token({}, -5))).toBe(401)
  for (const body of [null, {}, { messages: 1 }, { messages: [{}] }]) {
    expect(await post(body, realtime.token())).toBe(422)
  }
})

it('supabase-js sends such a request before the channel is joined', async () => {
  const got = await listen(false)
  const { url, publishableKey } = realtime.stack
  const client = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  })
  const channel = client.channel('room:1')
  expect(await channel.send({ type: 'broadcast', ...message })).toBe('ok')
  expect(await got()).toEqual([{ type: 'broadcast', event: 'hi', payload: { n: 1 } }])
})
