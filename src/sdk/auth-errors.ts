import { isDatabaseErrorCode, type SocialErrorCode } from './error-codes.ts'
import { SocialError } from './errors.ts'
import { fromFetch, fromStatus, fromThrown, lookUp } from './to-social-error.ts'

/** What the errors of auth-js have in common. */
interface AuthErrorLike {
  name: string
  message: string
  status?: number | undefined
  code?: string | undefined
}

/** The codes of Supabase Auth that mean something to the people of an app. */
const CODES: Record<string, SocialErrorCode> = {
  anonymous_provider_disabled: 'email_address_invalid',
  bad_code_verifier: 'otp_expired',
  bad_json: 'invalid_input',
  bad_jwt: 'not_signed_in',
  captcha_failed: 'captcha_failed',
  current_password_invalid: 'current_password_invalid',
  current_password_required: 'current_password_invalid',
  email_address_invalid: 'email_address_invalid',
  email_address_not_authorized: 'email_address_not_authorized',
  email_exists: 'user_already_exists',
  email_not_confirmed: 'email_not_confirmed',
  email_provider_disabled: 'signup_disabled',
  flow_state_expired: 'otp_expired',
  flow_state_not_found: 'otp_expired',
  hook_timeout: 'timeout',
  hook_timeout_after_retry: 'timeout',
  insufficient_aal: 'insufficient_aal',
  invalid_credentials: 'invalid_credentials',
  no_authorization: 'not_signed_in',
  otp_disabled: 'otp_expired',
  otp_expired: 'otp_expired',
  over_email_send_rate_limit: 'over_email_send_rate_limit',
  over_request_rate_limit: 'rate_limited',
  reauth_nonce_missing: 'reauthentication_needed',
  reauthentication_needed: 'reauthentication_needed',
  reauthentication_not_valid: 'reauthentication_needed',
  refresh_token_already_used: 'not_signed_in',
  refresh_token_not_found: 'not_signed_in',
  request_timeout: 'timeout',
  same_password: 'same_password',
  session_expired: 'not_signed_in',
  session_not_found: 'not_signed_in',
  signup_disabled: 'signup_disabled',
  user_already_exists: 'user_already_exists',
  user_banned: 'user_banned',
  user_not_found: 'not_signed_in',
  weak_password: 'weak_password',
}

/** The errors that auth-js makes itself carry a name and no code. */
const NAMES: Record<string, SocialErrorCode> = {
  AuthInvalidCredentialsError: 'invalid_input',
  AuthInvalidJwtError: 'not_signed_in',
  AuthSessionMissingError: 'not_signed_in',
}

/** What Supabase Auth answered, or auth-js threw, as an error of ours. */
export function fromAuth(error: unknown): SocialError {
  if (!isAuthErrorLike(error)) return fromThrown(error)
  const { name, message, status = 0, code = '' } = error
  // The hook "before user created" refuses with one of our codes as its message.
  const known = isDatabaseErrorCode(message)
    ? message
    : (lookUp(NAMES, name) ?? lookUp(CODES, code))
  if (known) {
    // Auth knows best what it wants of a password.
    const hint = known === 'weak_password' ? message : undefined
    return new SocialError(known, { hint, cause: error })
  }
  if (code === 'validation_failed' || status === 400) return fromValidation(message, error)
  return status === 0 ? fromFetch(message, error) : fromStatus(status, error)
}

/** Auth has one code for all that it cannot read, and says what in English. */
function fromValidation(message: string, cause: unknown): SocialError {
  if (/email/i.test(message)) return new SocialError('email_address_invalid', { cause })
  if (/password/i.test(message)) return new SocialError('weak_password', { hint: message, cause })
  return new SocialError('invalid_input', { hint: message, cause })
}

function isAuthErrorLike(error: unknown): error is AuthErrorLike {
  return error instanceof Error && '__isAuthError' in error
}
