import type { SocialError } from '../social-error.ts'

/**
 * Why a subscription is not connected to Realtime.
 * - `connecting`: it joins for the first time, or again because another person signed in or the
 *   topic changed.
 * - `no_realtime`: the project has no Realtime, or `config.notifications` is off.
 * - `refused`: Realtime refuses the channel, for example because its policies are missing.
 * - `unreachable`: the connection is broken, or the project allows no more connections.
 * - `failed`: the database refuses the call with `error`, for example because the account is
 *   suspended.
 * - `signed_out`: nobody is signed in on the client.
 * - `unsubscribed`: the app called `unsubscribe`.
 */
export type SubscriptionReason =
  | 'connecting'
  | 'no_realtime'
  | 'refused'
  | 'unreachable'
  | 'failed'
  | 'signed_out'
  | 'unsubscribed'

/**
 * How a subscription gets its news. `realtime`: at once. `polling`: by reading every 30 seconds,
 * while it tries Realtime again with growing pauses. `stopped`: not at all. A subscription that is
 * `unsubscribed` stays stopped. All other stopped subscriptions start again by themselves.
 */
export interface SubscriptionStatus {
  state: 'realtime' | 'polling' | 'stopped'
  /** Why the state is not `realtime`. */
  reason: SubscriptionReason | null
  /** The error of the database, if the reason is `failed`. */
  error: SocialError | null
}

/** A running subscription. */
export interface Subscription {
  /** How the subscription gets its news at the moment. */
  readonly status: SubscriptionStatus
  /**
   * Ends the subscription. From now on, it calls no listener. Resolves when the channel of Realtime
   * is left. A second call does nothing.
   */
  unsubscribe(): Promise<void>
}

/** Options of a subscription. */
export interface WatchOptions {
  /** Called with the status at the start, and whenever it has changed. */
  onStatus?: ((status: SubscriptionStatus) => void) | undefined
  /** The seconds between two reads without Realtime, at least 5. @default 30 */
  pollSeconds?: number | undefined
  /**
   * The seconds between two reads with Realtime, at least 30. These reads find what Realtime lost.
   * @default 300
   */
  checkSeconds?: number | undefined
}
