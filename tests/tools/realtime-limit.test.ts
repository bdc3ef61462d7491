import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startRealtimeStack } from '../support/realtime-stack.ts'
import { openWire } from '../support/wire.ts'

/** The limit counts in buckets of five seconds, and allows twice as much in two of them. */
const untilBucketBegins = () => wait(5000 - (Date.now() % 5000))

it('over the limit, messages are lost silently, and a channel that gets one more is closed', async () => {
  const realtime = await startRealtimeStack({ messagesPerSecond: 2 })
  const { url, publishableKey } = realtime.stack
  await untilBucketBegins()
  const wire = await openWire(url, publishableKey)
  const broadcast = { replication_ready: true }
  await wire.join('realtime:room:1', { private: true, broadcast, token: realtime.token() })
  await wire.next({ event: 'system' })
  await wire.join('realtime:room:2', { private: true, token: realtime.token() })
  const send = (room: number, event: string) =>
    realtime.sql`select realtime.send('{}', ${event}, ${`room:${room}`})`
  // Each message costs two: one, and one for its receiver. The limit is a mean of five seconds.
  for (let n = 1; n <= 8; n++) await send(1, `n${n}`)
  const { payload } = await wire.next({ event: 'system' })
  expect(payload).toMatchObject({ message: 'Too many messages per second', channel: 'room:1' })
  await wire.next({ event: 'phx_close', topic: 'realtime:room:1' })
  await send(2, 'lost')
  await wait(300)
  const got = wire.received.filter(({ event }) => event === 'broadcast')
  const count = got.length
  expect(got.map(({ payload: { event } }) => event)).toEqual(
    Array.from({ length: count }, (_, n) => `n${n + 1}`),
  )
  expect(count).toBeGreaterThanOrEqual(6)
  expect(count).toBeLessThanOrEqual(7)
  await wire.settle()
  expect(wire.received.filter(({ event }) => event === 'phx_close')).toHaveLength(1)
  wire.close()
  await realtime.stop()
})
