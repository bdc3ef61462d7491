import type { WatchOptions } from './subscription.ts'

/**
 * Calls a function of the app. An error of this function is written to the console, because it
 * must not end the subscription.
 */
export async function call(listener: () => unknown): Promise<void> {
  try {
    await listener()
  } catch (error) {
    console.error('A listener of supabase-social failed:', error)
  }
}

/** Returns the milliseconds between two reads: the shortest interval that a subscriber wants. */
export function intervalsOf(listeners: ReadonlySet<WatchOptions>): { poll: number; check: number } {
  const all = [...listeners]
  return {
    poll: 1000 * Math.min(...all.map(({ pollSeconds }) => within(5, pollSeconds ?? 30))),
    check: 1000 * Math.min(...all.map(({ checkSeconds }) => within(30, checkSeconds ?? 300))),
  }
}

/** Timers cannot wait longer than 24 days, and would run at once. */
function within(least: number, seconds: number): number {
  return Math.max(least, Math.min(seconds, 24 * 60 * 60) || least)
}
