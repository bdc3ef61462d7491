import type { Session, User } from '@supabase/supabase-js'
import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { write } from './call.ts'
import { SocialError } from './errors.ts'
import type { SignUpInput } from './inputs.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Client } from './supabase.ts'
import { clean } from './text.ts'

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
export function publicUser(user: User, { username, displayName }: SignUpInput): User {
  const { id, email, created_at, confirmation_sent_at } = user
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

/**
 * Gives an older login the password, the username and the display name that Auth ignored. The
 * project confirms no addresses, so Auth has signed the person in.
 */
export async function adopt(
  db: Client,
  input: SignUpInput,
  signedIn: { user: User; session: Session },
): Promise<Result<{ user: User; session: Session }>> {
  const error = (await setPassword(db, input)) ?? (await setProfile(db, input))
  if (!error) return succeed(signedIn)
  await attempt(() => db.auth.signOut({ scope: 'local' }), fromAuth)
  return fail(error)
}

async function setPassword(db: Client, { password }: SignUpInput): Promise<SocialError | null> {
  const { error } = await attempt(() => db.auth.updateUser({ password }), fromAuth)
  if (!error || error.code === 'same_password') return null
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
