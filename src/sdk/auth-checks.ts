import { AuthClient, type User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { read, write } from './call.ts'
import { SocialError } from './errors.ts'
import type { SignUpInput } from './inputs.ts'
import type { Client } from './supabase.ts'

/** Fields that every client of auth-js has, but that its types do not declare. */
interface Connection {
  url: string
  headers: Record<string, string>
  fetch: typeof fetch
}

/**
 * Returns null when the password is correct, otherwise the error. Signs in and out again on a
 * client of its own, so that the app's client keeps its session.
 */
export async function checkPassword(
  db: Client,
  { email, phone }: User,
  password: string,
  captchaToken: string | undefined,
): Promise<SocialError | null> {
  const { url, headers, fetch } = db.auth as unknown as Connection
  const auth = new AuthClient({
    ...{ url, headers, fetch, storageKey: 'supabase-social-check' },
    ...{ persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    skipAutoInitialize: true,
  })
  const credentials = { ...(email ? { email } : { phone: phone ?? '' }), password: password ?? '' }
  const { error } = await attempt(
    () => auth.signInWithPassword({ ...credentials, options: { captchaToken } }),
    fromAuth,
  )
  if (!error) await attempt(() => auth.signOut({ scope: 'local' }), fromAuth)
  return error?.code === 'invalid_credentials'
    ? new SocialError('current_password_invalid', { cause: error.cause })
    : error
}

/**
 * Returns null when the password is correct, otherwise the error. Starts a new session on the app's
 * client, for calls that require a recent sign-in.
 */
export async function signInAgain(
  db: Client,
  password: string,
  captchaToken: string | undefined,
): Promise<SocialError | null> {
  const { data, error: signedOut } = await attempt(() => db.auth.getUser(), fromAuth)
  if (signedOut) return signedOut
  const { email, phone } = data.user
  const credentials = { ...(email ? { email } : { phone: phone ?? '' }), password: password ?? '' }
  const { error } = await attempt(
    () => db.auth.signInWithPassword({ ...credentials, options: { captchaToken } }),
    fromAuth,
  )
  return error?.code === 'invalid_credentials'
    ? new SocialError('current_password_invalid', { cause: error.cause })
    : error
}

/**
 * Finds the reason of a failed sign-up. Without the hook "before user created", Auth masks errors
 * of the database as status 500, so this checks username and display name again.
 */
export async function explainSignUp(
  db: Client,
  { username, displayName }: SignUpInput,
  error: SocialError,
): Promise<SocialError> {
  if (error.code !== 'unknown' || error.status !== 500) return error
  const { cause } = error
  const status = await write(db, 'check_username', { username })
  if (status.data === 'taken') return new SocialError('username_taken', { cause })
  if (status.data === 'invalid') return new SocialError('username_invalid', { cause })
  const limits = await read(db, 'limits', {})
  const isTooLong = [...(displayName ?? '')].length > (limits.data?.display_name_length ?? Infinity)
  return isTooLong ? new SocialError('display_name_too_long', { cause }) : error
}

/** Whether the current session started with anything but a mailed link or code. */
export async function signedInOtherwise(db: Client): Promise<boolean> {
  try {
    const { data } = await db.auth.getSession()
    const payload = data.session?.access_token.split('.')[1] ?? ''
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const methods: { method: string }[] = JSON.parse(json).amr
    return !methods.some(({ method }) => ['otp', 'magiclink', 'recovery'].includes(method))
  } catch {
    // Without a session the next call fails. An unreadable token proves nothing.
    return false
  }
}
