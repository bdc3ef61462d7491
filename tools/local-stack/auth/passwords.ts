import { bodyOf, type Call } from './mails.ts'
import { inTransaction, isBanned, query, type Row, readStatement } from './rows.ts'
import type { TokenService } from './tokens.ts'

export interface PasswordService extends TokenService {
  assertPasswordStrong(password: string): void
  signInWithPassword(email: string, password: string): Promise<Row>
  updateUser(id: string, updates: { password?: string | null; email?: string }): Promise<unknown>
}

export const NEW_PASSWORD = readStatement('new-password.sql')
const RECOVERY = `select from auth.mfa_amr_claims
  where session_id = $1 and authentication_method in ('otp', 'magiclink', 'recovery')`

/**
 * Defects of @supabase/lite 0.10.0: a password may have 72 characters instead of 72 bytes. A sign-in
 * ignores bans, tells without the password that an address is not confirmed, and does not tell
 * that a password is weak. An update ignores `app_metadata` and the current password, and a new
 * password leaves other sessions and mailed codes valid.
 */
export function coverPasswords({ c, service, AuthError, options }: Call<PasswordService>): void {
  const { assertPasswordStrong, signInWithPassword, updateUser } = service
  service.assertPasswordStrong = (password) => {
    // Each byte becomes one character. Auth counts bytes too.
    const bytes = Buffer.from(password).toString('latin1')
    if (bytes.length <= 72) return assertPasswordStrong.call(service, bytes)
    throw new AuthError(400, 'validation_failed', 'Password cannot be longer than 72 characters')
  }
  /**
   * Compares a password by a sign-in of lite that finds this person and begins no session, because
   * lite exports no bcrypt.
   */
  const isPassword = async (user: Row, password: string) => {
    const { repo, createSessionForUser } = service
    const { findUserByEmail } = repo
    repo.findUserByEmail = async () => ({ ...user, confirmed_at: user.created_at })
    service.createSessionForUser = async () => ({})
    const attempt = signInWithPassword.call(service, 'this person', password)
    const session = await attempt.catch(() => undefined)
    Object.assign(service, { createSessionForUser })
    Object.assign(repo, { findUserByEmail })
    return session !== undefined
  }
  service.signInWithPassword = async (email, password) => {
    const refuse = (code: string, sentence: string) => new AuthError(400, code, sentence)
    if (!email) throw refuse('validation_failed', 'missing email or phone')
    const user = await service.repo.findUserByEmail(email.toLowerCase())
    if (user?.encrypted_password && isBanned(user)) throw refuse('user_banned', 'User is banned')
    if (!user?.encrypted_password || !(await isPassword(user, password))) {
      throw refuse('invalid_credentials', 'Invalid login credentials')
    }
    if (!user.email_confirmed_at) throw refuse('email_not_confirmed', 'Email not confirmed')
    const session = await service.createSessionForUser(user, [], 'user')
    const weak = weaknessOf(service, password)
    // lite overwrites weak_password with null, but the conversion to JSON calls toJSON.
    return { ...session, toJSON: () => ({ ...session, weak_password: weak }) }
  }
  service.updateUser = async (id, { password, email = undefined, ...others }) => {
    const { app_metadata: isForbidden, current_password: current } = await bodyOf(c)
    const user = (await service.repo.findUserById(id)) ?? {}
    const updates = { ...others, email: email ?? undefined }
    if (typeof password === 'string') service.assertPasswordStrong(password)
    if (isForbidden) {
      throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges')
    }
    if (typeof password !== 'string') return updateUser.call(service, id, updates)
    const session = c.get('sessionId') ?? null
    return inTransaction(service, async () => {
      const isAsked = options.settings.auth.email.require_current_password
      if (
        isAsked &&
        user.encrypted_password &&
        !(await query(service.repo, RECOVERY, session))[0]
      ) {
        const fault = current ? 'invalid' : 'required'
        const sentence = 'Current password required when setting new password.'
        const refusal = new AuthError(400, `current_password_${fault}`, sentence)
        if (!current || !(await isPassword(user, String(current)))) throw refusal
      }
      const updated = await updateUser.call(service, id, { ...updates, password })
      await query(service.repo, NEW_PASSWORD, id, session)
      return updated
    })
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
