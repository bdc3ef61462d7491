import type { Watch } from '../notification-types.ts'
import type { SocialError } from '../social-error.ts'
import { Backoff, renewalDelay } from './backoff.ts'
import { isTransient } from './data-source.ts'
import type { Dependencies } from './dependencies.ts'
import type { DisconnectReason } from './disconnect-reason.ts'
import { Poller } from './poller.ts'
import type { Session } from './sessions.ts'
import { StatusTracker } from './status-tracker.ts'
import type { SubscriptionReason, SubscriptionStatus } from './subscription.ts'

const SECOND = 1000
/** An event in the same second as a hint sends no hint. This is added to the second. */
const MARGIN = 250

/** Runs one subscription for one person: by Realtime if possible, and by polling otherwise. */
export class Supervisor {
  readonly #dependencies: Dependencies
  readonly #status: StatusTracker
  readonly #backoff: Backoff
  /** The person of the newest start, until a stop. */
  #personId: string | null = null
  #poller: Poller | null = null
  /** The number of the newest attempt to connect. Results of earlier attempts are ignored. */
  #attempt = 0
  #attemptedAt = 0
  #cancelAttempt = () => {}
  #topic: string | null = null
  #joinedAt: number | null = null
  #refused: string | null = null
  #hintDelay = SECOND
  /** Whether it waits until somebody repairs something, so that an earlier retry is useless. */
  #isOnLongBackoff = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#status = new StatusTracker(dependencies.onStatus)
    this.#backoff = new Backoff(dependencies.clock)
  }

  get status(): SubscriptionStatus {
    return this.#status.current
  }

  /** Starts for a person. Leaves whatever was joined for another person. */
  start(personId: string): void {
    void this.#end()
    if (personId !== this.#personId) this.#dependencies.dataSource.reset()
    const poller: Poller = new Poller(this.#dependencies.clock, () => this.#read(poller))
    this.#poller = poller
    this.#personId = personId
    this.#poll('connecting')
    // Auth calls this function in the middle of its own work, so the work here begins later.
    poller.readIn('first', 0)
    this.#connectIn(0)
  }

  /** Stops until the next start, and forgets the person. Resolves when the channel is left. */
  stop(reason: 'signed_out' | 'unsubscribed'): Promise<void> {
    this.#personId = null
    return this.suspend(reason)
  }

  /**
   * Stops like `stop`, but a start for the same person continues: it reports what came meanwhile.
   */
  suspend(reason: 'signed_out' | 'unsubscribed' = 'signed_out'): Promise<void> {
    const left = this.#end()
    this.#status.set('stopped', reason)
    return left
  }

  /** Forgets the person if somebody else is signed in now, so that the next start begins anew. */
  forgetOthers(personId: string | null): void {
    if (personId !== this.#personId) this.#personId = null
  }

  /** Reads soon, because something has changed that the database sends no hint for. */
  refresh(): void {
    this.#poller?.readNow()
  }

  /** Connects again if the last token was refused, because there is a new one. */
  renew(): void {
    if (this.#isOnLongBackoff) this.#connectIn(0)
  }

  /** Reads and connects again at once, after this computer slept or its network returned. */
  handleWake(): void {
    this.#poller?.readNow()
    // The connection may be dead, and it takes Realtime up to a minute to find out.
    this.#poller?.readIn('wake', 60 * SECOND)
    const leastGap = this.#joinedAt === null ? 5 * SECOND : 60 * SECOND
    const isLongAgo = this.#dependencies.clock.now() - this.#attemptedAt >= leastGap
    if (this.#poller && !this.#isOnLongBackoff && isLongAgo) this.#connectIn(0)
  }

  #end(): Promise<void> {
    this.#attempt++
    this.#cancelAttempt()
    this.#poller?.stop()
    this.#poller = null
    this.#topic = null
    this.#joinedAt = null
    this.#refused = null
    this.#backoff.reset()
    return this.#dependencies.connection.leave()
  }

  async #read(poller: Poller): Promise<boolean> {
    const isOver = () => this.#poller !== poller
    const session = await this.#session()
    if (!session || isOver()) return isOver()
    const { data: deliver, error } = await this.#dependencies.dataSource.read(session.token)
    if (error) return this.#handleReadError(error, session, isOver)
    // In another tab, somebody may have signed out during the read, and Auth announces it later.
    if (!(await this.#session())) return isOver()
    deliver(isOver)
    return true
  }

  /** Returns whether it is useless to read again soon. */
  async #handleReadError(
    error: SocialError,
    { token }: Session,
    isOver: () => boolean,
  ): Promise<boolean> {
    const hasEnded = await this.#hasEnded(error, token)
    // The next attempt ends with the same error, and reports it.
    if (hasEnded && !isOver()) this.#connectIn(0)
    return hasEnded || !isTransient(error)
  }

  /** Renews a session whose token was refused. Returns whether the session has ended. */
  async #hasEnded({ code }: SocialError, token: string): Promise<boolean> {
    return code === 'not_signed_in' && (await this.#dependencies.sessions.renew(token)) === 'ended'
  }

  /** Returns the session of the person for whom this supervisor was started, or null. */
  async #session(): Promise<Session | null> {
    const session = await this.#dependencies.sessions.current()
    return session?.personId === this.#personId ? session : null
  }

  #connectIn(delay: number): void {
    const poller = this.#poller
    this.#cancelAttempt()
    this.#cancelAttempt = this.#dependencies.clock.after(delay, () => {
      if (poller && poller === this.#poller) void this.#connect()
    })
  }

  /** Asks for the topic, which also renews the watch, and joins the topic if it is not joined. */
  async #connect(): Promise<void> {
    const number = ++this.#attempt
    const { clock, dataSource } = this.#dependencies
    this.#attemptedAt = clock.now()
    this.#isOnLongBackoff = false
    const session = await this.#session()
    if (number !== this.#attempt) return
    if (!session) return this.#connectIn(this.#backoff.nextShortDelay())
    const { data: watch, error } = await dataSource.watch(session.token)
    if (number !== this.#attempt) return
    if (error) await this.#handleWatchError(error, session)
    else this.#applyWatch(watch, session)
  }

  #applyWatch({ topic, expires_at, hint_seconds }: Watch, { token }: Session): void {
    const { clock, dataSource, connection } = this.#dependencies
    this.#hintDelay = hint_seconds * SECOND + MARGIN
    if (topic === null || topic === this.#refused) {
      this.#pollWithLongBackoff(topic === null ? 'no_realtime' : 'refused')
      return
    }
    this.#connectIn(renewalDelay(clock, expires_at))
    if (topic === this.#topic && this.#joinedAt !== null) return
    this.#topic = topic
    this.#joinedAt = null
    if (this.#status.current.state !== 'polling') this.#poll('connecting')
    connection.join(topic, dataSource.hint, {
      onJoined: () => this.#handleJoin(),
      onHint: () => this.#handleHint(),
      // The apps of all people who watch a post get this message at the same time.
      onMoved: () => this.#connectIn(clock.random() * SECOND),
      onDisconnected: (reason) => void this.#handleDisconnect(reason, token),
    })
  }

  #handleJoin(): void {
    const { clock, dataSource } = this.#dependencies
    this.#joinedAt = clock.now()
    this.#refused = null
    this.#backoff.recordJoin()
    this.#status.set('realtime', null)
    this.#poller?.setInterval(dataSource.intervals().check)
    this.#poller?.readNow()
    for (const delay of dataSource.rereadDelays) this.#poller?.readIn(`after ${delay}`, delay)
  }

  #handleHint(): void {
    this.#poller?.readNow()
    this.#poller?.readIn('hint', this.#hintDelay)
  }

  async #handleDisconnect(reason: DisconnectReason, token: string): Promise<void> {
    const number = ++this.#attempt
    this.#cancelAttempt()
    this.#backoff.recordDisconnect()
    this.#joinedAt = null
    if (reason === 'impossible') return this.#pollWithLongBackoff('no_realtime')
    if (reason === 'refused' && this.#refused !== null) return this.#pollWithLongBackoff('refused')
    if (reason === 'refused') this.#refused = this.#topic
    this.#poll(reason === 'refused' ? 'refused' : 'unreachable')
    if (reason === 'expired') await this.#dependencies.sessions.renew(token)
    if (number === this.#attempt) this.#connectIn(this.#backoff.nextShortDelay())
  }

  async #handleWatchError(error: SocialError, { token }: Session): Promise<void> {
    const number = this.#attempt
    const hasEnded = await this.#hasEnded(error, token)
    if (number !== this.#attempt) return
    if (hasEnded || !isTransient(error)) return this.#stopWithError(error)
    // A joined channel stays joined. The next attempt renews its watch.
    if (this.#joinedAt === null) this.#poll('unreachable')
    this.#connectIn(Math.max(error.retryAfter ?? 0, 1) * SECOND + this.#backoff.nextShortDelay())
  }

  /** Stops because of an error that does not end by itself, and retries after a long delay. */
  #stopWithError(error: SocialError): void {
    void this.#dependencies.connection.leave()
    this.#joinedAt = null
    this.#poller?.setInterval(null)
    // The app reads once more, and so finds out what the database refuses.
    if (this.#status.current.reason !== 'failed') this.#poller?.readNow()
    this.#status.set('stopped', 'failed', error)
    this.#isOnLongBackoff = true
    this.#connectIn(this.#backoff.nextLongDelay())
  }

  /** Polls, and tries Realtime again after a long delay. */
  #pollWithLongBackoff(reason: 'no_realtime' | 'refused'): void {
    void this.#dependencies.connection.leave()
    this.#joinedAt = null
    this.#refused = null
    this.#isOnLongBackoff = true
    this.#poll(reason)
    this.#connectIn(this.#backoff.nextLongDelay())
  }

  #poll(reason: SubscriptionReason): void {
    this.#poller?.setInterval(this.#dependencies.dataSource.intervals().poll)
    this.#status.set('polling', reason)
  }
}
