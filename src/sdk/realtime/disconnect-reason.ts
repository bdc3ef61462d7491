/**
 * Why a channel was lost or not joined. `refused`: the policies do not let this session join.
 * `expired`: the token is not valid any more. `impossible`: the project has switched Realtime or
 * the channel off, so that only its operator can help. `unreachable`: everything else.
 */
export type DisconnectReason = 'refused' | 'expired' | 'impossible' | 'unreachable'

const EXPIRED = /InvalidJWTToken|MalformedJWT|JwtSign|token (has expired|provided)|JWT signature/i
const REFUSED = /Unauthorized|permissions? to read/i
const IMPOSSIBLE = /PrivateOnly|RealtimeDisabled|TenantNotFound|ChannelRateLimit|TopicName/i

/** Reads the cause from the words of Realtime: the error of a join, or a system message. */
export function disconnectReasonOf(...words: unknown[]): DisconnectReason {
  const text = words.map(textOf).join(' ')
  if (EXPIRED.test(text)) return 'expired'
  if (REFUSED.test(text)) return 'refused'
  return IMPOSSIBLE.test(text) ? 'impossible' : 'unreachable'
}

/** Older releases of supabase-js put the reason into the cause of the error, as an object. */
function textOf(value: unknown): string {
  if (value instanceof Error) return `${value.message} ${value.cause ? textOf(value.cause) : ''}`
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '' // The event of a closed socket can contain itself.
  }
}
