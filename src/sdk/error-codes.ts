import { databaseErrors } from './database-errors.ts'

/** Codes of Supabase Auth that the SDK passes on unchanged. */
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

/** The codes that do not come from the database: of Supabase Auth, uploads and the network. */
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
  'network',
  'not_installed',
  'timeout',
  'unknown',
] as const

/** A code of Supabase Auth. */
export type AuthErrorCode = (typeof authErrorCodes)[number]

/** A code that the database raises. */
export type DatabaseErrorCode = keyof typeof databaseErrors

/** A code that does not come from the database. */
export type OwnErrorCode = (typeof ownErrorCodes)[number]

/** Every code of a `SocialError`; docs/errors.md says what to do about each. */
export type SocialErrorCode = DatabaseErrorCode | OwnErrorCode

/** Whether a text is a code of Supabase Auth that the SDK passes on. */
export function isAuthErrorCode(text: string): text is AuthErrorCode {
  return (authErrorCodes as readonly string[]).includes(text)
}

/** Whether a text is a code that the database raises. */
export function isDatabaseErrorCode(text: string): text is DatabaseErrorCode {
  return Object.hasOwn(databaseErrors, text)
}

/** Whether a value is a code of a `SocialError`. */
export function isSocialErrorCode(value: unknown): value is SocialErrorCode {
  if (typeof value !== 'string') return false
  return isDatabaseErrorCode(value) || (ownErrorCodes as readonly string[]).includes(value)
}
