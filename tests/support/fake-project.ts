import type { Notification } from '../../src/sdk/notification-types.ts'
import type { FakeClock } from './fake-clock.ts'

/** A joined channel of a fake project, as the server sees it. */
export interface ServerChannel {
  topic: string
  token: string
  /** A message arrives. */
  onMessage(event: string): void
  /** The connection breaks. */
  onBroken(): void
  /** The server closes the channel for good. */
  onClosed(system?: string): void
}

interface Inbox {
  epoch: number
  watchedUntil: number
  hintedAt: number
  groups: Map<string, string>
}

/** The answer of a function: its data, or an error with its HTTP status. */
export type Answer =
  | { data: unknown }
  | { error: { code: string; message: string }; status: number }

const SECOND = 1000

/** A project in memory: the inboxes of people, their topics, and the joined channels. */
export class FakeProject {
  readonly clock: FakeClock
  readonly channels = new Set<ServerChannel>()
  /** How many of the next hints get lost, and whether hints come twice. */
  lost = 0
  isDoubled = false
  /** Whether the Data API answers, and whether Realtime does. */
  isUp = true
  isRealtimeUp = true
  hasRealtime = true
  /** Whether the policies let nobody join. */
  isClosed = false
  watchMinutes = 30
  /** Whether a proxy between the app and the project changes the answers. */
  isGarbled = false
  /** The tokens that Realtime takes for expired, and the Data API unless it is lenient. */
  readonly expired = new Set<string>()
  isLenient = false
  /** The names of the functions that were called, in order. */
  readonly calls: string[] = []
  /** Each state that a group ever had: person, group, time. */
  readonly history: string[] = []
  /** Called with what a first page contained. */
  onRead: (personId: string, groups: Map<string, string>) => void = () => {}
  /** Joins that the server refused. Each one stalls the socket of the app. */
  refusals = 0
  /** Returns an error instead of the answer of a function. */
  refuse: (name: string, personId: string) => string | undefined = () => undefined
  readonly #inboxes = new Map<string, Inbox>()
  #ticks = 0

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  inbox(personId: string): Inbox {
    const inbox = this.#inboxes.get(personId) ?? {
      ...{ epoch: 0, watchedUntil: 0, hintedAt: Number.NEGATIVE_INFINITY },
      groups: new Map<string, string>(),
    }
    this.#inboxes.set(personId, inbox)
    return inbox
  }

  topic(personId: string): string {
    return `social:${personId}:${this.inbox(personId).epoch}`
  }

  /**
   * Notifies a person. A group that exists grows. With `delay`, the transaction began this many
   * milliseconds ago, and commits now.
   */
  notify(personId: string, groupId: string, delay = 0): void {
    const inbox = this.inbox(personId)
    const now = this.clock.now()
    const micros = String(++this.#ticks % 1000).padStart(3, '0')
    const at = `${new Date(now - delay).toISOString().slice(0, -1)}${micros}+00:00`
    const old = inbox.groups.get(groupId)
    if (!old || old < at) inbox.groups.set(groupId, at)
    this.history.push(`${personId} ${groupId} ${at}`)
    if (inbox.watchedUntil <= now || now - inbox.hintedAt < SECOND) return
    inbox.hintedAt = now
    if (this.lost > 0) this.lost--
    else this.send(this.topic(personId), 'inbox')
  }

  /** Moves the topic of a person, as a ban or a sign-out elsewhere does. */
  move(personId: string): void {
    const old = this.topic(personId)
    const inbox = this.inbox(personId)
    inbox.epoch++
    inbox.watchedUntil = 0
    this.send(old, 'moved')
  }

  send(topic: string, event: string): void {
    for (const channel of [...this.channels].filter((one) => one.topic === topic)) {
      channel.onMessage(event)
      if (this.isDoubled) channel.onMessage(event)
    }
  }

  /** Restarts Realtime: every connection breaks. */
  restart(): void {
    for (const channel of [...this.channels]) channel.onBroken()
    this.channels.clear()
  }

  /** Closes every channel for good, as after an error of the database. */
  closeChannels(system?: string): void {
    for (const channel of [...this.channels]) channel.onClosed(system)
    this.channels.clear()
  }

  /** Returns why a join is refused, or undefined. */
  problemOf(topic: string, token: string | null): string | undefined {
    if (token && this.expired.has(token)) return 'InvalidJWTToken: Token has expired 3 seconds ago'
    const isOwn = topic === this.topic(personOf(token) ?? '') || topic.startsWith('social:post:')
    if (isOwn && token && !this.isClosed) return undefined
    this.refusals++
    return `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`
  }

  /** Answers the call of a function. */
  answer(name: string, args: { after?: string; page_size?: number }, token: string): Answer {
    this.calls.push(name)
    if (!this.isUp) return { error: { code: '', message: 'TypeError: fetch failed' }, status: 0 }
    const personId = personOf(token)
    if (!personId || (this.expired.has(token) && !this.isLenient)) {
      return { error: { code: 'PGRST301', message: 'JWT expired' }, status: 401 }
    }
    const refusal = this.refuse(name, personId)
    if (refusal) return { error: { code: 'PT403', message: refusal }, status: 403 }
    const inbox = this.inbox(personId)
    if (name === 'unseen_count') return { data: inbox.groups.size }
    if (this.isGarbled) return { data: 5 }
    if (name === 'notifications') {
      this.onRead(personId, new Map(inbox.groups))
      return { data: this.#page(personId, args) }
    }
    inbox.watchedUntil = this.clock.now() + this.watchMinutes * 60 * SECOND
    const topic = name === 'watch_post' ? 'social:post:a:0' : this.topic(personId)
    const expires_at = new Date(inbox.watchedUntil).toISOString()
    return { data: { topic: this.hasRealtime ? topic : null, expires_at, hint_seconds: 1 } }
  }

  #page(personId: string, { after, page_size = 20 }: { after?: string; page_size?: number }) {
    return [...this.inbox(personId).groups]
      .map(([id, latest_at]) => ({ id, latest_at, cursor: `${latest_at} ${id}` }) as Notification)
      .filter(({ cursor }) => after === undefined || cursor < after)
      .sort((one, other) => (one.cursor < other.cursor ? 1 : -1))
      .slice(0, page_size)
  }
}

/** Returns the person of a fake token. */
export function personOf(token: string | null): string | undefined {
  return /^token-of-(\w+)-/.exec(token ?? '')?.[1]
}
