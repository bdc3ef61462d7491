import type { Session, User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { write } from './call.ts'
import type { SignUpInput } from './inputs.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import { clean } from './text.ts'
import { uuid } from './uuid.ts'

/** Returns whether the login that Auth answered has another username or display name. */
export function hasOtherValues(user: User, { username, displayName }: SignUpInput): boolean {
  const { social_username: name, social_display_name: shown } = user.user_metadata
  return (
    String(name).toLowerCase() !== username.toLowerCase() ||
    clean(String(shown ?? '')) !== clean(displayName ?? '')
  )
}

/** Returns whether more milliseconds passed between the creation of a login and its last change. */
export function takesLonger(user: User, milliseconds: number): boolean {
  const { created_at, confirmation_sent_at, email_confirmed_at } = user
  const times = [created_at, confirmation_sent_at ?? created_at, email_confirmed_at ?? created_at]
  const [created = 0, ...later] = times.map((time) => Date.parse(time))
  return Math.max(...later) - created > milliseconds
}

/**
 * Returns a user with only what the caller sent. Auth invents the other values for an address that
 * has an account, and these values differ from those of a new login.
 */
export function publicUser(
  { id, email, created_at, confirmation_sent_at }: Partial<User> & Pick<User, 'id' | 'created_at'>,
  { username, displayName }: SignUpInput,
): User {
  const time = new Date(Date.parse(confirmation_sent_at ?? created_at) || 0).toISOString()
  return {
    ...{ id, aud: 'authenticated', role: 'authenticated', phone: '' },
    ...(email !== undefined && { email }),
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {
      social_username: username,
      ...(displayName !== undefined && { social_display_name: displayName }),
    },
    identities: [],
    ...{ created_at: time, updated_at: time, confirmation_sent_at: time },
    is_anonymous: false,
  }
}

/** Returns the user of a sign-up that repeats an earlier one, without asking Auth for the login. */
export function repeatedUser(input: SignUpInput): User {
  const created_at = new Date().toISOString()
  return publicUser({ id: uuid(), email: input.email.toLowerCase(), created_at }, input)
}

interface WithSession {
  user: User
  session: Session
}

/**
 * Gives an older login the password, the username and the display name that Auth ignored. The
 * project confirms no addresses, so Auth has signed the person in.
 */
export async function adopt(
  db: Client,
  input: SignUpInput,
  signedIn: WithSession,
): Promise<Result<WithSession>> {
  // Auth also signs in here if a phone number is confirmed. This login belongs to somebody who uses
  // it, so it keeps its password and its profile.
  const isInUse = Boolean(signedIn.user.phone_confirmed_at)
  const error = isInUse
    ? new SocialError('user_already_exists')
    : ((await setPassword(db, input)) ?? (await setProfile(db, input)))
  if (!error) return succeed(signedIn)
  // Another sign-up at the same time, for example after a double click, has set the password. That
  // ended the session of this one.
  if (error.code === 'not_signed_in') return signInAgain(db, input)
  return signOut(db, error)
}

async function signInAgain(db: Client, input: SignUpInput): Promise<Result<WithSession>> {
  const { email, password, captchaToken } = input
  const credentials = { email, password, options: { captchaToken } }
  const { data } = await attempt(() => db.auth.signInWithPassword(credentials), fromAuth)
  if (!data) return signOut(db, new SocialError('user_already_exists'))
  const error = await setProfile(db, input)
  return error ? signOut(db, error) : succeed({ user: data.user, session: data.session })
}

async function signOut(db: Client, error: SocialError): Promise<Result<never>> {
  await attempt(() => db.auth.signOut({ scope: 'local' }), fromAuth)
  return fail(error)
}

async function setPassword(db: Client, { password }: SignUpInput): Promise<SocialError | null> {
  const { error } = await attempt(() => db.auth.updateUser({ password }), fromAuth)
  if (!error || error.code === 'same_password') return null
  if (error.code === 'not_signed_in') return error
  const hint = 'Reset the password with social.auth.requestPasswordReset, then sign in.'
  return new SocialError('sign_up_pending', { hint, cause: error })
}

async function setProfile(db: Client, input: SignUpInput): Promise<SocialError | null> {
  const { username, displayName } = input
  const optional = { display_name: displayName ?? undefined }
  const created = await write(db, 'create_profile', { username }, optional)
  if (created.error?.code !== 'profile_exists') return created.error
  const renamed = await write(db, 'change_username', { username })
  if (renamed.error) return renamed.error
  return (await write(db, 'update_profile', {}, { display_name: displayName ?? '' })).error
}
