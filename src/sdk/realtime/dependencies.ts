import type { ChannelConnection } from './channel-connection.ts'
import type { Clock } from './clock.ts'
import type { DataSource } from './data-source.ts'
import type { Sessions } from './sessions.ts'
import type { SubscriptionStatus } from './subscription.ts'

/** The objects that a supervisor uses. */
export interface Dependencies {
  clock: Clock
  sessions: Sessions
  connection: ChannelConnection
  dataSource: DataSource
  onStatus: (status: SubscriptionStatus) => void
}
