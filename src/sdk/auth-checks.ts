import type { User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { separateClient } from './auth-client.ts'
import { fromAuth } from './auth-errors.ts'
import { SocialError } from './errors.ts'
import type { Client } from './supabase.ts'

/**
 * Checks a password. Returns null if the password is correct, or an error if the password is wrong.
 * Signs in and out on a separate client, so that the app's client keeps its session.
 */
export async function checkPassword(
  db: Client,
  { email, phone }: Pick<User, 'email' | 'phone'>,
  password: string,
  captchaToken: string | undefined,
): Promise<SocialError | null> {
  const auth = separateClient(db)
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
