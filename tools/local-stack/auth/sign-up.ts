import { randomUUID } from 'node:crypto'
import { type AuthCall, atomically, query, type Row, shown } from './call.ts'
import { newCode } from './mails.ts'
import { issueSession } from './sessions.ts'
import { USE } from './verify.ts'

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
 * Calls the Auth hook that hosted projects enable in the dashboard. Its refusal has code `unknown`.
 * Defects of @supabase/lite 0.10.0: lite has no Auth hooks, and adds fields to the metadata before.
 */
export async function askHook(call: AuthCall, user: Row): Promise<void> {
  const { hook } = call.options.project
  if (!hook) return
  const name = `"${hook.schema}"."${hook.name}"`
  const [found] = await query(call, 'select to_regprocedure($1) as hook', `${name}(jsonb)`)
  if (!found?.hook && hook.isOptional) return
  const { id, raw_user_meta_data: meta, raw_app_meta_data: app_metadata, is_anonymous } = user
  const { email, email_verified, phone_verified, sub, ...user_metadata } = Object(meta)
  const person = { id, email: user.email, app_metadata, user_metadata, is_anonymous }
  const event = JSON.stringify({ metadata: { name: 'before-user-created' }, user: person })
  const asked = query(call, `select ${name}($1::text::jsonb) as answer`, event)
  const [row] = await asked.catch((error) => {
    const sentence = `Error running hook URI: pg-functions://postgres/${hook.schema}/${hook.name}`
    throw call.refuse(500, 'unexpected_failure', sentence, shown(error))
  })
  const refusal = row?.answer?.error
  if (refusal?.message) throw call.refuse(refusal.http_code || 500, 'unknown', refusal.message)
}
