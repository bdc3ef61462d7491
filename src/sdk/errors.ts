import type { SocialErrorCode } from './error-codes.ts'
import { sentences } from './sentences.ts'

/** What {@link SocialError} is made of besides its code; what is left out is looked up. */
export interface SocialErrorDetails {
  /** HTTP status, or 0 when there was no answer. */
  status?: number | undefined
  /** What happened, in one sentence. */
  message?: string | undefined
  /** What to do about it. */
  hint?: string | null | undefined
  /** The error of supabase-js this was made from. */
  cause?: unknown
}

/**
 * The one error of this SDK. Branch on `code`, show `message`.
 * @example
 * const { error } = await social.profiles.changeUsername('anna')
 * if (error?.code === 'username_taken') console.log(error.message, error.hint)
 */
export class SocialError extends Error {
  override readonly name = 'SocialError'
  /** A stable word; docs/errors.md lists them all. */
  readonly code: SocialErrorCode
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number
  /** What to do about it, where there is something to say. */
  readonly hint: string | null
  /** In how many seconds to try again, where the database tells: after `rate_limited`. */
  readonly retryAfter: number | null

  /** Made by the SDK; of use to you in tests. */
  constructor(code: SocialErrorCode, details: SocialErrorDetails = {}) {
    const known = sentences[code]
    super(details.message || known.message, { cause: details.cause })
    this.code = code
    this.status = details.status ?? known.status ?? 0
    this.hint = details.hint || known.hint || null
    const seconds = /^Try again in (\d+) seconds\.$/.exec(this.hint ?? '')?.[1]
    this.retryAfter = seconds === undefined ? null : Number(seconds)
  }

  /** The error without its cause, for logs and for sending it on. */
  toJSON(): {
    name: string
    code: SocialErrorCode
    status: number
    message: string
    hint: string | null
    retryAfter: number | null
  } {
    const { name, code, status, message, hint, retryAfter } = this
    return { name, code, status, message, hint, retryAfter }
  }
}

/**
 * Whether something thrown is a {@link SocialError}, also one of another copy of this SDK.
 * @example
 * try {
 *   for await (const post of social.feed.home()) console.log(post.caption)
 * } catch (error) {
 *   if (isSocialError(error) && error.code === 'not_signed_in') console.log('Please sign in')
 * }
 */
export function isSocialError(error: unknown): error is SocialError {
  return error instanceof Error && error.name === 'SocialError' && 'code' in error
}
