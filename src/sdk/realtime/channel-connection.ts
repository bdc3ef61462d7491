import type { RealtimeChannel } from '@supabase/supabase-js'
import type { Client } from '../supabase.ts'
import { atMost, type Clock, wait } from './clock.ts'
import { type DisconnectReason, disconnectReasonOf } from './disconnect-reason.ts'
import type { TaskQueue } from './task-queue.ts'

/** What happens on a joined channel. */
export interface ChannelEvents {
  /** The channel is joined. */
  onJoined(): void
  /** A hint came. */
  onHint(): void
  /** The topic is silent from now on, and another topic takes its place. */
  onMoved(): void
  /** The channel was lost, or was not joined. The connection has left it. */
  onDisconnected(reason: DisconnectReason): void
}

/** A join that got no answer. supabase-js itself reports a join without answer after 10 seconds. */
const ANSWER_TIMEOUT = 15_000

/**
 * At most one private channel of Realtime. A join waits until the old channel is left, because
 * supabase-js returns the old object for a topic that is still being left. A lost channel is never
 * joined again: each join uses a new object, with the token of now.
 */
export class ChannelConnection {
  readonly #db: Client
  readonly #clock: Clock
  readonly #queue: TaskQueue
  readonly #key: string
  #channel: RealtimeChannel | null = null
  /** The number of the newest join or leave. Events of earlier channels are ignored. */
  #number = 0

  /** Connections with the same key wait for each other, also those that nobody uses any more. */
  constructor(db: Client, clock: Clock, queue: TaskQueue, key: string) {
    this.#db = db
    this.#clock = clock
    this.#queue = queue
    this.#key = key
  }

  /** Leaves the channel, and joins the topic. `hint` is the name of the event that is a hint. */
  join(topic: string, hint: string, events: ChannelEvents): void {
    const number = ++this.#number
    void this.#queue.run(this.#key, async () => {
      await this.#remove()
      if (number !== this.#number) return
      try {
        await this.#open(topic, hint, events, number)
      } catch (error) {
        // There is no WebSocket here, or the topic is still being left.
        this.#disconnect(number, events, disconnectReasonOf(error))
      }
    })
  }

  /** Leaves the channel. No event of the channel is reported from now on. */
  leave(): Promise<void> {
    this.#number++
    return this.#queue.run(this.#key, () => this.#remove())
  }

  async #open(topic: string, hint: string, events: ChannelEvents, number: number): Promise<void> {
    // Without the token, supabase-js would send the first join as an anonymous visitor.
    await this.#db.realtime.setAuth()
    await this.#untilDisconnected()
    if (number !== this.#number) return
    const isCurrent = () => number === this.#number
    const channel = this.#db.channel(topic, { config: { private: true } })
    this.#channel = channel
    let problem: unknown
    channel.on('broadcast', { event: hint }, () => isCurrent() && events.onHint())
    channel.on('broadcast', { event: 'moved' }, () => isCurrent() && events.onMoved())
    channel.on('system', {}, (message: { status?: string }) => {
      if (message?.status === 'error') problem = message
    })
    const stopWaiting = this.#clock.after(ANSWER_TIMEOUT, () => {
      this.#disconnect(number, events, 'unreachable')
    })
    channel.subscribe((status, error) => {
      stopWaiting()
      if (!isCurrent()) return
      if (status === 'SUBSCRIBED') events.onJoined()
      else this.#disconnect(number, events, disconnectReasonOf(error, problem))
    })
  }

  /** supabase-js does not connect while it disconnects, and the join would wait in vain. */
  async #untilDisconnected(): Promise<void> {
    for (let tries = 0; tries < 20 && this.#db.realtime.isDisconnecting(); tries++) {
      await wait(this.#clock, 100)
    }
  }

  #disconnect(number: number, events: ChannelEvents, reason: DisconnectReason): void {
    if (number !== this.#number) return
    void this.leave()
    events.onDisconnected(reason)
  }

  /** Removes the channel also from the client, which would otherwise join it again for ever. */
  async #remove(): Promise<void> {
    const channel = this.#channel
    this.#channel = null
    if (!channel) return
    try {
      await atMost(this.#clock, ANSWER_TIMEOUT, this.#db.removeChannel(channel))
    } catch {
      // A channel that cannot be left is lost all the same.
    }
  }
}
