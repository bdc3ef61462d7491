import { databaseErrors } from './database-errors.ts'
import type { SocialErrorCode } from './error-codes.ts'
import { type Sentence, sentencesOfNetwork } from './network-sentences.ts'

export type { Sentence } from './network-sentences.ts'

const exposeSchema =
  'Run the migrations of supabase-social, and add `social` to the exposed schemas in the Data ' +
  'API settings of the project (`[api] schemas` in supabase/config.toml for a local one).'

/** The default status and texts of every error code, for responses that contain no texts. */
export const sentences: Record<SocialErrorCode, Sentence> = {
  ...databaseErrors,
  ...sentencesOfNetwork,
  // The database allows 101 rows, but the SDK allows only 100. The SDK requests one more row to
  // find out whether a next page exists.
  page_size_invalid: {
    status: 422,
    message: 'The page size must be a whole number from 1 to 100.',
  },

  bad_code_verifier: {
    status: 400,
    message: 'The link was requested in another browser or app.',
    hint: 'Request a new link, and open it in the same browser or app.',
  },
  captcha_failed: {
    status: 400,
    message: 'The captcha is missing or was not solved.',
    hint: 'Pass the captchaToken of a solved captcha.',
  },
  current_password_invalid: { status: 400, message: 'The current password is wrong.' },
  current_password_required: {
    status: 400,
    message: 'The current password is required.',
    hint: 'Use social.auth.updatePassword with currentPassword.',
  },
  email_address_invalid: { status: 400, message: 'The e-mail address is invalid.' },
  email_address_not_authorized: {
    status: 400,
    message: 'The project cannot send mail to this address.',
    hint: 'Configure your own SMTP server. The built-in one sends mail to team members only.',
  },
  email_exists: {
    status: 422,
    message: 'An account with this e-mail address already exists.',
    hint: 'Sign in, or reset the password.',
  },
  email_not_confirmed: {
    status: 400,
    message: 'The e-mail address is not confirmed yet.',
    hint: 'Open the link in the confirmation mail.',
  },
  email_provider_disabled: {
    status: 422,
    message: 'This project does not accept e-mail addresses for sign-up and sign-in.',
    hint: 'Use another way to sign in.',
  },
  file_damaged: {
    status: 422,
    message: 'The file is damaged or incomplete.',
    hint: 'Save or export the original again, and upload that file.',
  },
  file_suspicious: {
    status: 422,
    message: 'The file contains data that does not belong in a picture or video.',
    hint: 'Save or export the original again, and upload that file.',
  },
  file_too_large: {
    status: 413,
    message: 'The file is too large.',
    hint: 'Reduce the file size: at most 10 MB for pictures and 100 MB for videos.',
  },
  file_type_invalid: {
    status: 415,
    message: 'This file type is not accepted.',
    hint:
      'Use a JPEG, PNG, WebP, GIF, HEIC or AVIF picture. Posts also accept MP4, MOV, M4V and 3GP ' +
      'videos.',
  },
  flow_state_expired: {
    status: 422,
    message: 'The sign-in took too long and expired.',
    hint: 'Start again.',
  },
  flow_state_not_found: {
    status: 404,
    message: 'The sign-in has expired, or is complete already.',
    hint: 'Start again.',
  },
  forbidden: { status: 403, message: 'You are not allowed to do this.' },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Scale it down before the upload. 2048 pixels on the longer side are enough.',
  },
  invalid_credentials: { status: 400, message: 'The e-mail address or the password is wrong.' },
  invalid_input: { status: 400, message: 'A value is malformed or has the wrong type.' },
  link_invalid: {
    status: 403,
    message: 'The link did not sign this device in.',
    hint: 'Ask for the code in the mail, or send a new mail.',
  },
  not_installed: {
    status: 404,
    message: 'This project has no installation of supabase-social.',
    hint: exposeSchema,
  },
  otp_disabled: {
    status: 422,
    message: 'The project does not accept sign-in codes that Auth sends by mail.',
  },
  otp_expired: {
    status: 403,
    message: 'The link or code is wrong, used or expired.',
    hint: 'Request a new one.',
  },
  over_email_send_rate_limit: {
    status: 429,
    message: 'Too many mails were sent.',
    hint: 'Try again in a minute. A project with its own SMTP server can raise the limit.',
  },
  reauth_nonce_missing: {
    status: 400,
    message: 'The code of a reauthentication mail is missing.',
    hint: 'Sign in again, then repeat the request.',
  },
  reauthentication_needed: {
    status: 400,
    message: 'The project requires a recent sign-in for this.',
    hint: 'Sign in again, then repeat the request.',
  },
  reauthentication_not_valid: {
    status: 422,
    message: 'The code of the reauthentication mail is wrong or expired.',
    hint: 'Sign in again, then repeat the request.',
  },
  refused_by_hook: { status: 403, message: 'A rule of this project refuses the request.' },
  same_password: { status: 422, message: 'The new password equals the current one.' },
  sign_up_pending: {
    status: 409,
    message: 'An earlier sign-up with this e-mail address waits for its confirmation.',
    hint: 'Confirm the address with the new mail, then set a new password and a username.',
  },
  signup_disabled: { status: 422, message: 'This project does not accept new accounts.' },
  unknown: { status: 500, message: 'An unexpected error occurred.', hint: 'See the cause.' },
  upgrade_needed: {
    status: 404,
    message: 'The database has an older release of supabase-social than this SDK.',
    hint: 'Run npx supabase-social upgrade, then npx supabase db push.',
  },
  upload_quota_exceeded: {
    status: 403,
    message: 'You have too many uploads, or too many bytes, that are not processed yet.',
    hint: 'Process the uploads. Uploads that stay unprocessed are removed after a day.',
  },
  user_already_exists: {
    status: 422,
    message: 'An account with this e-mail address already exists.',
    hint: 'Sign in, or reset the password.',
  },
  user_banned: { status: 403, message: 'This account is banned.' },
  weak_password: { status: 422, message: 'The password is too weak or too long.' },
}
