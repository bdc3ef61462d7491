import type { User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import type { SocialErrorCode } from './error-codes.ts'
import { loaded } from './on-first-use.ts'
import { fail, type Result, succeed } from './result.ts'
import { retrying } from './retry.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import { isReadable } from './text.ts'

/**
 * Checks a password: signs in with it on a separate client, so that the app's client keeps its
 * session. Then calls `work` with the access token of the new session, and ends the new session.
 */
export async function withPassword<T>(
  db: Client,
  { email, phone, is_anonymous }: Pick<User, 'email' | 'phone' | 'is_anonymous'>,
  password: string,
  captchaToken: string | undefined,
  work: (token: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  // Nobody can sign in with a password without an e-mail address or phone number.
  if (!email && !phone)
    return fail(new SocialError(is_anonymous ? 'anonymous_user' : 'current_password_invalid'))
  // supabase-js itself, which an early part of an app may do without, loads with the first check.
  const part = await loaded(() => import('./auth-client.ts'))
  if (part.error) return part
  const auth = part.data.separateClient(db)
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

/** Checks a password. Returns null if the password is correct, or the error of the sign-in. */
export async function checkPassword(
  db: Client,
  user: Pick<User, 'email' | 'phone' | 'is_anonymous'>,
  password: string,
  captchaToken: string | undefined,
): Promise<SocialError | null> {
  return (await withPassword(db, user, password, captchaToken, async () => succeed(true))).error
}

/** What a person got with a mail. */
interface Proof {
  email?: string | undefined
  code?: string | undefined
  tokenHash?: string | undefined
}

/** Returns what is wrong with the code or token hash of a reset mail, before Auth reads it. */
export function problemOfProof({ email, code, tokenHash }: Proof): SocialErrorCode | null {
  if (code === undefined) {
    // Somebody opened the page without the link of the mail, or with a damaged one.
    return tokenHash === undefined || (isReadable(tokenHash) && tokenHash) ? null : 'link_invalid'
  }
  if (!isReadable(email)) return 'email_address_invalid'
  return isReadable(code) && code.trim() ? null : 'otp_expired'
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
