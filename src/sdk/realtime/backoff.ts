import type { Clock } from './clock.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Returns 75 to 125 percent of a delay, so that apps that started together spread. */
export function jitter(clock: Clock, delay: number): number {
  return delay * (0.75 + clock.random() / 2)
}

/** The delay before a retry after a number of failures that may end soon: 1 s to 5 minutes. */
export function shortDelay(clock: Clock, failures: number): number {
  return jitter(clock, Math.min(SECOND * 2 ** Math.min(failures, 12), 5 * MINUTE))
}

/** The delay before a retry after failures that somebody must repair: 5 minutes to 1 hour. */
export function longDelay(clock: Clock, failures: number): number {
  return jitter(clock, Math.min(5 * MINUTE * 2 ** Math.min(failures, 12), 60 * MINUTE))
}

/**
 * The delay before a watch is renewed: half of its time, at least 30 seconds. At most 10 minutes,
 * because the clock of this computer may be wrong.
 */
export function renewalDelay(clock: Clock, expiresAt: string): number {
  const half = (Date.parse(expiresAt) - clock.now()) / 2
  return jitter(clock, Math.min(Math.max(half || 0, 30 * SECOND), 10 * MINUTE))
}

/** A channel that was joined for this time counts as a success, and the short delays begin anew. */
const STABLE = MINUTE

/** Counts failures, and returns the growing delays before the retries. */
export class Backoff {
  readonly #clock: Clock
  #failures = 0
  #longFailures = 0
  #joinedAt = Number.POSITIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Returns the delay after a failure that may end soon, and counts the failure. */
  nextShortDelay(): number {
    return shortDelay(this.#clock, this.#failures++)
  }

  /** Returns the delay after a failure that somebody must repair, and counts the failure. */
  nextLongDelay(): number {
    return longDelay(this.#clock, this.#longFailures++)
  }

  /** Remembers that the channel was joined. */
  recordJoin(): void {
    this.#longFailures = 0
    this.#joinedAt = this.#clock.now()
  }

  /** Remembers that the channel was lost, or was not joined. */
  recordDisconnect(): void {
    if (this.#clock.now() - this.#joinedAt >= STABLE) this.#failures = 0
    this.#joinedAt = Number.POSITIVE_INFINITY
  }

  /** Forgets all failures. */
  reset(): void {
    this.#failures = 0
    this.#longFailures = 0
    this.#joinedAt = Number.POSITIVE_INFINITY
  }
}
