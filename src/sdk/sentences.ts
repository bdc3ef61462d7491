import { databaseErrors } from './database-errors.ts'
import type { SocialErrorCode } from './error-codes.ts'

/** What an error says: HTTP status (0 without an answer), what happened, what to do. */
export interface Sentence {
  status: number
  message: string
  hint?: string
}

const exposeSchema =
  'Run the migrations of supabase-social, and add `social` to the exposed schemas in the Data ' +
  'API settings of the project (`[api] schemas` in supabase/config.toml for a local one).'

/** What each error says, where the answer does not: it got lost, was kept back or never sent. */
export const sentences: Record<SocialErrorCode, Sentence> = {
  ...databaseErrors,
  // One row of what the database gives is for the SDK, to see whether there is a next page.
  page_size_invalid: {
    status: 422,
    message: 'The page size must be a whole number from 1 to 100.',
  },

  aborted: { status: 0, message: 'The request was aborted.' },
  user_banned: { status: 403, message: 'This account is banned.' },
  captcha_failed: {
    status: 400,
    message: 'The captcha was not solved.',
    hint: 'Pass the captchaToken of a solved captcha.',
  },
  invalid_credentials: { status: 400, message: 'The e-mail address or the password is wrong.' },
  current_password_invalid: { status: 400, message: 'The current password is wrong.' },
  email_address_invalid: { status: 400, message: 'This is not an e-mail address.' },
  over_email_send_rate_limit: {
    status: 429,
    message: 'Too many mails were sent.',
    hint: 'Try again in a minute; a project with its own SMTP server may raise the limit.',
  },
  email_address_not_authorized: {
    status: 400,
    message: 'The project may not send mail to this address.',
    hint: 'Set up an SMTP server of your own; the built-in one writes to team members only.',
  },
  email_not_confirmed: {
    status: 400,
    message: 'The e-mail address is not confirmed yet.',
    hint: 'Follow the link in the confirmation mail.',
  },
  user_already_exists: {
    status: 422,
    message: 'There is an account with this e-mail address.',
    hint: 'Sign in, or reset the password.',
  },
  file_damaged: {
    status: 422,
    message: 'The file is damaged or not complete.',
    hint: 'Export or take it again, and upload that.',
  },
  file_suspicious: {
    status: 422,
    message: 'The file holds something that is no picture or video.',
    hint: 'Save it anew with an image editor, and upload that.',
  },
  file_too_large: { status: 413, message: 'The file is too large.' },
  file_type_invalid: {
    status: 415,
    message: 'Files of this type are not accepted.',
    hint: 'Use JPEG, PNG, WebP or GIF; MP4 in posts. Bytes without a type need contentType.',
  },
  forbidden: { status: 403, message: 'This is not allowed.' },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Make it smaller before uploading: 4096 pixels on the longer side are more than is shown.',
  },
  invalid_input: { status: 400, message: 'The input cannot be read as what it should be.' },
  otp_expired: {
    status: 403,
    message: 'The link or code is wrong, used or expired.',
    hint: 'Ask for a new one.',
  },
  network: { status: 0, message: 'The server could not be reached.', hint: 'Try again.' },
  not_installed: {
    status: 404,
    message: 'This project does not answer for supabase-social.',
    hint: exposeSchema,
  },
  same_password: { status: 422, message: 'The new password is the one you have.' },
  weak_password: { status: 422, message: 'This password is not accepted.' },
  reauthentication_needed: {
    status: 400,
    message: 'The project wants a recent sign-in for this.',
    hint: 'Sign in again, then repeat it.',
  },
  signup_disabled: { status: 422, message: 'Nobody can sign up here at the moment.' },
  timeout: { status: 504, message: 'The server took too long.', hint: 'Try again.' },
  unknown: { status: 500, message: 'Something unexpected happened.', hint: 'See the cause.' },
}
