import type { SocialErrorCode } from './error-codes.ts'
import { sentences } from './sentences.ts'

/** The details of a {@link SocialError}. Omitted ones get the defaults of its code. */
export interface SocialErrorDetails {
  /** HTTP status, or 0 when there was no response. */
  status?: number | undefined
  /** What happened, in one sentence. */
  message?: string | undefined
  /** What to do about it. */
  hint?: string | null | undefined
  /** The original error, of supabase-js for example. */
  cause?: unknown
}

/**
 * Every error of this SDK. Branch on `code`, show `message`.
 * @example
 * const { error } = await social.account.changeUsername('anna')
 * if (error?.code === 'username_taken') console.log(error.message, error.hint)
 */
export class SocialError extends Error {
  override readonly name = 'SocialError'
  /** A stable code; docs/errors.md lists all of them. */
  readonly code: SocialErrorCode
  /** HTTP status, or 0 when there was no response. */
  readonly status: number
  /** What to do about it, or null. */
  readonly hint: string | null
  /** Seconds to wait after `rate_limited`, or null when they are unknown. */
  readonly retryAfter: number | null

  /** Created by the SDK. Useful in your tests, too. */
  constructor(code: SocialErrorCode, details: SocialErrorDetails = {}) {
    const known = sentences[code]
    super(details.message || known.message, { cause: details.cause })
    this.code = code
    this.status = details.status ?? known.status ?? 0
    this.hint = details.hint || known.hint || null
    const seconds = /^Try again in (\d+) seconds\.$/.exec(this.hint ?? '')?.[1]
    this.retryAfter = seconds === undefined ? null : Number(seconds)
  }

  /** The error without its cause, for logs and for clients. */
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
 * Whether a thrown value is a {@link SocialError}, from this or another copy of the SDK.
 * @example
 * try {
 *   for await (const post of social.feed.listHome()) console.log(post.caption)
 * } catch (error) {
 *   if (isSocialError(error) && error.code === 'not_signed_in') console.log('Please sign in')
 * }
 */
export function isSocialError(error: unknown): error is SocialError {
  return error instanceof Error && error.name === 'SocialError' && 'code' in error
}
