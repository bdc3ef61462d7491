import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { AuthSettings } from '../project.ts'
import { inTransaction, isBanned, query, type Row } from './rows.ts'
import type { Session, TokenService } from './tokens.ts'

export interface PasswordService extends TokenService {
  assertPasswordStrong(password: string): void
  signInWithPassword(email: string, password: string): Promise<Session>
  updateUser(userId: string, updates: { password?: string | null }): Promise<unknown>
}

/**
 * Defect of @supabase/lite 0.10.0: a password may have 72 characters instead of 72 bytes. A sign-in
 * ignores bans, tells without the password that an address is not confirmed, and does not tell
 * that a password is weak.
 */
export function coverSignIn(service: PasswordService, AuthError: AuthErrorClass): void {
  const assertStrong = service.assertPasswordStrong.bind(service)
  service.assertPasswordStrong = (password) => {
    // Each byte becomes one character. Auth counts bytes too.
    const bytes = Buffer.from(password).toString('latin1')
    if (bytes.length <= 72) return assertStrong(bytes)
    throw new AuthError(400, 'validation_failed', 'Password cannot be longer than 72 characters')
  }
  const signIn = service.signInWithPassword.bind(service)
  service.signInWithPassword = async (email, password) => {
    const { repo, createSessionForUser: begin } = service
    const find = repo.findUserByEmail
    repo.findUserByEmail = async (address) => {
      const user = await find(address)
      if (user?.encrypted_password && isBanned(user)) {
        throw new AuthError(400, 'user_banned', 'User is banned')
      }
      return user && { ...user, confirmed_at: user.created_at }
    }
    service.createSessionForUser = async (user, ...more) => {
      if (user.email_confirmed_at) return begin(user, ...more)
      throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed')
    }
    const session = await signIn(email, password)
    const weak = weaknessOf(service, password)
    // lite overwrites weak_password with null, but the conversion to JSON calls toJSON.
    return { ...session, toJSON: () => ({ ...session, weak_password: weak }) } as Session
  }
}

function weaknessOf(service: PasswordService, password: string): object | null {
  try {
    service.assertPasswordStrong(password)
    return null
  } catch (error) {
    const { message, details } = error as Error & { details?: { weak_password: object } }
    return details ? { message, ...details.weak_password } : null
  }
}

/**
 * Defect of @supabase/lite 0.10.0: an update of the own user ignores `app_metadata` and the current
 * password, and a new password leaves other sessions and mailed codes valid.
 */
export function coverUpdate(
  c: Context,
  service: PasswordService,
  AuthError: AuthErrorClass,
  { email: { require_current_password: isAsked } }: AuthSettings,
): void {
  const update = service.updateUser.bind(service)
  const signIn = service.signInWithPassword.bind(service)
  service.updateUser = async (id, { password, ...updates }) => {
    const user = (await service.repo.findUserById(id)) ?? {}
    const { app_metadata: appMetadata, current_password: current } = JSON.parse(await c.req.text())
    if (typeof password === 'string') service.assertPasswordStrong(password)
    if (appMetadata) {
      throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges')
    }
    if (typeof password !== 'string') return update(id, updates)
    const session = c.get('sessionId')
    return inTransaction(service, async () => {
      if (isAsked && user.encrypted_password && !(await isRecovery(service, session))) {
        const fault = current ? 'invalid' : 'required'
        const sentence = 'Current password required when setting new password.'
        const refusal = new AuthError(400, `current_password_${fault}`, sentence)
        if (!current || !(await isPassword(service, signIn, user, current))) throw refusal
      }
      const updated = await update(id, { ...updates, password })
      await query(service.repo, END_OTHERS, id, session ?? null)
      return updated
    })
  }
}

/** Whether the person signed in without the password, by a mail. */
async function isRecovery({ repo }: TokenService, session: unknown): Promise<boolean> {
  const rows = await query(
    repo,
    `select from auth.mfa_amr_claims where session_id = $1
      and authentication_method in ('otp', 'magiclink', 'recovery')`,
    session ?? null,
  )
  return rows.length > 0
}

/** Tries a sign-in that begins no session, because lite exports no bcrypt. */
async function isPassword(
  service: TokenService,
  signIn: PasswordService['signInWithPassword'],
  { email }: Row,
  password: string,
): Promise<boolean> {
  const begin = service.createSessionForUser
  service.createSessionForUser = async () => ({}) as Session
  const found = await signIn(String(email), password).catch(() => undefined)
  service.createSessionForUser = begin
  return found !== undefined
}

/** Ends the sessions of the person $1 except the session $2, and all mailed codes. */
export const END_OTHERS = `
  with ended as (
    delete from auth.sessions where user_id = $1 and id is distinct from $2
  ), codes as (
    delete from auth.one_time_tokens where user_id = $1
  )
  update auth.users set confirmation_token = '', confirmation_sent_at = null,
    recovery_token = '', recovery_sent_at = null, email_change_token_current = '',
    email_change_token_new = '', email_change_sent_at = null, phone_change_token = '',
    phone_change_sent_at = null, reauthentication_token = '', reauthentication_sent_at = null
  where id = $1`
