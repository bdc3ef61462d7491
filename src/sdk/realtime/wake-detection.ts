import type { Clock } from './clock.ts'

/** The interval between two checks of the clock. */
const TICK = 30_000
/** A timer that is this late was late because the computer slept, or the page was suspended. */
const LATE = 10_000

/**
 * Calls a function when this computer woke up, when its network returned, and when a page becomes
 * visible. Calls `onTick` every 30 seconds. Works without a page. Returns a function that ends it.
 */
export function detectWake(clock: Clock, onWake: () => void, onTick: () => void): () => void {
  let cancel = () => {}
  const tick = () => {
    const due = clock.now() + TICK
    cancel = clock.after(TICK, () => {
      if (clock.now() - due > LATE) onWake()
      onTick()
      tick()
    })
  }
  const onVisible = () => {
    if (globalThis.document?.visibilityState === 'visible') onWake()
  }
  tick()
  globalThis.addEventListener?.('online', onWake)
  globalThis.document?.addEventListener?.('visibilitychange', onVisible)
  return () => {
    cancel()
    globalThis.removeEventListener?.('online', onWake)
    globalThis.document?.removeEventListener?.('visibilitychange', onVisible)
  }
}
