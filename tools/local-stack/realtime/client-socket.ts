import { setTimeout as wait } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { Channel, type Connection } from './channel.ts'
import type { Hub } from './hub.ts'
import { readJoin } from './join-config.ts'
import { PREFIX } from './options.ts'
import { Refusal } from './refusal.ts'
import type { Frame, Message, Serializer } from './serializer.ts'

const MOST_CHANNELS = 100

/** A WebSocket of a client. */
export class ClientSocket implements Connection {
  private readonly channels = new Map<string, Channel>()
  private readonly inbox: Message[] = []
  private isBusy = false
  /** The frames that wait for the end of a join. */
  private held: Frame[] | undefined
  private readonly silence: NodeJS.Timeout

  constructor(
    readonly hub: Hub,
    readonly serializer: Serializer,
    /** The headers `x-…` of the request. */
    readonly headers: Record<string, string>,
    /** The JWT of the API key. */
    private readonly token: string,
    private readonly socket: WebSocket,
  ) {
    hub.connections.add(this)
    this.silence = setTimeout(() => socket.close(1000), hub.options.silence)
    socket.on('error', () => {})
    socket.on('close', () => this.end())
    socket.on('message', (data, isBinary) => {
      this.silence.refresh()
      const message = serializer.decode(data as Buffer, isBinary)
      // A malformed frame is dropped, and the socket stays open.
      if (!message) return
      this.inbox.push(message)
      if (!this.isBusy) void this.work()
    })
  }

  send(frame: Frame): void {
    if (this.held) this.held.push(frame)
    else if (this.isOpen()) this.socket.send(frame)
  }

  push(message: Message): void {
    this.send(this.serializer.encode(message))
  }

  reply({ joinRef, ref, topic }: Message, status: 'ok' | 'error', response: object): void {
    this.push({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } })
  }

  forget(channel: Channel): void {
    const topic = PREFIX + channel.topic
    if (this.channels.get(topic) === channel) this.channels.delete(topic)
  }

  /** Ends the socket as hosted Realtime does when the settings of a project change. */
  disconnect(): void {
    for (const channel of this.channels.values())
      channel.system('ok', 'Server requested disconnect')
    this.socket.close(1012)
  }

  terminate(): void {
    this.socket.terminate()
    this.end()
  }

  private end(): void {
    clearTimeout(this.silence)
    for (const channel of [...this.channels.values()]) channel.drop()
    this.hub.connections.delete(this)
  }

  private isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  private async work(): Promise<void> {
    this.isBusy = true
    for (let message = this.inbox.shift(); message; message = this.inbox.shift()) {
      if (message.event === 'phx_join' && message.topic.startsWith(PREFIX)) await this.join(message)
      else this.handle(message)
    }
    this.isBusy = false
  }

  private handle(message: Message): void {
    const { topic, event } = message
    const channel = this.channels.get(topic)
    if (channel) channel.receive(message)
    else if (event === 'phx_leave' || (topic === 'phoenix' && event === 'heartbeat')) {
      this.reply(message, 'ok', {})
    } else this.reply(message, 'error', { reason: 'unmatched topic' })
  }

  /** Nothing else moves on the socket until the join is answered, as on a hosted project. */
  private async join(message: Message): Promise<void> {
    // The new channel replaces the old one, even if the new one is refused.
    this.channels.get(message.topic)?.close()
    const held: Frame[] = []
    this.held = held
    const answer = await this.open(message).catch((error) => this.refuse(error))
    this.held = undefined
    if (answer instanceof Channel) {
      this.reply(message, 'ok', { postgres_changes: [] })
      answer.greet()
    } else this.reply(message, 'error', { reason: answer })
    for (const frame of held) this.send(frame)
  }

  private async open({ topic: full, joinRef, payload }: Message): Promise<Channel> {
    const topic = full.slice(PREFIX.length)
    if (!topic) throw new Refusal('TopicNameRequired', 'You must provide a topic name')
    if (this.channels.size >= MOST_CHANNELS) {
      throw new Refusal('ChannelRateLimitReached', 'Too many channels')
    }
    const config = readJoin(payload)
    const own = config.token?.startsWith('sb_') ? undefined : config.token
    const channel = new Channel(this, topic, joinRef, config, own ?? this.token)
    this.hub.stream.start()
    await channel.authorise()
    if (!this.isOpen()) return channel
    this.channels.set(full, channel)
    channel.begin()
    return channel
  }

  private async refuse(error: unknown): Promise<string> {
    if (!(error instanceof Refusal)) console.error('realtime:', error)
    await wait(this.hub.options.joinPause, undefined, { ref: false })
    return error instanceof Refusal ? `${error.code}: ${error.message}` : 'join crashed'
  }
}
