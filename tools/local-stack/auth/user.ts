import { compare } from 'bcryptjs'
import { ADDRESS, SAVE } from './admin.ts'
import type { AuthCall } from './lite.ts'
import { isBanned, query, readStatement } from './rows.ts'
import { atomically } from './service.ts'

export const NEW_PASSWORD = readStatement('new-password.sql')

/**
 * Signs in by a password and changes the own user as Auth does. Defects of @supabase/lite 0.10.0: a
 * password may have 72 characters instead of 72 bytes. A sign-in ignores bans, and tells without
 * the password that an address is not confirmed. An update ignores `app_metadata`, the current
 * password and a second factor, and a new password leaves other sessions and mailed codes valid.
 * An anonymous person can set a password without an address, and always has to confirm an address.
 */
export function coverUser(call: AuthCall): void {
  const { c, service, options, refuse, body } = call
  const { assertPasswordStrong, updateUser } = service
  service.assertPasswordStrong = (password) => {
    // Each byte becomes one character. Auth counts bytes too.
    const bytes = Buffer.from(password).toString('latin1')
    if (bytes.length > 72) throw refuse(400, 'validation_failed', 'Password has over 72 bytes')
    assertPasswordStrong.call(service, bytes)
  }
  service.signInWithPassword = async (email, password) => {
    if (!email) throw refuse(400, 'validation_failed', 'missing email or phone')
    const user = await service.repo.findUserByEmail(email)
    const hash = String(user?.encrypted_password ?? '')
    if (user && hash && isBanned(user)) throw refuse(400, 'user_banned')
    const isRight = hash && (await compare(String(password ?? ''), hash))
    if (!user || !isRight) throw refuse(400, 'invalid_credentials', 'Invalid login credentials')
    if (!user.email_confirmed_at) throw refuse(400, 'email_not_confirmed')
    return service.createSessionForUser(user, [], 'user')
  }
  service.updateUser = async (id, changes) => {
    const { data, ...others } = Object(changes)
    const email = others.email || undefined
    const password = others.password ?? undefined
    const session = c.get('sessionId') ?? null
    const [user = {}] = email || password ? await query(service.repo, OWN, id, session) : []
    if (user.is_low && (password || email !== user.email)) throw refuse(401, 'insufficient_aal')
    const links = ADDRESS.test(email) && !options.settings.confirmsEmail
    if (user.is_anonymous && !email) throw refuse(422, 'validation_failed')
    if (password !== undefined) service.assertPasswordStrong(password)
    if (body.app_metadata) throw refuse(403, 'not_admin')
    const isProven = user.is_recovered || !user.encrypted_password
    if (password && options.settings.auth.email.require_current_password && !isProven) {
      const current = body.current_password
      const fault = `current_password_${current ? 'invalid' : 'required'}`
      const isRight = current && (await compare(current, String(user.encrypted_password)))
      if (!isRight) throw refuse(400, fault, 'Current password required')
    }
    return atomically(call, async () => {
      const isLinked = user.is_anonymous && links
      if (isLinked) {
        if (await service.repo.findUserByEmail(email)) throw refuse(422, 'email_exists')
        const confirmed = JSON.stringify({ email: email.toLowerCase(), email_confirm: true })
        await query(service.repo, SAVE, id, confirmed, true)
      }
      const rest = { data, password, email: isLinked ? undefined : email }
      const updated = await updateUser.call(service, id, rest)
      if (password) await query(service.repo, NEW_PASSWORD, id, session)
      return isLinked ? { ...updated, confirmed_at: undefined } : updated
    })
  }
}

const OWN = `
  select u.*, s.aal = 'aal1' and exists (
    select from auth.mfa_factors where user_id = u.id and status = 'verified') as is_low,
  exists (select from auth.mfa_amr_claims where session_id = s.id
    and authentication_method in ('otp', 'magiclink', 'recovery')) as is_recovered
  from auth.users u left join auth.sessions s on s.id = $2 where u.id = $1`
