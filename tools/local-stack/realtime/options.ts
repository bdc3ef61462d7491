export interface RealtimeOptions {
  /** The milliseconds before a refused join is answered. Hosted Realtime waits 5 s. */
  joinPause: number
  /** The milliseconds before a refused WebSocket request is answered. Hosted Realtime waits 2 s. */
  upgradePause: number
  /** The milliseconds without a message after which the server closes a socket. */
  silence: number
  /** The limit of messages per second, which depends on the plan of a hosted project. */
  messagesPerSecond: number | undefined
}

export const DEFAULTS: RealtimeOptions = {
  joinPause: 5000,
  upgradePause: 2000,
  silence: 60_000,
  messagesPerSecond: undefined,
}

/** The prefix of the topics of the protocol. The database knows the topics without the prefix. */
export const PREFIX = 'realtime:'

/** The largest payload of a broadcast in bytes: 3,000 KB and a margin. */
export const LARGEST_PAYLOAD = 3_000_500
