import { isDatabaseErrorCode, type SocialErrorCode } from './error-codes.ts'
import { SocialError } from './social-error.ts'

/** An error in a response of the Data API. */
export interface DataApiError {
  message: string
  code?: string | null
  details?: string | null
  hint?: string | null
}

/**
 * Error codes by the name of the violated constraint. Two concurrent requests can pass the same
 * check in a function. Then a constraint rejects the second row.
 */
const CONSTRAINTS: Record<string, SocialErrorCode> = {
  follows_not_self: 'cannot_follow_self',
  post_media_has_a_size: 'media_invalid',
  post_media_path_key: 'media_in_use',
  profiles_username_is_valid: 'username_invalid',
  profiles_username_key: 'username_taken',
  profiles_username_skeleton_key: 'username_taken',
}

/** Maps the first characters of an SQLSTATE or PostgREST error code to an SDK error code. */
const CODES: [prefix: RegExp, code: SocialErrorCode][] = [
  [/^PGRST(106|202|205)$/, 'not_installed'],
  [/^PGRST30[123]$/, 'not_signed_in'],
  [/^PGRST00/, 'network'],
  [/^PGRST10[02]$/, 'invalid_input'],
  [/^(22|42804|42846)/, 'invalid_input'],
  [/^54/, 'invalid_input'],
  [/^(57014|55P03)$/, 'timeout'],
]

/**
 * Converts an error of the Data API into a `SocialError`. `status` is the HTTP status, or 0 when
 * there was no response.
 */
export function fromDataApi(error: DataApiError, status: number): SocialError {
  const { code, message } = error
  if (code && /^PT\d{3}$/.test(code) && isDatabaseErrorCode(message)) {
    const details = { status, message: error.details ?? undefined, hint: error.hint }
    return new SocialError(message, { ...details, cause: error })
  }
  const known = code ? fromSqlState(code, message, status) : undefined
  if (known) {
    // The message of Postgres contains the malformed value.
    const hint = known === 'invalid_input' ? message : undefined
    return new SocialError(known, { hint, cause: error })
  }
  return status === 0 ? fromFetch(message, error) : fromStatus(status, error)
}

function fromSqlState(code: string, message: string, status: number): SocialErrorCode | undefined {
  if (code === '42501') return status === 401 ? 'not_signed_in' : 'forbidden'
  if (code.startsWith('23')) {
    return lookUp(CONSTRAINTS, /constraint "(\w+)"/.exec(message)?.[1])
  }
  return CODES.find(([prefix]) => prefix.test(code))?.[1]
}

/**
 * Looks up an error code by a key. The key is untrusted, so inherited properties such as
 * `constructor` are ignored.
 */
export function lookUp(
  table: Record<string, SocialErrorCode>,
  word: string | number | undefined,
): SocialErrorCode | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
}

/**
 * Creates a `SocialError` from the HTTP status of a response that has no known error code. A
 * gateway sends most of these responses.
 */
export function fromStatus(status: number, cause: unknown): SocialError {
  if (status === 401) return new SocialError('not_signed_in', { cause })
  if (status === 403) return new SocialError('forbidden', { cause })
  if (status === 429) return new SocialError('rate_limited', { cause })
  if ([413, 414, 431].includes(status)) return new SocialError('invalid_input', { cause })
  if (status >= 502 && status !== 505) return new SocialError('network', { cause })
  return new SocialError('unknown', { status, cause })
}

/**
 * Converts the error of a request that got no response. `text` starts with the name of the error.
 */
export function fromFetch(text: string, cause: unknown): SocialError {
  if (/timeout ?error|timed out|due to timeout/i.test(text)) {
    return new SocialError('timeout', { status: 0, cause })
  }
  return new SocialError(/abort/i.test(text) ? 'aborted' : 'network', { cause })
}

/** Converts a thrown value, usually an error of supabase-js, into a `SocialError`. */
export function fromThrown(error: unknown): SocialError {
  const text = String(error)
  const isFetch = /^(TypeError: .*(fetch|network|load failed)|\w*(Abort|Timeout)Error)/i.test(text)
  return isFetch ? fromFetch(text, error) : new SocialError('unknown', { cause: error })
}
