import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** A message of the protocol of Realtime, as a client reads it. */
export interface Received {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests compare the payload with what they expect.
  payload: any
  /** The first byte of a binary frame. */
  kind?: number
}

export interface JoinOptions {
  private?: boolean | string
  broadcast?: object
  presence?: object
  token?: string
}

type Version = '1.0.0' | '2.0.0'

/** A client that speaks the protocol without the SDK. */
export interface Wire {
  socket: WebSocket
  /** Everything that arrived. */
  received: Received[]
  /** Sends a message, and returns its ref. */
  send(topic: string, event: string, payload: unknown, joinRef?: string): string
  /** Sends a frame as it is. */
  raw(frame: string | Buffer): void
  /** Sends a broadcast in a binary frame of version 2.0.0. */
  push(topic: string, event: string, payload: Buffer, isJson?: boolean, joinRef?: string): string
  /** Joins a topic, and returns the answer. The ref of the channel is `answer.joinRef`. */
  join(topic: string, options?: JoinOptions): Promise<Received>
  /** Resolves with the first message that matches and that no call has returned yet. */
  next(match: Partial<Received>, milliseconds?: number): Promise<Received>
  /** Sends a heartbeat and waits for the answer, which comes after everything that was sent before. */
  settle(): Promise<void>
  close(): void
}

/** Opens a socket. With an empty key, the headers may contain the key. */
export async function openWire(
  url: string,
  key: string,
  version: Version = '2.0.0',
  headers: Record<string, string> = {},
): Promise<Wire> {
  const parameters = `${key && `apikey=${key}&`}vsn=${version}`
  const address = `${url.replace('http', 'ws')}/realtime/v1/websocket?${parameters}`
  const socket = new WebSocket(address, { headers })
  const received: Received[] = []
  const returned = new Set<Received>()
  socket.on('message', (data, isBinary) =>
    received.push(isBinary ? readBinary(data as Buffer) : readText(String(data), version)),
  )
  await once(socket, 'open')
  let refs = 0
  const wire: Wire = {
    ...{ socket, received },
    raw: (frame) => socket.send(frame),
    send(topic, event, payload, joinRef) {
      const ref = String(++refs)
      const parts = { topic, event, payload, ref, join_ref: joinRef ?? null }
      socket.send(
        JSON.stringify(version === '1.0.0' ? parts : [parts.join_ref, ref, topic, event, payload]),
      )
      return ref
    },
    push(topic, event, payload, isJson = true, joinRef = '1') {
      const ref = String(++refs)
      const parts = [joinRef, ref, topic, event, ''].map((part) => Buffer.from(part))
      const header = Buffer.from([3, ...parts.map(({ length }) => length), isJson ? 1 : 0])
      socket.send(Buffer.concat([header, ...parts, payload]))
      return ref
    },
    join(topic, { token, ...config } = {}) {
      const ref = String(refs + 1)
      wire.send(topic, 'phx_join', { config, access_token: token }, ref)
      return wire.next({ event: 'phx_reply', ref })
    },
    async next(match, milliseconds = 10_000) {
      const end = Date.now() + milliseconds
      while (Date.now() < end) {
        const found = received.find((one) => !returned.has(one) && matches(one, match))
        if (found) returned.add(found)
        if (found) return found
        await wait(5)
      }
      throw new Error(`Nothing like ${JSON.stringify(match)} in ${JSON.stringify(received)}`)
    },
    async settle() {
      const ref = wire.send('phoenix', 'heartbeat', {})
      await wire.next({ event: 'phx_reply', ref })
    },
    close: () => socket.terminate(),
  }
  return wire
}

function matches(received: Received, match: Partial<Received>): boolean {
  return Object.entries(match).every(
    ([name, value]) => JSON.stringify(received[name as keyof Received]) === JSON.stringify(value),
  )
}

function readText(text: string, version: Version): Received {
  const value = JSON.parse(text)
  if (version === '1.0.0') {
    const { topic, event, payload, ref, join_ref } = value
    return { joinRef: join_ref, ref, topic, event, payload }
  }
  const [joinRef, ref, topic, event, payload] = value
  return { joinRef, ref, topic, event, payload }
}

/** Reads a broadcast to a client, whose header has the kind, three lengths and the encoding. */
function readBinary(frame: Buffer): Received {
  const [kind, topicLength = 0, eventLength = 0, metaLength = 0, encoding] = frame
  let at = 5
  const take = (length: number) => {
    at += length
    return frame.toString('utf8', at - length, at)
  }
  const [topic, event, meta] = [take(topicLength), take(eventLength), take(metaLength)]
  const rest = frame.subarray(at)
  const payload = {
    event,
    payload: encoding === 1 ? JSON.parse(rest.toString()) : rest,
    ...(meta && { meta: JSON.parse(meta) }),
  }
  return { joinRef: null, ref: null, topic, event: 'broadcast', payload, kind: kind ?? 0 }
}
