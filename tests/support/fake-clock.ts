import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/sdk/realtime/clock.ts'

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z')
  #number = 0
  #timers: { at: number; number: number; run: () => void }[] = []
  readonly random: () => number

  constructor(random: () => number = () => 0.5) {
    this.random = random
  }

  now(): number {
    return this.#now
  }

  after(pause: number, run: () => void): () => void {
    if (!(pause >= 0 && pause < 2 ** 31)) throw new Error(`a timer of ${pause} ms`)
    const timer = { at: this.#now + pause, number: this.#number++, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** The number of timers that wait. */
  get waiting(): number {
    return this.#timers.length
  }

  /** Moves the clock, and runs each timer at its time. */
  async advance(pause: number): Promise<void> {
    const end = this.#now + pause
    await setImmediate()
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#now = Math.max(this.#now, timer.at)
      this.#timers = this.#timers.filter((other) => other !== timer)
      timer.run()
      // Lets all promises continue that this timer resolved.
      await setImmediate()
    }
    this.#now = end
  }

  /** Moves the clock while the computer sleeps. The timers run when it wakes up, and so late. */
  async sleep(pause: number): Promise<void> {
    this.#now += pause
    await this.advance(0)
  }

  /** Sleeps on a computer whose timers stand still during a sleep. */
  async freeze(pause: number): Promise<void> {
    for (const timer of this.#timers) timer.at += pause
    await this.sleep(pause)
  }

  #next(end: number): { at: number; run: () => void } | undefined {
    return this.#timers
      .filter(({ at }) => at <= end)
      .sort((one, other) => one.at - other.at || one.number - other.number)[0]
  }
}
