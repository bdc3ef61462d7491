import type { Hub, Receiver } from './hub.ts'
import { type JoinConfig, objectOf } from './join-config.ts'
import { LARGEST_PAYLOAD, PREFIX } from './options.ts'
import { DATABASE_UNAVAILABLE, type Extension } from './permissions.ts'
import { Refusal } from './refusal.ts'
import { BinaryPush, type Frame, type Message, type Serializer } from './serializer.ts'
import { type Claims, checkClaims } from './token.ts'

const FIVE_MINUTES = 300_000
const READY_POLL = 500
const READY_TRIES = 120

/** The socket of a channel. */
export interface Connection {
  readonly hub: Hub
  readonly serializer: Serializer
  readonly headers: Record<string, string>
  send(frame: Frame): void
  push(message: Message): void
  reply(message: Message, status: 'ok' | 'error', response: object): void
  forget(channel: Channel): void
}

/** One joined topic of one connection. */
export class Channel implements Receiver {
  private isOpen = true
  private work: Promise<void> = Promise.resolve()
  /** Whether the caller may send. Undefined until the first broadcast. */
  private canWrite: boolean | undefined
  private readable = new Set<Extension>()
  private claims: Claims
  private expiry: NodeJS.Timeout | undefined
  private readiness: NodeJS.Timeout | undefined

  constructor(
    readonly connection: Connection,
    /** The topic without its prefix. */
    readonly topic: string,
    private readonly joinRef: string | null,
    readonly config: JoinConfig,
    private token: string,
  ) {
    this.claims = connection.hub.readToken(token)
  }

  /** Asks for the right to read a private channel. Throws a `Refusal`. */
  async authorise(): Promise<void> {
    if (!this.config.isPrivate) return
    const extensions: Extension[] = [
      'broadcast',
      ...(this.config.presence ? ['presence' as const] : []),
    ]
    this.readable = await this.connection.hub.permissions.readable(this.asking(), extensions)
  }

  /** Begins the delivery. The caller has joined. */
  begin(): void {
    this.watchExpiry()
    if (!this.config.isPrivate || this.readable.has('broadcast')) this.connection.hub.add(this)
  }

  /** Sends what follows the answer to a join. */
  greet(): void {
    if (this.config.presence) this.push('presence_state', {})
    if (this.config.replicationReady) this.awaitStream(READY_TRIES)
  }

  /** Handles the messages of a client one after the other. */
  receive(message: Message): void {
    this.work = this.work
      .then(() => (this.isOpen ? this.handle(message) : undefined))
      .catch((error) => this.crash(error))
  }

  /** Tells the client the reason, and closes the channel. The socket stays open. */
  fail(text: string): void {
    if (!this.isOpen) return
    this.system('error', text)
    this.close()
  }

  close(event: 'phx_close' | 'phx_error' = 'phx_close'): void {
    if (!this.isOpen) return
    this.drop()
    const { joinRef } = this
    const topic = PREFIX + this.topic
    this.connection.push({ joinRef, ref: joinRef, topic, event, payload: {} })
  }

  /** Ends the channel without a message. */
  drop(): void {
    this.isOpen = false
    clearTimeout(this.expiry)
    clearTimeout(this.readiness)
    this.connection.hub.remove(this)
    this.connection.forget(this)
  }

  system(status: 'ok' | 'error', message: string): void {
    this.push('system', { extension: 'system', status, message, channel: this.topic })
  }

  private async handle(message: Message): Promise<void> {
    switch (message.event) {
      case 'phx_leave':
        this.connection.reply(message, 'ok', {})
        return this.close()
      case 'access_token':
        return this.renew(objectOf(message.payload).access_token)
      case 'broadcast':
        return this.broadcast(message)
      case 'presence':
        return this.connection.reply(message, 'error', { reason: 'There is no presence here' })
    }
  }

  /** The same token, no token and an API key change nothing, as on a hosted project. */
  private async renew(token: unknown): Promise<void> {
    if (typeof token !== 'string' || token === this.token || token.startsWith('sb_')) return
    try {
      this.claims = this.connection.hub.readToken(token)
      this.token = token
      this.canWrite = undefined
      const { readable } = this
      await this.authorise()
      if (readable.has('broadcast') && !this.readable.has('broadcast')) {
        const lost = 'You no longer have permission to read from this Channel topic'
        throw new Refusal('Unauthorized', `${lost}: ${this.topic}`)
      }
      if (this.isOpen) this.begin()
    } catch (error) {
      this.fail(error instanceof Refusal ? error.message : DATABASE_UNAVAILABLE)
    }
  }

  private async broadcast(message: Message): Promise<void> {
    const { payload } = message
    const { hub } = this.connection
    if (this.config.isPrivate && !(await this.mayWrite())) return
    const isTooLarge = sizeOf(payload) > LARGEST_PAYLOAD
    if (!isTooLarge) {
      const topic = PREFIX + this.topic
      const plain = { joinRef: null, ref: null, topic, event: 'broadcast', payload }
      hub.send(
        this.topic,
        this.config.isPrivate,
        (serializer) =>
          payload instanceof BinaryPush
            ? serializer.encodeBroadcast({ ...payload, topic })
            : serializer.encode(plain),
        this.config.self ? undefined : this,
      )
    }
    if (this.config.ack) this.connection.reply(message, isTooLarge ? 'error' : 'ok', {})
  }

  private async mayWrite(): Promise<boolean> {
    this.canWrite ??= await this.connection.hub.permissions.isWritable(this.asking(), 'broadcast')
    return this.canWrite
  }

  private asking() {
    return { topic: this.topic, claims: this.claims, headers: this.connection.headers }
  }

  private watchExpiry(): void {
    clearTimeout(this.expiry)
    // A timer of Node may fire one millisecond early.
    const left = this.claims.exp * 1000 - Date.now() + 2
    this.expiry = setTimeout(() => this.checkExpiry(), Math.min(left, FIVE_MINUTES))
  }

  private checkExpiry(): void {
    try {
      checkClaims(this.claims)
      this.watchExpiry()
    } catch (error) {
      this.fail((error as Error).message)
    }
  }

  private awaitStream(tries: number): void {
    if (this.connection.hub.stream.isReady) {
      this.system('ok', 'Replication connection established')
    } else if (tries === 0) {
      this.fail('Replication connection was not established in time')
    } else {
      this.readiness = setTimeout(() => this.awaitStream(tries - 1), READY_POLL)
    }
  }

  private push(event: string, payload: object): void {
    const { joinRef } = this
    this.connection.push({ joinRef, ref: null, topic: PREFIX + this.topic, event, payload })
  }

  private crash(error: unknown): void {
    console.error('realtime:', error)
    this.close('phx_error')
  }
}

function sizeOf(payload: unknown): number {
  return payload instanceof BinaryPush
    ? payload.payload.length
    : Buffer.byteLength(JSON.stringify(payload) ?? '')
}
