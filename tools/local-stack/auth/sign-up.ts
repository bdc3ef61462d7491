import { randomUUID } from 'node:crypto'
import { bodyOf, type Call, type MailService, newCode } from './mails.ts'
import type { PasswordService } from './passwords.ts'
import { query, type Row, readStatement } from './rows.ts'

export interface SignUpService extends MailService, PasswordService {
  signUp(email: string, password: string, data?: unknown): Promise<{ user: object }>
  signInWithOtp(email: string, options: { shouldCreateUser?: boolean }): Promise<void>
  requestMagicLink(email: string): Promise<void>
  resend(type: string, email: string): Promise<void>
}

/**
 * Answers a sign-up of an address that somebody has. Defects of @supabase/lite 0.10.0: lite refuses
 * such a sign-up, lets a code that was only sent confirm an address, and sends no mail again.
 */
export function coverSignUp({ c, service, AuthError, options }: Call<SignUpService>): void {
  const { signUp, signInWithOtp, resend } = service
  const { confirmsEmail, auth } = options.settings
  const find = async (email: unknown) =>
    typeof email === 'string' ? service.repo.findUserByEmail(email) : null
  service.signUp = async (email, password, data) => {
    const known = await find(email)
    const created = await signUp.call(service, email, password, data).catch((error) => {
      const isKnown = ['user_already_exists', 'over_email_send_rate_limit'].includes(error.code)
      if (!known || !isKnown) throw error
    })
    if (created) return created
    if (!known?.email_confirmed_at) return signUpAgain(service, known ?? {}, confirmsEmail)
    if (confirmsEmail && auth.sms.enable_confirmations) return { user: invent(email, data) }
    throw new AuthError(422, 'user_already_exists', 'User already registered')
  }
  service.signInWithOtp = async (email, more) => {
    const known = await find(email)
    if (email && !known?.email_confirmed_at && (known || more.shouldCreateUser !== false)) {
      await service.signUp(email, `aA1!${randomUUID()}`, (await bodyOf(c)).data)
      // The mail for the confirmation already has a link and a code.
      if (confirmsEmail) return
    }
    await signInWithOtp.call(service, email, more)
  }
  service.requestMagicLink = (email) => service.signInWithOtp(email, {})
  service.resend = async (type, email) => {
    const user = await find(email)
    if (type === 'email_change' && user?.email_change) {
      await service.updateUser(String(user.id), { email: String(user.email_change) })
    } else if (type === 'signup' && user && !user.email_confirmed_at) {
      await signUpAgain(service, user, true)
    } else await resend.call(service, type, email)
  }
}

/** Uses an unconfirmed person again. Auth ignores the new password and the new metadata. */
async function signUpAgain(service: SignUpService, { id, email, invited_at }: Row, sends: boolean) {
  const { repo } = service
  const audit = (...entry: unknown[]) => service.createAuditLog(id, email, ...entry)
  if (!sends) {
    await query(repo, USE, id, 'signup')
    const confirmed = { confirmation_token: '', confirmed_at: new Date().toISOString() }
    const user = repo.parseUserJson((await repo.updateUser(String(id), confirmed)) ?? {})
    await audit('user_signedup', 'team')
    return { user, session: await service.createSessionForUser(user, [], 'signup') }
  }
  const [hash, code] = newCode(email, service.otpLength)
  const sent = { confirmation_token: hash, confirmation_sent_at: new Date().toISOString() }
  const user = repo.parseUserJson((await repo.updateUser(String(id), sent)) ?? {})
  await audit('user_confirmation_requested', 'user')
  await service.mailer.sendConfirmation?.(String(email), hash, code, { userId: id })
  // An invited person gets no data of the person who invited.
  const identities = invited_at ? [] : await repo.findIdentitiesByUserId(id)
  const shown = invited_at ? { ...user, raw_user_meta_data: {} } : user
  return { user: service.mapUserToResponse(shown, identities, 'signup') }
}

const USE = readStatement('use-code.sql')

/** Returns a person who does not exist, so that the answer does not tell who has an account. */
function invent(email: string, data: unknown): object {
  const now = new Date().toISOString()
  return {
    ...{ id: randomUUID(), aud: 'authenticated', role: '', email: email.toLowerCase(), phone: '' },
    app_metadata: { provider: 'email', providers: ['email'] },
    ...{ user_metadata: data ?? {}, identities: [], confirmation_sent_at: now },
    ...{ created_at: now, updated_at: now, is_anonymous: false },
  }
}
