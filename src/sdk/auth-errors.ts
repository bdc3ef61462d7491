import { isAuthErrorCode, isDatabaseErrorCode, type SocialErrorCode } from './error-codes.ts'
import { SocialError, type SocialErrorDetails } from './social-error.ts'
import { fromFetch, fromStatus, fromThrown, lookUp } from './to-social-error.ts'

/** The fields that all errors of auth-js have. */
interface AuthErrorLike {
  name: string
  message: string
  status?: number | undefined
  code?: string | undefined
}

/** Maps an error code of Supabase Auth to the SDK error code with the same meaning. */
const OURS: Record<string, SocialErrorCode> = {
  bad_json: 'invalid_input',
  bad_jwt: 'not_signed_in',
  hook_timeout: 'timeout',
  hook_timeout_after_retry: 'timeout',
  no_authorization: 'not_signed_in',
  over_request_rate_limit: 'rate_limited',
  refresh_token_already_used: 'not_signed_in',
  refresh_token_not_found: 'not_signed_in',
  request_timeout: 'timeout',
  session_expired: 'not_signed_in',
  session_not_found: 'not_signed_in',
  user_not_found: 'not_signed_in',
}

/**
 * Maps the name of an error to an error code. auth-js itself creates these errors, without a code.
 */
const NAMES: Record<string, SocialErrorCode> = {
  AuthInvalidCredentialsError: 'invalid_input',
  AuthInvalidJwtError: 'not_signed_in',
  AuthSessionMissingError: 'not_signed_in',
}

/** Converts an error of Supabase Auth or auth-js into a `SocialError`. */
export function fromAuth(error: unknown): SocialError {
  if (!isAuthErrorLike(error)) return fromThrown(error)
  const { name, message, status = 0, code = '' } = error
  // When the hook "before user created" rejects a sign-up, the message is an error code of the
  // database.
  const known = isDatabaseErrorCode(message)
    ? message
    : (lookUp(NAMES, name) ?? lookUp(OURS, code) ?? authCode(code))
  if (known) return new SocialError(known, { ...detailsOf(known, message), cause: error })
  // Auth itself gives every error a code of its own. So a hook of the project refuses the request.
  if (code === 'unknown' && status >= 400 && status < 500 && message) {
    return new SocialError('refused_by_hook', { status, message, cause: error })
  }
  const hint = waitIn(message)
  if (status === 429 && hint) return new SocialError('rate_limited', { hint, cause: error })
  if (code === 'validation_failed' || status === 400) return fromValidation(message, error)
  return status === 0 ? fromFetch(message, error) : fromStatus(status, error)
}

/** Returns the texts that differ from those of the error code. */
function detailsOf(code: SocialErrorCode, message: string): SocialErrorDetails {
  switch (code) {
    case 'weak_password': // The message lists the requirements for a password.
      return { hint: message }
    case 'over_email_send_rate_limit':
      return { hint: waitIn(message) }
    case 'invalid_credentials': // A hook that checks passwords has a sentence of its own.
      return message === 'Invalid login credentials' ? {} : { message }
    default:
      return {}
  }
}

/** Returns the hint with the seconds to wait, if the message of Auth contains the seconds. */
function waitIn(message: string): string | undefined {
  const seconds = / after (\d+) seconds?\b/.exec(message)?.[1]
  // Auth rounds down.
  return seconds && `Try again in ${Math.max(Number(seconds), 1)} seconds.`
}

/**
 * Converts an error about invalid input. Supabase Auth has one code for all invalid input, and only
 * its message says which input is invalid.
 */
function fromValidation(message: string, cause: unknown): SocialError {
  if (/email/i.test(message)) return new SocialError('email_address_invalid', { cause })
  if (/password/i.test(message)) return new SocialError('weak_password', { hint: message, cause })
  return new SocialError('invalid_input', { hint: message, cause })
}

function authCode(code: string): SocialErrorCode | undefined {
  return isAuthErrorCode(code) || code === 'insufficient_aal' ? code : undefined
}

function isAuthErrorLike(error: unknown): error is AuthErrorLike {
  return error instanceof Error && '__isAuthError' in error
}
