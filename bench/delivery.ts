import '../tools/local-stack/node-version.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type RealtimeStack, startRealtimeStack } from '../tests/support/realtime-stack.ts'
import type { Order } from './delivery/clients.ts'
import { startRelay } from './delivery/relay.ts'

/**
 * `npm run bench:delivery` measures the time from a commit to the client, and the memory of a
 * client, in the local stack and in a bare relay of notifications. The two take turns.
 */
const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    events: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
  },
})
const clients = Number(values.clients)
const pause = 1000 / Number(values.events)
const ROUNDS = 5

const AT = 'extract(epoch from clock_timestamp()) * 1000'
const KINDS = {
  relay: `select pg_notify('relay', $1 || ' ' || ${AT})`,
  realtime: `select realtime.send(jsonb_build_object('at', ${AT}), 'hint', 'room:' || $1)`,
}
type Kind = keyof typeof KINDS

const realtime = await startRealtimeStack({ silence: 3_600_000 })
const relay = await startRelay(realtime.sql)
const child = fork(join(import.meta.dirname, 'delivery/clients.ts'))
try {
  const memory = {
    relay: await memoryOf(child, { connect: 'relay', url: relay.url, count: clients }),
    realtime: await memoryOf(child, orderOf(realtime)),
  }
  const delays: Record<Kind, number[]> = { relay: [], realtime: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['relay', 'realtime'] as const) {
      await send(KINDS[kind], Number(values.seconds) / ROUNDS)
      const found = await ask(child, { report: true })
      // The first messages find cold caches.
      if (round > 0) delays[kind].push(...found)
    }
  }
  console.log(`${clients} clients, ${values.events} events a second`)
  console.log('| server | messages | p50 ms | p99 ms | KB per client |\n|---|---|---|---|---|')
  for (const kind of ['relay', 'realtime'] as const) {
    const sorted = delays[kind].sort((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
    console.log(`| ${kind} | ${sorted.length} | ${at(0.5)} | ${at(0.99)} | ${memory[kind]} |`)
  }
} finally {
  child.kill()
  await relay.stop()
  await realtime.stop()
}
process.exit(0)

/** Sends messages to random clients at an even pace. */
async function send(text: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000
  const sent: Promise<unknown>[] = []
  for (let next = performance.now(); next < until; next += pause) {
    await wait(Math.max(0, next - performance.now()))
    sent.push(realtime.sql.unsafe(text, [String(Math.floor(Math.random() * clients))]))
  }
  await Promise.all(sent)
  await wait(500)
}

function orderOf({ stack, token }: RealtimeStack): Order {
  const tokens = Array.from({ length: clients }, () => token())
  return { connect: 'realtime', url: stack.url, key: stack.publishableKey, tokens }
}

/** Connects the clients, and returns the kilobytes that this process needs for each of them. */
async function memoryOf(process_: ChildProcess, order: Order): Promise<number> {
  const before = await used()
  await ask(process_, order)
  return Math.round(((await used()) - before) / 1000 / clients)
}

async function used(): Promise<number> {
  await wait(1000)
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function ask(process_: ChildProcess, order: Order): Promise<number[]> {
  process_.send(order)
  const [answer] = await once(process_, 'message')
  return answer as number[]
}
