import type { Clock } from './clock.ts'
import { jitter, shortPause } from './pauses.ts'

/** Reads one thing again and again: when asked, after a pause without reads, and after a failure. */
export class Looks {
  readonly #clock: Clock
  readonly #look: () => Promise<boolean>
  readonly #timers = new Map<string, () => void>()
  #interval: number | null = null
  #failures = 0
  #isLooking = false
  #isAsked = false
  #isStopped = false

  /** `look` returns whether it succeeded. It never runs twice at the same time. */
  constructor(clock: Clock, look: () => Promise<boolean>) {
    this.#clock = clock
    this.#look = look
  }

  /** Looks at once. During a look, any number of calls cause one more look after it. */
  ask(): void {
    this.#isAsked = true
    if (!this.#isLooking && !this.#isStopped) void this.#run()
  }

  /** Looks after a pause. A second call with the same name replaces the first. */
  askIn(name: string, pause: number): void {
    this.#timers.get(name)?.()
    if (this.#isStopped) return
    const cancel = this.#clock.after(pause, () => {
      this.#timers.delete(name)
      this.ask()
    })
    this.#timers.set(name, cancel)
  }

  /** Sets the pause after which to look if nothing else caused a look, or null for never. */
  setInterval(interval: number | null): void {
    // Every failed try to connect sets the same interval, and must not put the next look off.
    if (interval === this.#interval) return
    this.#interval = interval
    this.#planNext()
  }

  /** Ends all looks. A running look continues. */
  stop(): void {
    this.#isStopped = true
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  async #run(): Promise<void> {
    this.#isLooking = true
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false
      this.#failures = (await this.#look().catch(giveUp)) ? 0 : this.#failures + 1
    }
    this.#isLooking = false
    this.#planNext()
  }

  #planNext(): void {
    const pauses = []
    if (this.#interval !== null) pauses.push(jitter(this.#clock, this.#interval))
    if (this.#failures > 0) pauses.push(shortPause(this.#clock, this.#failures))
    if (pauses.length > 0) this.askIn('next', Math.min(...pauses))
    else this.#timers.get('next')?.()
  }
}

/** An answer that nobody expected must not end all looks. */
function giveUp(error: unknown): false {
  console.error('A subscription of supabase-social could not read:', error)
  return false
}
