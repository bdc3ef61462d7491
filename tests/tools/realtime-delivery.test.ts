import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { openWire, type Received, type Wire } from '../support/wire.ts'

const TOPIC = 'realtime:room:1'
let realtime: RealtimeStack
let wire: Wire

beforeAll(async () => {
  realtime = await startRealtimeStack({ joinPause: 100 })
})
beforeEach(async () => {
  wire = await listen()
})
afterEach(() => wire.close())
afterAll(() => realtime?.stop())

/** Joins the room, and waits until the messages of the database arrive. */
async function listen(version?: '1.0.0'): Promise<Wire> {
  const { url, publishableKey } = realtime.stack
  const opened = await openWire(url, publishableKey, version)
  const broadcast = { replication_ready: true }
  await opened.join(TOPIC, { private: true, broadcast, token: realtime.token() })
  const message = 'Replication connection established'
  expect((await opened.next({ event: 'system' })).payload).toEqual({
    ...{ extension: 'system', status: 'ok', message, channel: 'room:1' },
  })
  return opened
}

const send = (event: string, sql = realtime.sql) =>
  sql`select realtime.send('{}', ${event}, 'room:1')`

const broadcasts = ({ received }: Wire): Received[] =>
  received.filter(({ event }) => event === 'broadcast')

const names = (from: Wire) => broadcasts(from).map(({ payload }) => payload.event)

/** Sends a last message, and returns the events of all messages before it. */
async function untilLast(): Promise<string[]> {
  await send('last')
  while (!names(wire).includes('last')) await wait(5)
  return names(wire).slice(0, -1)
}

describe('a message of the database', () => {
  it('has the id of its row in the payload and in the metadata', async () => {
    const older = await listen('1.0.0')
    await realtime.sql`select realtime.send('{"n": 1}', 'hi', 'room:1')`
    const [row] = await realtime.sql`
      select id from realtime.messages where event = 'hi' order by inserted_at desc limit 1`
    const content = { event: 'hi', payload: { n: 1, id: row?.id }, meta: { id: row?.id } }
    const got = await wire.next({ event: 'broadcast' })
    expect(got).toMatchObject({ kind: 4, topic: TOPIC })
    expect(got.payload).toEqual(content)
    const old = await older.next({ event: 'broadcast' })
    expect(old.payload).toEqual({ type: 'broadcast', ...content })
    older.close()
  })

  it('may be larger than a notification of Postgres, and have other letters', async () => {
    const text = 'ü"\\'.repeat(20_000)
    await realtime.sql`
      select realtime.send(${JSON.stringify({ text })}::text::jsonb, 'grüße', 'room:1')`
    const { payload } = await wire.next({ event: 'broadcast' })
    expect([payload.event, payload.payload.text]).toEqual(['grüße', text])
  })

  it('may be bytes, which clients with serializer 1.0.0 do not get', async () => {
    const older = await listen('1.0.0')
    await realtime.sql`select realtime.send_binary('\\x00ff'::bytea, 'bytes', 'room:1')`
    expect((await wire.next({ event: 'broadcast' })).payload.payload).toEqual(Buffer.of(0, 255))
    await older.settle()
    expect(broadcasts(older)).toEqual([])
    older.close()
  })

  it('arrives from an ordinary insert, too', async () => {
    await realtime.sql`insert into realtime.messages (topic, extension, payload, event, private)
      values ('room:1', 'broadcast', '{"a": 1}', 'plain', true)`
    expect((await wire.next({ event: 'broadcast' })).payload.payload).toEqual({ a: 1 })
  })

  it('does not arrive without a payload, with another extension, or with a long event', async () => {
    await realtime.sql`insert into realtime.messages (topic, extension, payload, event, private)
      values ('room:1', 'broadcast', null, 'empty', true),
        ('room:1', 'presence', '{}', 'presence', true),
        ('room:1', 'broadcast', '{}', repeat('e', 256), true),
        ('room:2', 'broadcast', '{}', 'elsewhere', true),
        ('room:1', 'broadcast', '{}', 'public', false)`
    expect(await untilLast()).toEqual([])
  })

  it('does not arrive again when its row changes', async () => {
    await send('one')
    await realtime.sql`update realtime.messages set event = 'two' where event = 'one'`
    expect(await untilLast()).toEqual(['one'])
  })
})

describe('the messages of transactions', () => {
  it('arrive after the commit, in the order of the commits, and not after a rollback', async () => {
    const [first, second] = [await realtime.sql.reserve(), await realtime.sql.reserve()]
    await first`begin`
    await send('a1', first)
    await second`begin`
    await send('b1', second)
    await first`savepoint s`
    await send('undone', first)
    await first`rollback to s`
    await send('a2', first)
    await wait(100)
    expect(broadcasts(wire)).toEqual([])
    await second`commit`
    await first`commit`
    await first`begin`
    await send('undone', first)
    await first`rollback`
    first.release()
    second.release()
    expect(await untilLast()).toEqual(['b1', 'a1', 'a2'])
  })

  it('arrive once and in order when many connections write', async () => {
    const sql = connect(realtime.stack.databaseUrl, 8)
    await Promise.all(Array.from({ length: 400 }, (_, n) => send(`n${n}`, sql)))
    const rows = await sql`select event from realtime.messages where event like 'n%'`
    await sql.end()
    const got = await untilLast()
    expect(got).toHaveLength(rows.length)
    expect(new Set(got)).toEqual(new Set(rows.map(({ event }) => event)))
  })
})

it('messages are lost while the connection to the database is lost, and nobody is told', async () => {
  // The timeout makes the call wait for the end of the process, which would still send the message.
  await realtime.admin`select pg_terminate_backend(pid, 10000) from pg_stat_activity
    where backend_type = 'walsender'`
  await send('lost')
  const slots = () => realtime.admin`select from pg_replication_slots where active`
  while ((await slots()).length === 0) await wait(50)
  await wait(100)
  expect(await untilLast()).toEqual([])
  await wire.settle()
  expect(wire.received.map(({ event }) => event)).toEqual([
    ...['phx_reply', 'system', 'broadcast', 'phx_reply'],
  ])
})

it('the server reads the database only after the first join, and its end closes every socket', async () => {
  const other = await startRealtimeStack()
  const slots = () => other.admin`select from pg_replication_slots`
  expect(await slots()).toEqual([])
  const opened = await openWire(other.stack.url, other.stack.publishableKey)
  await opened.settle()
  expect(await slots()).toEqual([])
  await opened.join('realtime:talk', { broadcast: { replication_ready: true } })
  await opened.next({ event: 'system' })
  expect(await slots()).toHaveLength(1)
  const closed = once(opened.socket, 'close')
  await other.stop()
  await closed
  await expect(openWire(other.stack.url, other.stack.publishableKey)).rejects.toThrow(
    'ECONNREFUSED',
  )
})
