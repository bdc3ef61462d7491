import type { Clock } from './clock.ts'
import type { Duty } from './duty.ts'
import type { Line } from './line.ts'
import type { Sessions } from './sessions.ts'
import type { SubscriptionStatus } from './subscription.ts'

/** What a supervisor works with. */
export interface Parts {
  clock: Clock
  sessions: Sessions
  line: Line
  duty: Duty
  onStatus: (status: SubscriptionStatus) => void
}
