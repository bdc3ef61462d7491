import { randomUUID } from 'node:crypto'
import type { Extra } from './answers.ts'
import type { AuthCall, Row } from './lite.ts'
import { newCode } from './mails.ts'
import { query, readStatement } from './rows.ts'
import { atomically } from './service.ts'
import { issueSession } from './sessions.ts'

/**
 * Answers a sign-up of an address that somebody has. Defects of @supabase/lite 0.10.0: lite refuses
 * such a sign-up, lets a code that was only sent confirm an address, and sends no mail again.
 */
export function coverSignUp(call: AuthCall): void {
  const { service, refuse, body } = call
  const { signUp, signInWithOtp, resend } = service
  const { confirmsEmail, auth } = call.options.settings
  const find = async (email: unknown) => (email ? service.repo.findUserByEmail(email) : null)
  const signUpOrAgain = async (email: unknown, password: unknown, data: unknown): Promise<Row> => {
    const known = await find(email)
    const created = await signUp.call(service, email, password, data).catch((error) => {
      const isKnown = /^(user_already_exists|over_email_send_rate_limit)$/.test(error.code)
      if (!known || !isKnown) throw error
    })
    if (created) return created
    if (!known?.email_confirmed_at) return signUpAgain(call, known ?? {}, confirmsEmail)
    if (confirmsEmail && auth.sms.enable_confirmations) return { user: invent(call, email, data) }
    throw refuse(422, 'user_already_exists', 'User already registered')
  }
  service.signUp = (email, password, data) =>
    atomically(call, () => signUpOrAgain(email, password, data))
  service.signInWithOtp = async (email, more) => {
    const known = await find(email)
    const mayCreate = Object(more).shouldCreateUser !== false
    if (email && !known?.email_confirmed_at && (known || mayCreate)) {
      await service.signUp(email, `aA1!${randomUUID()}`, body.data)
      // The mail for the confirmation already has a link and a code.
      if (confirmsEmail) return
    }
    await signInWithOtp.call(service, email, more)
  }
  service.requestMagicLink = (email) => service.signInWithOtp(email)
  service.resend = async (type, email) => {
    const user = await find(email)
    if (type === 'email_change' && user?.email_change) {
      await service.updateUser(user.id, { email: user.email_change })
    } else if (type === 'signup' && user && !user.email_confirmed_at) {
      await signUpAgain(call, user, true)
    } else await resend.call(service, type, email)
  }
}

const USE = readStatement('use-code.sql')

/** Uses an unconfirmed person again. Auth ignores the new password and the new metadata. */
async function signUpAgain(
  { service, options }: AuthCall,
  { id, email, invited_at }: Row,
  sends: boolean,
): Promise<Row> {
  const { repo } = service
  const now = new Date().toISOString()
  const update = async (changes: Row) =>
    repo.parseUserJson((await repo.updateUser(id, changes)) ?? {})
  if (!sends) {
    await query(repo, USE, id, 'signup')
    const user = await update({ confirmation_token: '', confirmed_at: now })
    await service.createAuditLog(id, email, 'user_signedup', 'team')
    return { user, session: await service.createSessionForUser(user, [], 'signup') }
  }
  const [hash, code] = newCode(email, options.settings.auth.email.otp_length)
  const user = await update({ confirmation_token: hash, confirmation_sent_at: now })
  await service.createAuditLog(id, email, 'user_confirmation_requested', 'user')
  await service.mailer.sendConfirmation?.(email, hash, code, { userId: id })
  // An invited person gets no data of the person who invited.
  const identities = invited_at ? [] : await repo.findIdentitiesByUserId(id)
  const shown = invited_at ? { ...user, raw_user_meta_data: {} } : user
  return { user: service.mapUserToResponse(shown, identities, 'signup') }
}

/** Returns a person who does not exist, so that the answer does not tell who has an account. */
function invent({ service }: AuthCall, email: unknown, data: unknown): Row {
  const now = new Date().toISOString()
  const times = { created_at: now, updated_at: now, confirmation_sent_at: now }
  const meta = { raw_app_meta_data: { provider: 'email', providers: ['email'] } }
  const person = { id: randomUUID(), email: String(email).toLowerCase(), is_anonymous: false }
  const all = { ...person, ...times, ...meta, raw_user_meta_data: data }
  return { ...service.mapUserToResponse(all, [], 'signup'), role: '' }
}

/** Begins a session of a new person without an address, if the request has no address. */
export async function signUpAnonymously(extra: Extra): Promise<object | undefined> {
  const { body, refuse, service, options } = extra
  if (body.email || body.phone) return undefined
  const { enable_anonymous_sign_ins: isOn } = options.settings.auth
  if (!isOn) throw refuse(422, 'anonymous_provider_disabled')
  if (!options.settings.allowsSignUp) throw refuse(422, 'signup_disabled')
  const data = { raw_user_meta_data: body.data ?? {}, raw_app_meta_data: {} }
  const user = { id: randomUUID(), encrypted_password: '', is_anonymous: true, ...data }
  return atomically(extra, async () => {
    await service.repo.createUser(user)
    return issueSession(extra, user.id, 'anonymous')
  })
}
