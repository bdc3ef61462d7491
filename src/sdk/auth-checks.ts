import { AuthClient, type User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { read, write } from './call.ts'
import { SocialError } from './errors.ts'
import type { SignUpInput } from './inputs.ts'
import { fail, type Result } from './result.ts'
import { retrying } from './retry.ts'
import type { Client } from './supabase.ts'

/** Fields of an auth-js client that its TypeScript types do not declare. */
interface Connection {
  url: string
  headers: Record<string, string>
  fetch: typeof fetch
}

/**
 * Checks a password: signs in with it on a separate client, so that the app's client keeps its
 * session. Then calls `work` with the access token of the new session, and ends the new session.
 */
export async function withPassword<T>(
  db: Client,
  { email, phone }: User,
  password: string,
  captchaToken: string | undefined,
  work: (token: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { url, headers, fetch } = db.auth as unknown as Connection
  const auth = new AuthClient({
    ...{ url, headers, fetch, storageKey: 'supabase-social-check' },
    ...{ persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    skipAutoInitialize: true,
  })
  const credentials = { ...(email ? { email } : { phone: phone ?? '' }), password: password ?? '' }
  const { data, error } = await attempt(
    () => auth.signInWithPassword({ ...credentials, options: { captchaToken } }),
    fromAuth,
  )
  if (error?.code === 'invalid_credentials')
    return fail(new SocialError('current_password_invalid', { cause: error.cause }))
  if (error) return fail(error)
  try {
    return await work(data.session.access_token)
  } finally {
    await retrying(() => attempt(() => auth.signOut({ scope: 'local' }), fromAuth))
  }
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

/** The methods by which Supabase Auth signs people in who open a link or type a code of a mail. */
const MAIL_METHODS = ['otp', 'magiclink', 'recovery', 'invite', 'email/signup']

/**
 * Returns whether somebody is signed in on this client without a link or code from a mail. A token
 * that does not say how the person signed in proves nothing.
 */
export async function signedInOtherwise(db: Client): Promise<boolean> {
  const { data } = await db.auth.getSession()
  return data.session !== null && !methodsOf(data.session.access_token).some(isMail)
}

const isMail = (method: unknown) => MAIL_METHODS.some((one) => one === method)

/** Returns the methods in the claim `amr`. An entry of this claim is an object or a word. */
function methodsOf(token: string): unknown[] {
  try {
    const payload = token.split('.')[1] ?? ''
    const { amr } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return amr.map((entry: { method?: unknown } | string) =>
      typeof entry === 'string' ? entry : entry.method,
    )
  } catch {
    return []
  }
}
