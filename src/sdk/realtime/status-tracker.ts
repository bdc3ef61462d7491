import type { SocialError } from '../social-error.ts'
import type { SubscriptionReason, SubscriptionStatus } from './subscription.ts'

/** Keeps the status of a subscription, and reports each change once. */
export class StatusTracker {
  readonly #onStatus: (status: SubscriptionStatus) => void
  current: SubscriptionStatus = { state: 'polling', reason: 'connecting', error: null }

  constructor(onStatus: (status: SubscriptionStatus) => void) {
    this.#onStatus = onStatus
  }

  /** Sets the status. */
  set(
    state: SubscriptionStatus['state'],
    reason: SubscriptionReason | null,
    error: SocialError | null = null,
  ): void {
    const old = this.current
    if (old.state === state && old.reason === reason && old.error?.code === error?.code) return
    this.current = { state, reason, error }
    this.#onStatus(this.current)
  }
}
