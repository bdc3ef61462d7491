import { compare } from 'bcryptjs'
import { ADDRESS, NEW_PASSWORD, SAVE } from './admin.ts'
import { type AuthCall, atomically, isBanned, query, type Row } from './call.ts'

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
  service.assertPasswordStrong = (password: string) => {
    // Each byte becomes one character. Auth counts bytes too.
    const bytes = Buffer.from(password).toString('latin1')
    if (bytes.length > 72) throw refuse(400, 'validation_failed', 'Password has over 72 bytes')
    assertPasswordStrong.call(service, bytes)
  }
  service.signInWithPassword = async (email?: string, password = '') => {
    if (!email) throw refuse(400, 'validation_failed', 'missing email or phone')
    const user = await service.repo.findUserByEmail(email)
    const hash = user?.encrypted_password
    if (hash && isBanned(user)) throw refuse(400, 'user_banned')
    const isRight = hash && (await compare(password, hash))
    if (!isRight) throw refuse(400, 'invalid_credentials', 'Invalid login credentials')
    if (!user.email_confirmed_at) throw refuse(400, 'email_not_confirmed')
    return service.createSessionForUser(user, [], 'user')
  }
  service.updateUser = async (id: string, { data, email, password }: Row) => {
    const session = c.get('sessionId') ?? null
    const [user = {}] = email || password ? await query(call, OWN, id, session) : []
    if (user.is_low && (password || email !== user.email)) throw refuse(401, 'insufficient_aal')
    if (user.is_anonymous && !email) throw refuse(422, 'validation_failed')
    if (typeof password === 'string') service.assertPasswordStrong(password)
    if (body.app_metadata) throw refuse(403, 'not_admin')
    const isAsked = options.project.auth.email.require_current_password && !user.is_recovered
    if (password && isAsked && user.encrypted_password) {
      const { current_password: current } = body
      const fault = `current_password_${current ? 'invalid' : 'required'}`
      const sentence = 'Current password required when setting new password.'
      const isRight = current && (await compare(current, user.encrypted_password))
      if (!isRight) throw refuse(400, fault, sentence)
    }
    const isLinked = user.is_anonymous && ADDRESS.test(email) && !options.project.confirmsEmail
    return atomically(call, async () => {
      if (isLinked) {
        if (await service.repo.findUserByEmail(email)) throw refuse(422, 'email_exists')
        const confirmed = JSON.stringify({ email: email.toLowerCase(), email_confirm: true })
        await query(call, SAVE, id, confirmed, true)
      }
      const asked = (!isLinked && email) || undefined
      const rest = { data, password: password ?? undefined, email: asked }
      const updated = await updateUser.call(service, id, rest)
      if (password) await query(call, NEW_PASSWORD, id, session)
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
