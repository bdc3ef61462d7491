import { jitter, shortDelay } from './backoff.ts'
import type { Clock } from './clock.ts'

/** Reads one thing again and again: on demand, after an interval without reads, after a failure. */
export class Poller {
  readonly #clock: Clock
  readonly #read: () => Promise<boolean>
  readonly #timers = new Map<string, () => void>()
  #interval: number | null = null
  #failures = 0
  #isReading = false
  #isRequested = false
  #isStopped = false

  /** `read` returns whether it succeeded. It never runs twice at the same time. */
  constructor(clock: Clock, read: () => Promise<boolean>) {
    this.#clock = clock
    this.#read = read
  }

  /** Reads at once. During a read, any number of calls cause one more read after it. */
  readNow(): void {
    this.#isRequested = true
    if (!this.#isReading && !this.#isStopped) void this.#run()
  }

  /** Reads after a delay. A second call with the same name replaces the first. */
  readIn(name: string, delay: number): void {
    this.#timers.get(name)?.()
    if (this.#isStopped) return
    const cancel = this.#clock.after(delay, () => {
      this.#timers.delete(name)
      this.readNow()
    })
    this.#timers.set(name, cancel)
  }

  /** Sets the interval after which to read if nothing else caused a read, or null for never. */
  setInterval(interval: number | null): void {
    // Every failed attempt to connect sets the same interval, and must not delay the next read.
    if (interval === this.#interval) return
    this.#interval = interval
    this.#scheduleNext()
  }

  /** Ends all reads. A running read continues. */
  stop(): void {
    this.#isStopped = true
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  async #run(): Promise<void> {
    this.#isReading = true
    while (this.#isRequested && !this.#isStopped) {
      this.#isRequested = false
      this.#failures = (await this.#read().catch(reportFailure)) ? 0 : this.#failures + 1
    }
    this.#isReading = false
    this.#scheduleNext()
  }

  #scheduleNext(): void {
    const delays = []
    if (this.#interval !== null) delays.push(jitter(this.#clock, this.#interval))
    if (this.#failures > 0) delays.push(shortDelay(this.#clock, this.#failures))
    if (delays.length > 0) this.readIn('next', Math.min(...delays))
    else this.#timers.get('next')?.()
  }
}

/** An answer that nobody expected must not end all reads. */
function reportFailure(error: unknown): false {
  console.error('A subscription of supabase-social could not read:', error)
  return false
}
