import type { Client } from '../supabase.ts'
import { atMost, type Clock, realClock } from './clock.ts'
import type { Duty } from './duty.ts'
import { Line } from './line.ts'
import { call } from './listeners.ts'
import { type Session, Sessions } from './sessions.ts'
import type { Subscription, SubscriptionStatus, WatchOptions } from './subscription.ts'
import { Supervisor } from './supervisor.ts'
import { Turns } from './turns.ts'
import { watchWaking } from './wake.ts'

/** The time that a sign-out waits for the channels to be left. */
const LEAVING = 2_000

interface Shared {
  supervisor: Supervisor
  listeners: Set<WatchOptions>
}

/** All subscriptions on one client. Subscriptions to the same thing share one channel. */
export class Hub {
  readonly #db: Client
  readonly #clock: Clock
  readonly #sessions: Sessions
  readonly #turns = new Turns()
  readonly #shared = new Map<string, Shared>()
  #personId: string | null | undefined
  #token: string | undefined
  /** The number of sign-outs that are running. */
  #signingOut = 0
  #stopWaking = () => {}

  constructor(db: Client, clock: Clock = realClock) {
    this.#db = db
    this.#clock = clock
    this.#sessions = new Sessions(db)
  }

  /** Adds a subscriber. The first one for a key starts the supervisor. */
  subscribe<L extends WatchOptions>(
    key: string,
    makeDuty: (listeners: ReadonlySet<L>, clock: Clock) => Duty,
    listener: L,
  ): Subscription {
    const shared = this.#shared.get(key) ?? this.#start(key, makeDuty, listener)
    const { supervisor, listeners } = shared
    listeners.add(listener)
    supervisor.look()
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
  look(key: string): void {
    this.#shared.get(key)?.supervisor.look()
  }

  /** Leaves all channels while the work runs. Then continues if somebody is still signed in. */
  async withoutChannels<T>(work: () => Promise<T>): Promise<T> {
    if (this.#shared.size === 0) return work()
    this.#signingOut++
    this.#personId = undefined
    const stops = [...this.#shared.values()].map(({ supervisor }) => supervisor.pause())
    await atMost(this.#clock, LEAVING, Promise.all(stops))
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
    makeDuty: (listeners: ReadonlySet<L>, clock: Clock) => Duty,
    first: L,
  ): Shared {
    // The supervisor asks the listeners at its start how often to read.
    const listeners = new Set([first])
    const supervisor = new Supervisor({
      clock: this.#clock,
      sessions: this.#sessions,
      line: new Line(this.#db, this.#clock, this.#turns, key),
      duty: makeDuty(listeners, this.#clock),
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

  async #end(key: string, { supervisor }: Shared): Promise<void> {
    this.#shared.delete(key)
    if (this.#shared.size === 0) this.#close()
    await supervisor.stop('unsubscribed')
  }

  #open(): void {
    this.#personId = undefined
    this.#sessions.watch((session) => this.#setSession(session))
    this.#stopWaking = watchWaking(
      this.#clock,
      () => this.#each((supervisor) => supervisor.wake()),
      () => void this.#checkPerson(),
    )
  }

  #close(): void {
    this.#sessions.stop()
    this.#stopWaking()
  }

  #setSession(session: Session | null): void {
    if (this.#signingOut > 0) return
    const personId = session?.personId ?? null
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

const hubs = new WeakMap<Client, Hub>()

/** Returns the hub of a client. All `createSocial` calls with the same client share it. */
export function hubOf(db: Client): Hub {
  const hub = hubs.get(db) ?? new Hub(db)
  hubs.set(db, hub)
  return hub
}
