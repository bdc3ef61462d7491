/** A sentence for each error that a person can do something about. Others have the SDK's sentence. */
export const errors = {
  unknown: 'Something went wrong. Please try again.',
  network: 'Tern cannot be reached. Check your connection and try again.',
  not_signed_in: 'Please log in first.',
  invalid_credentials: 'The address or the password is wrong.',
  email_not_confirmed: 'Confirm your address first. Look into your inbox.',
  weak_password: 'This password is too easy to guess. Choose a longer one.',
  same_password: 'This is your password already. Choose another one.',
  user_already_exists: 'This address has an account already. Log in instead.',
  sign_up_pending: 'This address waits for its confirmation. Look into your inbox.',
  email_address_invalid: 'This is not an e-mail address.',
  otp_expired: 'The link or the code is used up. Ask for a new mail.',
  link_invalid: 'This link does not work here. Ask for a new mail.',
  not_staff: 'Only staff of Tern can open this page.',
  not_administrator: 'Only administrators can do this.',
  cannot_moderate_self: 'Somebody else has to decide about you.',
  report_resolved: 'Somebody has decided about this report already.',
  appeal_decided: 'Somebody has decided about this appeal already.',
  current_password_invalid: 'This is not your password.',
  username_changed_recently: 'You changed your username not long ago. Wait a little longer.',
  export_too_soon: 'You made a copy today. Come back tomorrow.',
  last_administrator: 'Tern needs an administrator. Appoint another one first.',
  username_taken: 'Somebody has this name or one that looks like it.',
  username_invalid: 'A username has 3 to 30 letters from a to z, digits, dots and underscores.',
  post_not_found: 'This post does not exist, or you may not see it.',
  comment_not_found: 'This comment does not exist any more.',
  profile_not_found: 'This person does not exist, or you may not see them.',
}

export const errorsWithTime = (seconds: number) =>
  `That was a lot at once. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
