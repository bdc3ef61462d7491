import type { Watch } from '../notification-types.ts'
import type { Result } from '../result.ts'
import type { SocialError } from '../social-error.ts'

/** Calls the listeners with what was read, until `isOver` returns true. */
export type Deliver = (isOver: () => boolean) => void

/** What a subscription reads and reports: the notifications of a person, or a post. */
export interface DataSource {
  /** The name of the event that is a hint. */
  hint: string
  /** The delays after a join, in milliseconds, after which to read once more. */
  rereadDelays: number[]
  /** Forgets what belongs to another person. Called before the first read for a person. */
  reset(): void
  /** Asks the database for the topic, and to send hints for a while. */
  watch(token: string): Promise<Result<Watch>>
  /** Reads what is new. Returns the function that calls the listeners. */
  read(token: string): Promise<Result<Deliver>>
  /** The intervals between two reads, in milliseconds: without Realtime and with it. */
  intervals(): { poll: number; check: number }
}

/** Errors that may end by themselves. */
const TRANSIENT = ['network', 'timeout', 'aborted', 'rate_limited', 'not_signed_in', 'unknown']

/** Returns whether a retry can succeed although nobody did anything. */
export function isTransient({ code }: SocialError): boolean {
  return TRANSIENT.includes(code)
}
