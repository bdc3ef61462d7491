import type { SocialErrorCode } from './error-codes.ts'
import { SocialError } from './social-error.ts'
import { fromFetch, fromStatus, fromThrown, lookUp } from './to-social-error.ts'

/** The fields that all errors of storage-js have. */
interface StorageErrorLike {
  message: string
  status?: number | undefined
  statusCode?: string | undefined
  originalError?: unknown
}

/**
 * Maps the actual HTTP status to an error code. Hosted Storage responds to every error with status
 * 400. The body contains the actual status.
 */
const STATUSES: Record<number, SocialErrorCode> = {
  400: 'invalid_input',
  401: 'not_signed_in',
  403: 'forbidden',
  413: 'file_too_large',
  415: 'file_type_invalid',
}

/**
 * Matches what Storage says about a token: its form, its signature, its algorithm or its times.
 * Storage answers a wrong token with status 403, like a refusal by a policy. A message about a path
 * quotes the path, so that it may contain any word.
 */
const TOKEN = /^(?!invalid key).*(\bjw[st]\b|signature|base64url|" claim|"alg")/i

/** Converts an error of Supabase Storage or storage-js into a `SocialError`. */
export function fromStorage(error: unknown): SocialError {
  if (!isStorageErrorLike(error)) return fromThrown(error)
  const { message, status = 0, statusCode, originalError } = error
  if (originalError !== undefined) return fromFetch(String(originalError), error)
  return fromAnswer(message, Number(statusCode) || status, error)
}

/**
 * Converts a failed response of Supabase Storage into a `SocialError`. The body is JSON, unless a
 * gateway sent the response.
 */
export function fromStorageAnswer(text: string, status: number): SocialError {
  const { message, statusCode } = parse(text)
  const cause = new Error(String(message ?? text))
  return fromAnswer(cause.message, Number(statusCode) || status, cause)
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

function fromAnswer(message: string, status: number, error: unknown): SocialError {
  if (status < 404 && TOKEN.test(message)) {
    return new SocialError('not_signed_in', { cause: error })
  }
  if (/bucket not found/i.test(message)) return new SocialError('not_installed', { cause: error })
  const known = lookUp(STATUSES, status)
  return known ? new SocialError(known, { cause: error }) : fromStatus(status, error)
}

function isStorageErrorLike(error: unknown): error is StorageErrorLike {
  return error instanceof Error && '__isStorageError' in error
}
