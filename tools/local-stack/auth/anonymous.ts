import { randomUUID } from 'node:crypto'
import { ADDRESS, SAVE } from './admin.ts'
import type { Extra } from './answers.ts'
import { query } from './rows.ts'
import { type AuthCall, atomically } from './service.ts'
import { issueSession } from './tokens.ts'

/** Begins a session of a new person without an address, if the request has no address. */
export async function signUpAnonymously(extra: Extra): Promise<object | undefined> {
  const { body, refuse, service, options } = extra
  if (body.email || body.phone) return undefined
  const { enable_anonymous_sign_ins: isOn } = options.settings.auth
  if (!isOn) throw refuse(422, 'anonymous_provider_disabled')
  if (!options.settings.allowsSignUp) throw refuse(422, 'signup_disabled')
  const data = { raw_user_meta_data: body.data ?? {}, raw_app_meta_data: {} }
  const user = { id: randomUUID(), encrypted_password: '', is_anonymous: true, ...data }
  return atomically(
    extra,
    async () => {
      await service.repo.createUser(user)
      return issueSession(service, user, 'anonymous')
    },
    true,
  )
}

/**
 * Checks updates of the own user. Defects of @supabase/lite 0.10.0: a password is enough for
 * somebody with a second factor. An anonymous person can set a password without an address, and has
 * to confirm the first address even if addresses need no confirmation.
 */
export function coverOwnUpdate(call: AuthCall): void {
  const { c, service, AuthError, options } = call
  const update = service.updateUser.bind(service)
  service.updateUser = async (id, updates) => {
    const { email, password } = updates
    if (!email && !password) return update(id, updates)
    const [user = {}] = await query(service.repo, OWN, id, c.get('sessionId') ?? null)
    if (user.is_low && (password || email !== user.email)) {
      throw new AuthError(401, 'insufficient_aal', 'AAL2 session is required')
    }
    const links = email && ADDRESS.test(email) && !options.settings.confirmsEmail
    if (!user.is_anonymous || (email && !links)) return update(id, updates)
    if (!email) throw new AuthError(422, 'validation_failed', 'An email address is required')
    const other = await service.repo.findUserByEmail(email)
    if (other) throw new AuthError(422, 'email_exists', 'Somebody has this address')
    const confirmed = JSON.stringify({ email: email.toLowerCase(), email_confirm: true })
    await atomically(call, () => query(service.repo, SAVE, id, confirmed, true))
    const answer = await update(id, { ...updates, email: undefined })
    return { ...Object(answer), confirmed_at: undefined }
  }
}
const OWN = `
  select u.*, s.aal = 'aal1' and exists (
    select from auth.mfa_factors where user_id = u.id and status = 'verified') as is_low
  from auth.users u left join auth.sessions s on s.id = $2 where u.id = $1`
