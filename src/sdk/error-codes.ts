import { databaseErrorCodes } from './database-error-codes.ts'
import type { databaseErrors } from './database-errors.ts'

/** The error codes of Supabase Auth that the SDK returns unchanged. */
export const authErrorCodes = [
  'bad_code_verifier',
  'captcha_failed',
  'current_password_invalid',
  'current_password_required',
  'email_address_invalid',
  'email_address_not_authorized',
  'email_exists',
  'email_not_confirmed',
  'email_provider_disabled',
  'flow_state_expired',
  'flow_state_not_found',
  'invalid_credentials',
  'otp_disabled',
  'otp_expired',
  'over_email_send_rate_limit',
  'reauth_nonce_missing',
  'reauthentication_needed',
  'reauthentication_not_valid',
  'same_password',
  'signup_disabled',
  'user_already_exists',
  'user_banned',
  'weak_password',
] as const

/**
 * The error codes that do not come from the database, but from Supabase Auth, uploads or the
 * network.
 */
export const ownErrorCodes = [
  ...authErrorCodes,
  'aborted',
  'file_damaged',
  'file_suspicious',
  'file_too_large',
  'file_type_invalid',
  'forbidden',
  'image_too_many_pixels',
  'invalid_input',
  'link_invalid',
  'network',
  'not_installed',
  'refused_by_hook',
  'sign_up_pending',
  'timeout',
  'unknown',
  'upgrade_needed',
  'upload_quota_exceeded',
] as const

/** An error code of Supabase Auth. */
export type AuthErrorCode = (typeof authErrorCodes)[number]

/** An error code that the database raises. */
export type DatabaseErrorCode = keyof typeof databaseErrors

/** An error code that does not come from the database. */
export type OwnErrorCode = (typeof ownErrorCodes)[number]

/** Every error code of a `SocialError`. docs/errors.md says how to handle each code. */
export type SocialErrorCode = DatabaseErrorCode | OwnErrorCode

/** Returns whether a text is one of `authErrorCodes`. */
export function isAuthErrorCode(text: string): text is AuthErrorCode {
  return (authErrorCodes as readonly string[]).includes(text)
}

/** Returns whether a text is an error code that the database raises. */
export function isDatabaseErrorCode(text: string): text is DatabaseErrorCode {
  return databaseErrorCodes.includes(text)
}

/** Returns whether a value is an error code of a `SocialError`. */
export function isSocialErrorCode(value: unknown): value is SocialErrorCode {
  if (typeof value !== 'string') return false
  return isDatabaseErrorCode(value) || (ownErrorCodes as readonly string[]).includes(value)
}
