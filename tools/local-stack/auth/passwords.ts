import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { AuthSettings } from '../project.ts'
import { inTransaction, isBanned, query, type Row, readStatement } from './rows.ts'
import type { TokenService } from './tokens.ts'

export interface PasswordService extends TokenService {
  assertPasswordStrong(password: string): void
  signInWithPassword(email: string, password: string): Promise<Row>
  updateUser(id: string, updates: { password?: string | null; email?: string }): Promise<unknown>
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
    if (!email) throw new AuthError(400, 'validation_failed', 'missing email or phone')
    const user = await service.repo.findUserByEmail(email.toLowerCase())
    const hasPassword = user?.encrypted_password
    if (hasPassword && isBanned(user)) throw new AuthError(400, 'user_banned', 'User is banned')
    if (!hasPassword || !(await isPassword(service, signIn, user, password))) {
      throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials')
    }
    if (!user.email_confirmed_at) {
      throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed')
    }
    const session = await service.createSessionForUser(user, [], 'user')
    const weak = weaknessOf(service, password)
    // lite overwrites weak_password with null, but the conversion to JSON calls toJSON.
    return { ...session, toJSON: () => ({ ...session, weak_password: weak }) }
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

const NEW_PASSWORD = readStatement('new-password.sql')

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
  service.updateUser = async (id, { password, ...given }) => {
    const updates = { ...given, email: given.email ?? undefined }
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
      await query(service.repo, NEW_PASSWORD, id, session ?? null)
      return updated
    })
  }
}

/** Whether the person signed in by a mail, which does not ask for the password. */
async function isRecovery({ repo }: TokenService, session: unknown): Promise<boolean> {
  const methods = "authentication_method in ('otp', 'magiclink', 'recovery')"
  const statement = `select from auth.mfa_amr_claims where session_id = $1 and ${methods}`
  return (await query(repo, statement, session ?? null)).length > 0
}

/**
 * Compares a password by a sign-in of lite that finds this person and begins no session, because
 * lite exports no bcrypt.
 */
async function isPassword(
  service: TokenService,
  signIn: PasswordService['signInWithPassword'],
  user: Row,
  password: string,
): Promise<boolean> {
  const { repo, createSessionForUser } = service
  const { findUserByEmail } = repo
  repo.findUserByEmail = async () => ({ ...user, confirmed_at: user.created_at })
  service.createSessionForUser = async () => ({})
  const session = await signIn('this person', password).catch(() => undefined)
  Object.assign(service, { createSessionForUser })
  Object.assign(repo, { findUserByEmail })
  return session !== undefined
}
