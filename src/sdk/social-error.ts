import type { SocialErrorCode } from './error-codes.ts'
import { imported } from './imported.ts'
import { type Sentence, sentencesOfNetwork } from './network-sentences.ts'

/** The texts of every error code, as soon as they are known. */
let sentences: Record<SocialErrorCode, Sentence> | undefined

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

/** The details of errors that still have no texts. */
const waiting = new WeakMap<SocialError, SocialErrorDetails>()

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
  readonly status!: number
  /** One sentence that says what to do about the error, or null. */
  readonly hint!: string | null
  /** The seconds to wait before the next try, or null when the time is unknown. */
  readonly retryAfter!: number | null

  /** The SDK calls this constructor. Apps may call the constructor in their own tests. */
  constructor(code: SocialErrorCode, details: SocialErrorDetails = {}) {
    super('', { cause: details.cause })
    this.code = code
    describe(this, details)
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

/** Gives an error the details of the response, and the texts of its code for all others. */
function describe(error: SocialError, details: SocialErrorDetails): void {
  const { code } = error
  const known = sentences?.[code] ?? (sentencesOfNetwork as Record<string, Sentence>)[code]
  const isComplete = details.message && details.status !== undefined && details.hint !== undefined
  if (!known && !isComplete) waiting.set(error, details)
  const hint = details.hint || known?.hint || null
  const seconds = /^Try again in (\d+) seconds\.$/.exec(hint ?? '')?.[1]
  Object.assign(error, {
    status: details.status ?? known?.status ?? 0,
    message: details.message || known?.message || `${code.replaceAll('_', ' ')}.`,
    hint,
    retryAfter: seconds === undefined ? null : Number(seconds),
  })
}

/** Makes the texts of all error codes known, and returns {@link SocialError}. */
export function withSentences(known: Record<SocialErrorCode, Sentence>): typeof SocialError {
  sentences = known
  return SocialError
}

/**
 * Completes an error. The texts load with the first error that needs them: the database sends its
 * own. If the texts cannot be loaded, the message is the code in words.
 */
export async function complete(error: SocialError): Promise<SocialError> {
  const details = waiting.get(error)
  if (!details) return error
  sentences ??= await imported(() => import('./sentences.ts')).then(
    (module) => module.sentences,
    () => undefined,
  )
  if (!sentences) return error
  waiting.delete(error)
  describe(error, details)
  return error
}
