import { AuthClient, type User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { read, write } from './call.ts'
import { SocialError } from './errors.ts'
import type { SignUpInput } from './inputs.ts'
import type { Client } from './supabase.ts'

/** What every client of auth-js knows about its server, though its types keep it to themselves. */
interface Connection {
  url: string
  headers: Record<string, string>
  fetch: typeof fetch
}

/**
 * Null when this is the person's password, otherwise the error. Signs in beside the app's client,
 * which keeps its session, and out again.
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
 * Null when this is the person's password, otherwise the error. Begins a session of the app's
 * client, for what wants a fresh one.
 */
export async function signInAgain(
  db: Client,
  password: string,
  captchaToken: string | undefined,
): Promise<SocialError | null> {
  const { data, error: nobody } = await attempt(() => db.auth.getUser(), fromAuth)
  if (nobody) return nobody
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
 * Without the hook "before user created" Auth says no more than 500 when the database refuses
 * somebody: then the database is asked again, in words.
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

/** Whether the session here began otherwise than with a mailed link or code, as its token tells. */
export async function signedInOtherwise(db: Client): Promise<boolean> {
  try {
    const { data } = await db.auth.getSession()
    const payload = data.session?.access_token.split('.')[1] ?? ''
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const methods: { method: string }[] = JSON.parse(json).amr
    return !methods.some(({ method }) => ['otp', 'magiclink', 'recovery'].includes(method))
  } catch {
    // No session, which Auth will say, or a token that does not tell.
    return false
  }
}
