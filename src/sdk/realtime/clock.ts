/** The time, timers and chance, which tests replace. */
export interface Clock {
  /** The time in milliseconds. */
  now(): number
  /** Runs a function after a delay in milliseconds. Returns a function that cancels it. */
  after(delay: number, run: () => void): () => void
  /** Returns a number from 0 to 1. */
  random(): number
}

/** The clock of the computer. Its timers do not keep a Node process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(delay, run) {
    const timer: unknown = setTimeout(run, delay)
    // Node returns an object, and browsers return a number.
    if (typeof timer === 'object' && timer && 'unref' in timer) (timer as NodeJS.Timeout).unref()
    return () => clearTimeout(timer as NodeJS.Timeout)
  },
}

/** Waits for a delay in milliseconds. */
export function wait(clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delay, resolve)
  })
}

/** Waits for a promise, but at most for a delay in milliseconds. */
export async function atMost(clock: Clock, delay: number, work: Promise<unknown>): Promise<void> {
  let cancel = () => {}
  const timer = new Promise<void>((resolve) => {
    cancel = clock.after(delay, resolve)
  })
  await Promise.race([work, timer])
  cancel()
}
