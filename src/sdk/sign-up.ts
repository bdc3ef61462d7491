import type { Session, User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { checkPassword } from './auth-checks.ts'
import { fromAuth } from './auth-errors.ts'
import { read, write } from './call.ts'
import type { SocialErrorCode } from './error-codes.ts'
import type { SignUpInput } from './inputs.ts'
import { fail, type Result, succeed } from './result.ts'
import { adopt, hasOtherValues, publicUser, repeatedUser, takesLonger } from './sign-up-answer.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import { isReadable, isUsername } from './text.ts'

/**
 * The result of signing up. `session` is null until the person confirms the e-mail address. Then
 * `user` contains only what you sent. Its id is invented if the address already has an account.
 */
export interface SignedUp {
  user: User
  session: Session | null
}

/** The errors that say what is wrong with the username or the display name. */
const REFUSALS: SocialErrorCode[] = [
  'display_name_too_long',
  'text_invalid',
  'username_invalid',
  'username_taken',
]

/** Creates a login and its profile. */
export async function signUp(db: Client, input: SignUpInput): Promise<Result<SignedUp>> {
  const refused = checkInput(input)
  if (refused) return fail(refused)
  const { data: isRepeated, error } = await check(db, input)
  if (error) return explainRefusal(db, input, error)
  const result = await send(db, input)
  if (!result.error) return complete(db, input, result.data, isRepeated)
  const { code, status, retryAfter } = result.error
  // Auth names the seconds only for an address to which it sent a mail a moment ago.
  if (code === 'over_email_send_rate_limit' && retryAfter !== null) {
    return explainLimit(db, input, result.error)
  }
  // Another sign-up with the same address may have come first, for example after a double click.
  // Then Auth refuses the username that this very sign-up took, or answers with status 500.
  const mayExist = code === 'username_taken' || (code === 'unknown' && status === 500)
  return mayExist ? repeat(db, input, result.error) : result
}

/** Checks what the database cannot receive, and what Auth would treat as another kind of sign-up. */
function checkInput({ email, username, displayName }: SignUpInput): SocialError | null {
  // Without an e-mail address, Supabase Auth would create an anonymous login.
  if (!isReadable(email) || !email.trim()) {
    return new SocialError('email_address_invalid')
  }
  if (typeof username !== 'string' || !isUsername(username)) {
    return new SocialError('username_invalid')
  }
  if (isReadable(displayName ?? '')) return null
  return new SocialError('text_invalid', { hint: 'See display_name.' })
}

/**
 * Asks the database whether it accepts the username and the display name. Auth looks the address up
 * first. A refusal by Auth would thus tell that the address has no account. Returns whether the
 * address has an unconfirmed login with this username.
 *
 * At the rate limit, the sign-up continues without the check. All callers whose network address is
 * unknown share one limit, so that otherwise one caller could stop the sign-ups of all others.
 */
async function check(db: Client, input: SignUpInput): Promise<Result<boolean>> {
  const { email, username, displayName } = input
  const optional = { display_name: displayName ?? undefined }
  const { data, error } = await write(db, 'check_sign_up', { email, username }, optional)
  if (error?.code === 'rate_limited') return succeed(false)
  if (error) return fail(error)
  const code = REFUSALS.find((known) => known === data)
  if (code === 'text_invalid') return fail(new SocialError(code, { hint: 'See display_name.' }))
  if (code !== 'display_name_too_long') {
    return code ? fail(new SocialError(code)) : succeed(data === 'repeated')
  }
  const { data: limits } = await read(db, 'limits', {})
  const hint = limits && `At most ${limits.display_name_length} characters.`
  return fail(new SocialError(code, { hint }))
}

async function send(db: Client, input: SignUpInput) {
  const { email, password, username, displayName, redirectTo, captchaToken } = input
  const data = { social_username: username, social_display_name: displayName }
  const options = { data, emailRedirectTo: redirectTo, captchaToken }
  return attempt(() => db.auth.signUp({ email, password, options }), fromAuth)
}

/**
 * Finds out whether a taken username belongs to the person who signs up. Only a person who knows
 * the password of the account learns that the address has one.
 */
async function explainRefusal(
  db: Client,
  input: SignUpInput,
  refused: SocialError,
): Promise<Result<SignedUp>> {
  if (refused.code !== 'username_taken') return fail(refused)
  if (!(await revealsAddresses(db))) return fail((await ownLogin(db, input)) ?? refused)
  // This project tells of a known address anyway, so Auth may say which of the two is taken.
  const { data, error } = await send(db, input)
  if (data) return complete(db, input, data, true)
  return fail(error.code === 'user_already_exists' ? error : refused)
}

/** Returns the error `user_already_exists` if the address and the password open a login. */
async function ownLogin(
  db: Client,
  { email, password, captchaToken }: SignUpInput,
): Promise<SocialError | null> {
  const error = await checkPassword(db, { email }, password, captchaToken)
  if (!error) return new SocialError('user_already_exists')
  if (error.code !== 'email_not_confirmed') return null
  const hint = 'Open the link in the confirmation mail.'
  return new SocialError('user_already_exists', { hint })
}

/**
 * Returns a success if an equal sign-up has sent the mail, for example after a double click. Auth
 * sends no second mail within a short time, and answers with an error.
 */
async function explainLimit(
  db: Client,
  input: SignUpInput,
  error: SocialError,
): Promise<Result<SignedUp>> {
  const { data: isRepeated } = await check(db, input)
  if (!isRepeated) return fail(error)
  const wrong = await checkPassword(db, input, input.password, input.captchaToken)
  if (!wrong) return fail(new SocialError('user_already_exists'))
  if (wrong.code !== 'email_not_confirmed') return fail(error)
  return succeed({ user: repeatedUser(input), session: null })
}

/** Repeats a sign-up after an error. If its address has a login by now, Auth says so. */
async function repeat(
  db: Client,
  input: SignUpInput,
  error: SocialError,
): Promise<Result<SignedUp>> {
  const own = await ownLogin(db, input)
  if (own) return fail(own)
  const again = await send(db, input)
  if (!again.error) return complete(db, input, again.data, true)
  // A captcha is solved for one request, so nothing more can be found out.
  if (again.error.code === 'captcha_failed') return fail(error)
  if (again.error.code !== error.code) return again
  const { error: refused } = await check(db, input)
  return fail(refused && REFUSALS.includes(refused.code) ? refused : error)
}

/** A login may be older than the sign-up, or is certainly older, after this many milliseconds. */
const SHORT = 50
const LONG = 10_000

/**
 * Checks that Auth created the login. If the address has an unconfirmed login, Auth answers with
 * that login, and ignores the password, the username and the display name.
 */
async function complete(
  db: Client,
  input: SignUpInput,
  { user, session }: { user: User | null; session: Session | null },
  isRepeated: boolean,
): Promise<Result<SignedUp>> {
  if (!user) return fail(new SocialError('unknown'))
  const isOther = hasOtherValues(user, input)
  if (session) {
    const isNew = !isOther && !isRepeated && !takesLonger(user, LONG)
    return isNew ? succeed({ user, session }) : adopt(db, input, { user, session })
  }
  const isDoubtful = isRepeated || takesLonger(user, SHORT)
  if (isOther || (isDoubtful && (await hasOtherPassword(db, input, user)))) {
    return fail(new SocialError('sign_up_pending'))
  }
  return succeed({ user: publicUser(user, input), session: null })
}

/** Auth checks the password before it says that the address is not confirmed. */
async function hasOtherPassword(db: Client, input: SignUpInput, user: User): Promise<boolean> {
  const error = await checkPassword(db, input, input.password, input.captchaToken)
  if (!error || error.code === 'email_not_confirmed') return false
  // Without an answer, for example because the captcha is used up, only the time counts.
  return error.code === 'current_password_invalid' || takesLonger(user, LONG)
}

/**
 * Returns whether the project tells everybody which addresses have an account. It does if it
 * confirms a new address or number by itself.
 */
async function revealsAddresses(db: Client): Promise<boolean> {
  const { url, headers, fetch } = db.auth as unknown as {
    url: string
    headers: Record<string, string>
    fetch: typeof globalThis.fetch
  }
  try {
    const settings = await (await fetch(`${url}/settings`, { headers })).json()
    return settings.mailer_autoconfirm === true || settings.phone_autoconfirm === true
  } catch {
    return false
  }
}
