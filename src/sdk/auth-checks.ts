import { AuthClient, type User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { read, write } from './call.ts'
import { SocialError } from './errors.ts'
import type { SignUpInput } from './inputs.ts'
import type { Client } from './supabase.ts'

/** Fields of an auth-js client that its TypeScript types do not declare. */
interface Connection {
  url: string
  headers: Record<string, string>
  fetch: typeof fetch
}

/**
 * Checks a password. Returns null if the password is correct, or an error if the password is wrong.
 * Signs in and out on a separate client, so that the app's client keeps its session.
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
 * Signs in again on the app's client, because some calls require a recent sign-in. Returns null if
 * the password is correct, or an error if the password is wrong.
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
 * Finds the reason for a failed sign-up. Without the hook "before user created", Supabase Auth
 * responds to every database error with the same status 500. So this function checks the username
 * and the display name itself.
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

/** Returns whether the person signed in without a link or code from a mail. */
export async function signedInOtherwise(db: Client): Promise<boolean> {
  try {
    const { data } = await db.auth.getSession()
    const payload = data.session?.access_token.split('.')[1] ?? ''
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const methods: { method: string }[] = JSON.parse(json).amr
    return !methods.some(({ method }) => ['otp', 'magiclink', 'recovery'].includes(method))
  } catch {
    // The token is missing or unreadable, so it does not prove how the person signed in.
    return false
  }
}
