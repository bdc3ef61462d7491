/** The codes that the database raises; `social_private.errors` has their sentences. */
export const databaseErrorCodes = [
  'account_deactivated',
  'account_suspended',
  'alt_text_too_long',
  'alt_texts_invalid',
  'argument_missing',
  'avatar_not_found',
  'bio_too_long',
  'cannot_add_self',
  'cannot_block_self',
  'cannot_follow_self',
  'cannot_mute_self',
  'caption_too_long',
  'comment_empty',
  'comment_not_found',
  'comment_not_top_level',
  'comment_too_long',
  'comments_closed',
  'cursor_invalid',
  'display_name_too_long',
  'expires_at_invalid',
  'follow_request_not_found',
  'following_too_many',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'media_in_use',
  'media_invalid',
  'media_not_found',
  'media_required',
  'media_too_large',
  'media_too_many',
  'not_author',
  'not_signed_in',
  'page_size_invalid',
  'pins_too_many',
  'post_empty',
  'post_not_found',
  'profile_exists',
  'profile_missing',
  'profile_not_found',
  'query_too_long',
  'reply_too_deep',
  'sensitive_note_too_long',
  'table_access_invalid',
  'text_invalid',
  'username_changed_recently',
  'username_invalid',
  'username_taken',
  'website_invalid',
  'website_too_long',
] as const

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
  'file_too_large',
  'file_type_invalid',
  'forbidden',
  'invalid_input',
  'link_invalid',
  'mfa_needed',
  'network',
  'not_installed',
  'password_unchanged',
  'password_weak',
  'rate_limited',
  'reauthentication_needed',
  'signup_disabled',
  'timeout',
  'unknown',
] as const

/** A code that the database raises. */
export type DatabaseErrorCode = (typeof databaseErrorCodes)[number]

/** A code for what goes wrong on the way to the database, in Auth or in Storage. */
export type OwnErrorCode = (typeof ownErrorCodes)[number]

/** Every code a `SocialError` can have; docs/errors.md says what to do about each. */
export type SocialErrorCode = DatabaseErrorCode | OwnErrorCode

/** Whether a text is a code that the database raises. */
export function isDatabaseErrorCode(text: string): text is DatabaseErrorCode {
  return (databaseErrorCodes as readonly string[]).includes(text)
}
