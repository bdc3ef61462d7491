import { databaseErrors } from './database-errors.ts'

/** The codes for what goes wrong outside of our functions: on the way, in Auth, in Storage. */
export const ownErrorCodes = [
  'aborted',
  'user_banned',
  'captcha_failed',
  'invalid_credentials',
  'current_password_invalid',
  'email_address_invalid',
  'over_email_send_rate_limit',
  'email_address_not_authorized',
  'email_not_confirmed',
  'user_already_exists',
  'file_damaged',
  'file_suspicious',
  'file_too_large',
  'file_type_invalid',
  'forbidden',
  'image_too_many_pixels',
  'invalid_input',
  'otp_expired',
  'network',
  'not_installed',
  'same_password',
  'weak_password',
  'reauthentication_needed',
  'signup_disabled',
  'timeout',
  'unknown',
] as const

/** A code that the database raises. */
export type DatabaseErrorCode = keyof typeof databaseErrors

/** A code for what goes wrong on the way to the database, in Auth or in Storage. */
export type OwnErrorCode = (typeof ownErrorCodes)[number]

/** Every code a `SocialError` can have; docs/errors.md says what to do about each. */
export type SocialErrorCode = DatabaseErrorCode | OwnErrorCode

/** Whether a text is a code that the database raises. */
export function isDatabaseErrorCode(text: string): text is DatabaseErrorCode {
  return Object.hasOwn(databaseErrors, text)
}

/** Whether something is a code of ours. */
export function isSocialErrorCode(word: unknown): word is SocialErrorCode {
  if (typeof word !== 'string') return false
  return isDatabaseErrorCode(word) || (ownErrorCodes as readonly string[]).includes(word)
}
