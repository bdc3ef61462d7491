import { databaseErrors } from './database-errors.ts'

/** The codes for what goes wrong outside of our functions: on the way, in Auth, in Storage. */
export const ownErrorCodes = [
  'aborted',
  'account_banned',
  'captcha_failed',
  'credentials_wrong',
  'current_password_wrong',
  'email_invalid',
  'email_limit_reached',
  'email_not_allowed',
  'email_not_confirmed',
  'email_taken',
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
  'password_unchanged',
  'password_weak',
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
