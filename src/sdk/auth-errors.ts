import { isAuthErrorCode, isDatabaseErrorCode, type SocialErrorCode } from './error-codes.ts'
import { SocialError } from './errors.ts'
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
  if (known) {
    // The message of Supabase Auth lists the requirements for a password.
    const hint = known === 'weak_password' ? message : undefined
    return new SocialError(known, { hint, cause: error })
  }
  if (code === 'validation_failed' || status === 400) return fromValidation(message, error)
  return status === 0 ? fromFetch(message, error) : fromStatus(status, error)
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
