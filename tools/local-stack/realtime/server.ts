import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { connect, databaseUrl } from '../bootstrap.ts'
import type { Settings } from '../data-folder.ts'
import { SUPERUSER } from '../postgres.ts'
import { ClientSocket } from './client-socket.ts'
import { answerBroadcast } from './http-broadcast.ts'
import { Hub } from './hub.ts'
import { DEFAULTS, type RealtimeOptions } from './options.ts'
import { createPartitions, dropOldPartitions } from './partitions.ts'
import { Refusal } from './refusal.ts'
import { serializerOf } from './serializer.ts'
import { readToken, tokenOfKey } from './token.ts'

/** A small server that speaks the protocol of hosted Realtime. */
export interface Realtime {
  /** Resolves when the database can take messages. */
  ready: Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Answers `POST /realtime/v1/api/broadcast`. */
  broadcast(request: Request, body: Buffer): Promise<Response>
  /** Closes all sockets, as hosted Realtime does when the settings of a project change. */
  disconnect(): void
  stop(): Promise<void>
}

const LARGEST_FRAME = 5_000_000
const HOUR = 3_600_000

export function startRealtime(
  settings: Settings,
  databasePort: number,
  changes: Partial<RealtimeOptions> = {},
): Realtime {
  const url = databaseUrl(databasePort, settings.password, SUPERUSER)
  const options = { ...DEFAULTS, ...changes }
  const hub = new Hub(options, settings, url)
  const ready = renewPartitions(url)
  const daily = setInterval(() => renewPartitions(url).catch(() => {}), HOUR).unref()
  const server = new WebSocketServer({
    ...{ noServer: true, maxPayload: LARGEST_FRAME, perMessageDeflate: false },
  })
  return {
    ready,
    upgrade(request, socket, head) {
      const opened = open(request, settings)
      if ('refusal' in opened) void refuse(socket, opened.refusal, options.upgradePause)
      else {
        const { serializer, headers, token } = opened
        server.handleUpgrade(request, socket, head, (client) => {
          new ClientSocket(hub, serializer, headers, token, client)
        })
      }
    },
    broadcast: (request, body) => answerBroadcast(request, body, hub, settings),
    disconnect() {
      for (const connection of hub.connections) connection.disconnect()
    },
    async stop() {
      clearInterval(daily)
      await ready.catch(() => {})
      for (const connection of [...hub.connections]) connection.terminate()
      await hub.stop()
    },
  }
}

async function renewPartitions(url: string): Promise<void> {
  const sql = connect(url)
  try {
    await createPartitions(sql)
    await dropOldPartitions(sql)
  } finally {
    await sql.end()
  }
}

type Refused = { refusal: [status: number, error: string] }
type Opened = Pick<ClientSocket, 'serializer' | 'headers'> & { token: string }

/** Reads the parameters of a WebSocket request. */
function open(request: IncomingMessage, settings: Settings): Refused | Opened {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const header = request.headers['x-api-key']
  const key = searchParams.get('apikey') ?? (Array.isArray(header) ? header[0] : header)
  if (!key) return { refusal: [401, 'API key is missing'] }
  const serializer = serializerOf(searchParams.get('vsn') ?? '1.0.0')
  if (!serializer) return { refusal: [403, 'The serializer version is not supported'] }
  const token = tokenOfKey(key, settings)
  try {
    readToken(token, settings.jwtSecret)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const text = error.message.replace(/^Token has expired .*/, 'Token has expired')
    return { refusal: [401, text] }
  }
  return { serializer, token, headers: ownHeaders(request) }
}

/** The headers that policies can read. */
function ownHeaders({ headers }: IncomingMessage): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-'))
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]))
}

async function refuse(
  socket: Duplex,
  [status, error]: Refused['refusal'],
  pause: number,
): Promise<void> {
  await wait(pause, undefined, { ref: false })
  const body = JSON.stringify({ error })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
