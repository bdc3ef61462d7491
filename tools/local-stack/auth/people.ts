import { randomUUID } from 'node:crypto'
import { compare } from 'bcryptjs'
import { ADDRESS, NEW_PASSWORD, SAVE } from './admin.ts'
import { type AuthCall, atomically, isBanned, query, type Row } from './call.ts'
import { newCode, USE } from './mails.ts'
import { issueSession } from './sessions.ts'

/**
 * Answers a sign-up of an address that somebody has. Defects of @supabase/lite 0.10.0: lite refuses
 * such a sign-up, lets a code that was only sent confirm an address, and sends no mail again.
 */
export function coverSignUp(call: AuthCall): void {
  const { service, refuse, body, options } = call
  const { signUp, signInWithOtp, resend } = service
  const { confirmsEmail, auth } = options.project
  const find = async (email?: string) => email && service.repo.findUserByEmail(email)
  service.signUp = (email: string, password: string, data: unknown) =>
    atomically(call, async () => {
      const known = await find(email)
      const created = await signUp.call(service, email, password, data).catch((error: Row) => {
        const isKnown = /^(user_already_exists|over_email_send_rate_limit)$/.test(error.code)
        if (!known || !isKnown) throw error
      })
      if (created) return created
      if (!known.email_confirmed_at) return signUpAgain(call, known, confirmsEmail)
      if (confirmsEmail && auth.sms.enable_confirmations) return { user: invent(call) }
      throw refuse(422, 'user_already_exists', 'User already registered')
    })
  service.signInWithOtp = async (email: string, more: Row = {}) => {
    const known = await find(email)
    const isNew = known ? !known.email_confirmed_at : email && more.shouldCreateUser !== false
    if (isNew) await service.signUp(email, `aA1!${randomUUID()}`, body.data)
    // The mail for the confirmation already has a link and a code.
    if (!isNew || !confirmsEmail) await signInWithOtp.call(service, email, more)
  }
  service.requestMagicLink = (email: string) => service.signInWithOtp(email)
  service.resend = async (type: string, email: string) => {
    const user = await find(email)
    if (type === 'email_change' && user?.email_change) {
      await service.updateUser(user.id, { email: user.email_change })
    } else if (type === 'signup' && user && !user.email_confirmed_at) {
      await signUpAgain(call, user, true)
    } else await resend.call(service, type, email)
  }
}

/** Uses an unconfirmed person again. Auth ignores the new password and the new metadata. */
async function signUpAgain(call: AuthCall, known: Row, sends: boolean): Promise<Row> {
  const { service, options } = call
  const { id, email, invited_at } = known
  const now = new Date().toISOString()
  const [hash, code] = newCode(email, options.project.auth.email.otp_length)
  const sent = { confirmation_token: hash, confirmation_sent_at: now }
  if (!sends) await query(call, USE, id, 'signup')
  const changes = sends ? sent : { confirmation_token: '', confirmed_at: now }
  const user = service.repo.parseUserJson(await service.repo.updateUser(id, changes))
  if (!sends) return { user, session: await service.createSessionForUser(user, [], 'signup') }
  await service.mailer.sendConfirmation(email, hash, code, { userId: id })
  // An invited person gets no data of the person who invited.
  const identities = invited_at ? [] : await service.repo.findIdentitiesByUserId(id)
  const shown = invited_at ? { ...user, raw_user_meta_data: {} } : user
  return { user: service.mapUserToResponse(shown, identities, 'signup') }
}

/** Returns a person who does not exist, so that the answer does not tell who has an account. */
function invent({ service, body }: AuthCall): Row {
  const now = new Date().toISOString()
  const times = { created_at: now, updated_at: now, confirmation_sent_at: now }
  const raw_app_meta_data = { provider: 'email', providers: ['email'] }
  const person = { id: randomUUID(), email: body.email.toLowerCase(), is_anonymous: false }
  const all = { ...person, ...times, raw_app_meta_data, raw_user_meta_data: body.data }
  return { ...service.mapUserToResponse(all, [], 'signup'), role: '' }
}

/** Begins a session of a new person without an address, if the request has no address. */
export async function signUpAnonymously(call: AuthCall): Promise<Row | undefined> {
  const { body, refuse, service, options } = call
  if (body.email || body.phone) return undefined
  const { auth, allowsSignUp } = options.project
  if (!auth.enable_anonymous_sign_ins) throw refuse(422, 'anonymous_provider_disabled')
  if (!allowsSignUp) throw refuse(422, 'signup_disabled')
  const data = { raw_user_meta_data: body.data ?? {}, raw_app_meta_data: {} }
  const user = { id: randomUUID(), encrypted_password: '', is_anonymous: true, ...data }
  return atomically(call, async () => {
    await service.repo.createUser(user)
    return issueSession(call, user.id, 'anonymous')
  })
}

/**
 * Defects of @supabase/lite 0.10.0: a password may have 72 characters instead of 72 bytes. A sign-in
 * ignores bans, and tells without the password that an address is not confirmed. An update ignores
 * `app_metadata`, the current password, second factors and whether the person is anonymous. A new
 * password leaves other sessions and mailed codes valid.
 */
export function coverUser(call: AuthCall): void {
  const { c, service, options, refuse, body } = call
  const { assertPasswordStrong, updateUser } = service
  service.assertPasswordStrong = (password: string) => {
    // Each byte becomes one character.
    const bytes = Buffer.from(password).toString('latin1')
    if (bytes.length > 72) throw refuse(400, 'validation_failed', 'Password has over 72 bytes')
    assertPasswordStrong.call(service, bytes)
  }
  service.signInWithPassword = async (email?: string, password?: string) => {
    if (!email) throw refuse(400, 'validation_failed', 'missing email or phone')
    const user = await service.repo.findUserByEmail(email)
    const hash = user?.encrypted_password
    if (hash && isBanned(user)) throw refuse(400, 'user_banned')
    const isRight = hash && (await compare(password ?? '', hash))
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
