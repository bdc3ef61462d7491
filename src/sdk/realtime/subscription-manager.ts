import type { Client } from '../supabase.ts'
import { ChannelConnection } from './channel-connection.ts'
import { atMost, type Clock, realClock } from './clock.ts'
import type { DataSource } from './data-source.ts'
import { call } from './listeners.ts'
import { type Session, Sessions } from './sessions.ts'
import type { Subscription, SubscriptionStatus, WatchOptions } from './subscription.ts'
import { Supervisor } from './supervisor.ts'
import { TaskQueue } from './task-queue.ts'
import { detectWake } from './wake-detection.ts'

/** The time that a sign-out waits for the channels to be left. */
const LEAVE_TIMEOUT = 2_000

interface SharedSubscription {
  supervisor: Supervisor
  listeners: Set<WatchOptions>
}

/** All subscriptions on one client. Subscriptions to the same thing share one channel. */
export class SubscriptionManager {
  readonly #db: Client
  readonly #clock: Clock
  readonly #sessions: Sessions
  readonly #queue = new TaskQueue()
  readonly #shared = new Map<string, SharedSubscription>()
  #personId: string | null | undefined
  #token: string | undefined
  /** The number of sign-outs that are running. */
  #signingOut = 0
  #stopWakeDetection = () => {}

  constructor(db: Client, clock: Clock = realClock) {
    this.#db = db
    this.#clock = clock
    this.#sessions = new Sessions(db)
  }

  /** Adds a subscriber. The first one for a key starts the supervisor. */
  subscribe<L extends WatchOptions>(
    key: string,
    makeDataSource: (listeners: ReadonlySet<L>, clock: Clock) => DataSource,
    listener: L,
  ): Subscription {
    const shared = this.#shared.get(key) ?? this.#start(key, makeDataSource, listener)
    const { supervisor, listeners } = shared
    listeners.add(listener)
    supervisor.refresh()
    queueMicrotask(() => {
      if (listeners.has(listener)) void call(() => listener.onStatus?.(supervisor.status))
    })
    return {
      get status(): SubscriptionStatus {
        if (listeners.has(listener)) return supervisor.status
        return { state: 'stopped', reason: 'unsubscribed', error: null }
      },
      unsubscribe: async () => {
        if (listeners.delete(listener) && listeners.size === 0) await this.#end(key, shared)
      },
    }
  }

  /** Makes the subscription with this key read again, if there is one. */
  refresh(key: string): void {
    this.#shared.get(key)?.supervisor.refresh()
  }

  /** Leaves all channels while the work runs. Then continues if somebody is still signed in. */
  async withoutChannels<T>(work: () => Promise<T>): Promise<T> {
    if (this.#shared.size === 0) return work()
    this.#signingOut++
    this.#personId = undefined
    const stops = [...this.#shared.values()].map(({ supervisor }) => supervisor.suspend())
    await atMost(this.#clock, LEAVE_TIMEOUT, Promise.all(stops))
    try {
      return await work()
    } finally {
      this.#signingOut--
      if (this.#shared.size > 0) {
        this.#setSession(await this.#sessions.current())
      }
    }
  }

  #start<L extends WatchOptions>(
    key: string,
    makeDataSource: (listeners: ReadonlySet<L>, clock: Clock) => DataSource,
    first: L,
  ): SharedSubscription {
    // The supervisor asks the listeners at its start how often to read.
    const listeners = new Set([first])
    const supervisor = new Supervisor({
      clock: this.#clock,
      sessions: this.#sessions,
      connection: new ChannelConnection(this.#db, this.#clock, this.#queue, key),
      dataSource: makeDataSource(listeners, this.#clock),
      onStatus: (status) => {
        for (const { onStatus } of listeners) void call(() => onStatus?.(status))
      },
    })
    const shared = { supervisor, listeners: listeners as Set<WatchOptions> }
    this.#shared.set(key, shared)
    if (this.#shared.size === 1) this.#open()
    else if (this.#personId) supervisor.start(this.#personId)
    else if (this.#personId === null) void supervisor.stop('signed_out')
    return shared
  }

  async #end(key: string, { supervisor }: SharedSubscription): Promise<void> {
    this.#shared.delete(key)
    if (this.#shared.size === 0) this.#close()
    await supervisor.stop('unsubscribed')
  }

  #open(): void {
    this.#personId = undefined
    this.#sessions.watch((session) => this.#setSession(session))
    this.#stopWakeDetection = detectWake(
      this.#clock,
      () => this.#each((supervisor) => supervisor.handleWake()),
      () => void this.#checkPerson(),
    )
  }

  #close(): void {
    this.#sessions.stop()
    this.#stopWakeDetection()
  }

  #setSession(session: Session | null): void {
    const personId = session?.personId ?? null
    if (this.#signingOut > 0) {
      this.#each((supervisor) => supervisor.forgetOthers(personId))
      return
    }
    const isOther = personId !== this.#personId
    const isRenewed = session !== null && session.token !== this.#token
    this.#personId = personId
    this.#token = session?.token
    this.#each((supervisor) => {
      if (!isOther && isRenewed) supervisor.renew()
      else if (!isOther) return
      else if (personId) supervisor.start(personId)
      else void supervisor.stop('signed_out')
    })
  }

  /** Finds out who is signed in, where Auth does not announce it. */
  async #checkPerson(): Promise<void> {
    if (!this.#sessions.isExternal) return
    const session = await this.#sessions.current()
    if (this.#shared.size > 0) this.#setSession(session)
  }

  #each(run: (supervisor: Supervisor) => void): void {
    for (const { supervisor } of this.#shared.values()) run(supervisor)
  }
}

const managers = new WeakMap<Client, SubscriptionManager>()

/** Returns the manager of a client. All `createSocial` calls with the same client share it. */
export function managerOf(db: Client): SubscriptionManager {
  const manager = managers.get(db) ?? new SubscriptionManager(db)
  managers.set(db, manager)
  return manager
}
