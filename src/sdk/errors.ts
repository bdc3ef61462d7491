import type { SocialErrorCode } from './error-codes.ts'
import { sentences } from './sentences.ts'

/** The details of a {@link SocialError}. Omitted details get the defaults of the error code. */
export interface SocialErrorDetails {
  /** The HTTP status, or 0 when there was no response. */
  status?: number | undefined
  /** One sentence that says what happened. */
  message?: string | undefined
  /** One sentence that says what to do about the error. */
  hint?: string | null | undefined
  /** The original error, for example an error of supabase-js. */
  cause?: unknown
}

/**
 * The error that every method of this SDK returns. Check `code` in your program, and show `message`
 * to people.
 * @example
 * const { error } = await social.account.changeUsername('anna')
 * if (error?.code === 'username_taken') console.log(error.message, error.hint)
 */
export class SocialError extends Error {
  override readonly name = 'SocialError'
  /** A stable error code. docs/errors.md lists all codes. */
  readonly code: SocialErrorCode
  /** The HTTP status, or 0 when there was no response. */
  readonly status: number
  /** One sentence that says what to do about the error, or null. */
  readonly hint: string | null
  /** The seconds to wait before the next try, or null when the time is unknown. */
  readonly retryAfter: number | null

  /** The SDK calls this constructor. Apps may call the constructor in their own tests. */
  constructor(code: SocialErrorCode, details: SocialErrorDetails = {}) {
    const known = sentences[code]
    super(details.message || known.message, { cause: details.cause })
    this.code = code
    this.status = details.status ?? known.status ?? 0
    this.hint = details.hint || known.hint || null
    const seconds = /^Try again in (\d+) seconds\.$/.exec(this.hint ?? '')?.[1]
    this.retryAfter = seconds === undefined ? null : Number(seconds)
  }

  /** Returns the error without its cause, for logs and for responses to clients. */
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
 * Returns whether a thrown value is a {@link SocialError}. The error may come from another copy of
 * the SDK.
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
