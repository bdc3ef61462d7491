import type { SocialError } from '../errors.ts'
import type { Watch } from '../notification-types.ts'
import { isPassing } from './duty.ts'
import { Looks } from './looks.ts'
import type { Loss } from './losses.ts'
import type { Parts } from './parts.ts'
import { Backoff, renewalPause } from './pauses.ts'
import type { Session } from './sessions.ts'
import { StatusBoard } from './status.ts'
import type { SubscriptionReason, SubscriptionStatus } from './subscription.ts'

const SECOND = 1000
/** An event in the same second as a hint sends no hint. This is added to the second. */
const A_LITTLE = 250

/** Keeps the news of one person coming: by Realtime if possible, and by polling otherwise. */
export class Supervisor {
  readonly #parts: Parts
  readonly #status: StatusBoard
  readonly #backoff: Backoff
  /** The person of the newest start, until a stop. */
  #personId: string | null = null
  #looks: Looks | null = null
  /** The number of the newest try to connect. The results of earlier tries are ignored. */
  #try = 0
  #triedAt = 0
  #cancelTry = () => {}
  #topic: string | null = null
  #joinedAt: number | null = null
  #refused: string | null = null
  #hintPause = SECOND
  /** Whether it waits for somebody's work, so that an earlier try is useless. */
  #isResting = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#status = new StatusBoard(parts.onStatus)
    this.#backoff = new Backoff(parts.clock)
  }

  get status(): SubscriptionStatus {
    return this.#status.current
  }

  /** Starts for a person. Leaves whatever was joined for another person. */
  start(personId: string): void {
    void this.#end()
    if (personId !== this.#personId) this.#parts.duty.reset()
    const looks: Looks = new Looks(this.#parts.clock, () => this.#look(looks))
    this.#looks = looks
    this.#personId = personId
    this.#poll('connecting')
    // Auth calls this function in the middle of its own work, so the work here begins later.
    looks.askIn('first', 0)
    this.#tryIn(0)
  }

  /** Stops until the next start, and forgets the person. Resolves when the channel is left. */
  stop(reason: 'signed_out' | 'unsubscribed'): Promise<void> {
    this.#personId = null
    return this.pause(reason)
  }

  /**
   * Stops like `stop`, but a start for the same person continues: it reports what came meanwhile.
   */
  pause(reason: 'signed_out' | 'unsubscribed' = 'signed_out'): Promise<void> {
    const left = this.#end()
    this.#status.set('stopped', reason)
    return left
  }

  /** Looks soon, because something has changed that the database sends no hint for. */
  look(): void {
    this.#looks?.ask()
  }

  /** Tries again if the last token was refused, because there is a new one. */
  renew(): void {
    if (this.#isResting) this.#tryIn(0)
  }

  /** Looks and tries again at once, after this computer slept or its network returned. */
  wake(): void {
    this.#looks?.ask()
    // The connection may be dead, and it takes Realtime up to a minute to find out.
    this.#looks?.askIn('wake', 60 * SECOND)
    const calm = this.#joinedAt === null ? 5 * SECOND : 60 * SECOND
    const isLongAgo = this.#parts.clock.now() - this.#triedAt >= calm
    if (this.#looks && !this.#isResting && isLongAgo) this.#tryIn(0)
  }

  #end(): Promise<void> {
    this.#try++
    this.#cancelTry()
    this.#looks?.stop()
    this.#looks = null
    this.#topic = null
    this.#joinedAt = null
    this.#refused = null
    this.#backoff.reset()
    return this.#parts.line.leave()
  }

  async #look(looks: Looks): Promise<boolean> {
    const isOver = () => this.#looks !== looks
    const session = await this.#session()
    if (!session || isOver()) return isOver()
    const { data: tell, error } = await this.#parts.duty.read(session.token)
    if (error) return this.#misread(error, session, isOver)
    // In another tab, somebody may have signed out during the read, and Auth announces it later.
    if (!(await this.#session())) return isOver()
    tell(isOver)
    return true
  }

  /** Returns whether it is useless to read again soon. */
  async #misread(error: SocialError, { token }: Session, isOver: () => boolean): Promise<boolean> {
    const hasEnded = await this.#hasEnded(error, token)
    // The next try ends with the same error, and reports it.
    if (hasEnded && !isOver()) this.#tryIn(0)
    return hasEnded || !isPassing(error)
  }

  /** Renews a session whose token was refused. Returns whether the session has ended. */
  async #hasEnded({ code }: SocialError, token: string): Promise<boolean> {
    return code === 'not_signed_in' && (await this.#parts.sessions.renew(token)) === 'ended'
  }

  /** Returns the session of the person for whom this supervisor was started, or null. */
  async #session(): Promise<Session | null> {
    const session = await this.#parts.sessions.current()
    return session?.personId === this.#personId ? session : null
  }

  #tryIn(pause: number): void {
    const looks = this.#looks
    this.#cancelTry()
    this.#cancelTry = this.#parts.clock.after(pause, () => {
      if (looks && looks === this.#looks) void this.#connect()
    })
  }

  /** Asks for the topic, which also renews the watch, and joins the topic if it is not joined. */
  async #connect(): Promise<void> {
    const number = ++this.#try
    const { clock, duty } = this.#parts
    this.#triedAt = clock.now()
    this.#isResting = false
    const session = await this.#session()
    if (number !== this.#try) return
    if (!session) return this.#tryIn(this.#backoff.soon())
    const { data: watch, error } = await duty.watch(session.token)
    if (number !== this.#try) return
    if (error) await this.#fail(error, session)
    else this.#follow(watch, session)
  }

  #follow({ topic, expires_at, hint_seconds }: Watch, { token }: Session): void {
    const { clock, duty, line } = this.#parts
    this.#hintPause = hint_seconds * SECOND + A_LITTLE
    if (topic === null || topic === this.#refused) {
      this.#rest(topic === null ? 'no_realtime' : 'refused')
      return
    }
    this.#tryIn(renewalPause(clock, expires_at))
    if (topic === this.#topic && this.#joinedAt !== null) return
    this.#topic = topic
    this.#joinedAt = null
    if (this.#status.current.state !== 'polling') this.#poll('connecting')
    line.join(topic, duty.hint, {
      onJoined: () => this.#join(),
      onHint: () => this.#hint(),
      // The apps of all people who watch a post get this message at the same time.
      onMoved: () => this.#tryIn(clock.random() * SECOND),
      onLost: (loss) => void this.#lose(loss, token),
    })
  }

  #join(): void {
    const { clock, duty } = this.#parts
    this.#joinedAt = clock.now()
    this.#refused = null
    this.#backoff.join()
    this.#status.set('realtime', null)
    this.#looks?.setInterval(duty.intervals().check)
    this.#looks?.ask()
    for (const pause of duty.settle) this.#looks?.askIn(`after ${pause}`, pause)
  }

  #hint(): void {
    this.#looks?.ask()
    this.#looks?.askIn('hint', this.#hintPause)
  }

  async #lose(loss: Loss, token: string): Promise<void> {
    const number = ++this.#try
    this.#cancelTry()
    this.#backoff.lose()
    this.#joinedAt = null
    if (loss === 'impossible') return this.#rest('no_realtime')
    if (loss === 'refused' && this.#refused !== null) return this.#rest('refused')
    if (loss === 'refused') this.#refused = this.#topic
    this.#poll(loss === 'refused' ? 'refused' : 'unreachable')
    if (loss === 'expired') await this.#parts.sessions.renew(token)
    if (number === this.#try) this.#tryIn(this.#backoff.soon())
  }

  async #fail(error: SocialError, { token }: Session): Promise<void> {
    const number = this.#try
    const hasEnded = await this.#hasEnded(error, token)
    if (number !== this.#try) return
    if (hasEnded || !isPassing(error)) return this.#halt(error)
    // A joined channel stays joined. The next try renews its watch.
    if (this.#joinedAt === null) this.#poll('unreachable')
    this.#tryIn(Math.max(error.retryAfter ?? 0, 1) * SECOND + this.#backoff.soon())
  }

  /** Stops because of an error that does not pass by itself, and tries again after a long pause. */
  #halt(error: SocialError): void {
    void this.#parts.line.leave()
    this.#joinedAt = null
    this.#looks?.setInterval(null)
    // The app reads once more, and so finds out what the database refuses.
    if (this.#status.current.reason !== 'failed') this.#looks?.ask()
    this.#status.set('stopped', 'failed', error)
    this.#isResting = true
    this.#tryIn(this.#backoff.late())
  }

  /** Polls, and tries Realtime again after a long pause. */
  #rest(reason: 'no_realtime' | 'refused'): void {
    void this.#parts.line.leave()
    this.#joinedAt = null
    this.#refused = null
    this.#isResting = true
    this.#poll(reason)
    this.#tryIn(this.#backoff.late())
  }

  #poll(reason: SubscriptionReason): void {
    this.#looks?.setInterval(this.#parts.duty.intervals().poll)
    this.#status.set('polling', reason)
  }
}
