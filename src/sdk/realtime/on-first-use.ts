import { imported } from '../imported.ts'
import type { Subscription, SubscriptionStatus } from './subscription.ts'

/** The modules of subscriptions, which an app loads with its first subscription. */
type Realtime = typeof import('./realtime.ts')

/** The pause before the next try to load the modules, in milliseconds. */
const PAUSE = 5_000

let loaded: Realtime | undefined

/** Returns the modules of subscriptions if they are loaded. Before that, nothing is subscribed. */
export function loadedRealtime(): Realtime | undefined {
  return loaded
}

async function load(): Promise<Realtime> {
  loaded ??= await imported(() => import('./realtime.ts'))
  return loaded
}

/** Starts a subscription at once, or as soon as the modules of subscriptions are loaded. */
export function subscribeOnFirstUse(begin: (realtime: Realtime) => Subscription): Subscription {
  if (loaded) return begin(loaded)
  let started: Subscription | undefined
  let isEnded = false
  const start = () => {
    load().then(
      (realtime) => {
        if (!isEnded) started = begin(realtime)
      },
      () => setTimeout(() => !isEnded && start(), PAUSE),
    )
  }
  start()
  return {
    get status(): SubscriptionStatus {
      const reason = isEnded ? 'unsubscribed' : 'connecting'
      return started?.status ?? { state: 'stopped', reason, error: null }
    },
    async unsubscribe(): Promise<void> {
      isEnded = true
      await started?.unsubscribe()
    },
  }
}
