/** What a client asks for when it joins a channel. */
export interface JoinConfig {
  isPrivate: boolean
  /** The sender gets its own broadcasts. */
  self: boolean
  /** The server confirms each broadcast. */
  ack: boolean
  /** The server says when messages of the database arrive. */
  replicationReady: boolean
  presence: boolean
  token: string | undefined
}

/**
 * Reads the payload of a join. As on a hosted project, a field with a wrong type gets its default,
 * so a channel with a wrong `private` is public.
 */
export function readJoin(payload: unknown): JoinConfig {
  const { config, access_token, user_token } = objectOf(payload)
  const { broadcast, presence, private: isPrivate } = objectOf(config)
  const { self, ack, replication_ready } = objectOf(broadcast)
  const token = access_token ?? user_token
  return {
    isPrivate: isTrue(isPrivate),
    self: isTrue(self),
    ack: isTrue(ack),
    replicationReady: isTrue(replication_ready),
    presence: isTrue(objectOf(presence).enabled),
    token: typeof token === 'string' ? token : undefined,
  }
}

export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}
