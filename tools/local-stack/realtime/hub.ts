import { MessageRate } from './message-rate.ts'
import { MessageStream } from './message-stream.ts'
import { LARGEST_PAYLOAD, PREFIX, type RealtimeOptions } from './options.ts'
import { openPermissions, type Permissions } from './permissions.ts'
import type { MessageRow } from './pgoutput.ts'
import type { Frame, Serializer } from './serializer.ts'
import { type Keys, readToken } from './token.ts'

/** A channel that receives the broadcasts of its topic. */
export interface Receiver {
  readonly topic: string
  readonly config: { isPrivate: boolean }
  readonly connection: { serializer: Serializer; send(frame: Frame): void }
  /** Tells the client the reason, and closes the channel. */
  fail(text: string): void
}

/** A socket, for what happens to all sockets at once. */
interface Socket {
  disconnect(): void
  terminate(): void
}

/** Hosted Realtime stops reading the database about this long after the last channel ended. */
const IDLE = 11 * 60_000

/** What all connections share: the joined channels, and the ways to the database. */
export class Hub {
  readonly connections = new Set<Socket>()
  readonly permissions: Permissions
  readonly stream: MessageStream
  private readonly channels = new Map<string, Set<Receiver>>()
  private readonly rate: MessageRate
  private idle: NodeJS.Timeout | undefined

  constructor(
    readonly options: RealtimeOptions,
    private readonly keys: Keys,
    databaseUrl: string,
  ) {
    this.permissions = openPermissions(databaseUrl)
    this.stream = new MessageStream(databaseUrl, (row) => this.sendRow(row))
    this.rate = new MessageRate(options.messagesPerSecond)
  }

  readToken(token: string) {
    return readToken(token, this.keys.jwtSecret)
  }

  add(channel: Receiver): void {
    clearTimeout(this.idle)
    const key = keyOf(channel.topic, channel.config.isPrivate)
    const joined = this.channels.get(key)
    if (joined) joined.add(channel)
    else this.channels.set(key, new Set([channel]))
  }

  remove(channel: Receiver): void {
    const key = keyOf(channel.topic, channel.config.isPrivate)
    const joined = this.channels.get(key)
    joined?.delete(channel)
    if (joined?.size === 0) this.channels.delete(key)
    if (this.channels.size > 0) return
    clearTimeout(this.idle)
    this.idle = setTimeout(() => this.stream.stop(), IDLE).unref()
  }

  /**
   * Sends a frame to every channel of a topic. Over the limit of messages, each channel that gets
   * one more is closed, as on a hosted project.
   */
  send(
    topic: string,
    isPrivate: boolean,
    encode: (serializer: Serializer) => Frame | undefined,
    except?: Receiver,
  ): void {
    const joined = this.channels.get(keyOf(topic, isPrivate)) ?? []
    const frames = new Map<Serializer, Frame | undefined>()
    let reached = 0
    for (const channel of joined) {
      if (channel === except) continue
      const { serializer } = channel.connection
      if (!frames.has(serializer)) frames.set(serializer, encode(serializer))
      const frame = frames.get(serializer)
      if (frame === undefined) continue
      channel.connection.send(frame)
      reached++
    }
    this.rate.add(1 + reached)
    if (!this.rate.isOver()) return
    for (const channel of [...joined]) {
      if (channel !== except) channel.fail('Too many messages per second')
    }
  }

  /** Sends a row of realtime.messages. Over the limit of messages, the row is lost silently. */
  private sendRow({ id, topic, event, extension, isPrivate, ...row }: MessageRow): void {
    const payload = row.payload ?? row.binaryPayload
    if (extension !== 'broadcast' || !payload || payload.length > LARGEST_PAYLOAD) return
    if (this.rate.isOver()) return
    const isJson = row.payload !== null
    const broadcast = { topic: PREFIX + topic, event, isJson, payload, metadata: `{"id":"${id}"}` }
    this.send(topic, isPrivate, (serializer) => serializer.encodeBroadcast(broadcast))
  }

  async stop(): Promise<void> {
    clearTimeout(this.idle)
    await Promise.all([this.stream.stop(), this.permissions.stop()])
  }
}

function keyOf(topic: string, isPrivate: boolean): string {
  return `${isPrivate ? 'private' : 'public'} ${topic}`
}
