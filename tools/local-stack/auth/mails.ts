import { randomUUID } from 'node:crypto'
import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { Mailbox } from '../mail.ts'
import type { MailType, ProjectSettings } from '../project.ts'
import type { CodeRules } from './codes.ts'
import { renderMail } from './mailer.ts'
import type { Row } from './rows.ts'
import type { TokenService } from './tokens.ts'

export interface MailOptions {
  mailbox: Mailbox
  settings: ProjectSettings
  siteUrl: string
  origin: string
}

/** What an AuthService needs to send mails. */
export interface MailService extends TokenService {
  mailer: { [send: string]: (to: string, hash: string, code: string, more: Row) => Promise<void> }
  /** Returns the page of the app to which a link leads. */
  redirectTo(): string
  resolveEmailRedirect(redirectTo?: string): string
}

/** For each mail: the type of its link, and the name of its PKCE flow. */
const TYPES: Record<string, [mail: MailType, type: string, flow: string]> = {
  sendConfirmation: ['confirmation', 'signup', 'email/signup'],
  sendInvite: ['invite', 'invite', 'invite'],
  sendMagicLink: ['magic_link', 'magiclink', 'magiclink'],
  sendRecovery: ['recovery', 'recovery', 'recovery'],
  sendEmailChange: ['email_change', 'email_change', 'email_change'],
}

/**
 * Sends the mails of a request. Defects of @supabase/lite 0.10.0: the links lead to the site instead
 * of the API, and lose the page that the app asked for. lite ignores PKCE challenges, and mails only
 * one of two links that change an address.
 */
export async function coverMails(
  c: Context,
  service: MailService,
  AuthError: AuthErrorClass,
  { settings, mailbox, siteUrl, origin }: MailOptions,
): Promise<CodeRules> {
  const { email, templates } = settings.auth
  const { code_challenge, code_challenge_method: method } = await bodyOf(c)
  const challenge = code_challenge && {
    ...{ code_challenge, code_challenge_method: String(method).toLowerCase() },
  }
  service.redirectTo = () => {
    const asked = [c.req.query('redirect_to'), c.req.header('redirect_to'), c.req.header('referer')]
    const pages = asked.map((page) => service.resolveEmailRedirect(page))
    return pages.find((page) => page !== siteUrl) ?? siteUrl
  }
  const prefix = challenge ? 'pkce_' : ''
  const deliver = async (name: string, to: string, hash: string, code: string, userId: unknown) => {
    const [mail, type] = TYPES[name] ?? ['reauthentication', '']
    const user = await service.repo.findUserById(String(userId))
    const RedirectTo = service.redirectTo()
    const page = /[&=#]/.test(RedirectTo) ? encodeURIComponent(RedirectTo) : RedirectTo
    const query = `token=${prefix}${hash}&type=${type}&redirect_to=${page}`
    const values = {
      ...{ Token: code, TokenHash: prefix + hash, SiteURL: siteUrl, RedirectTo, SendingTo: to },
      ...{ Email: user?.email, NewEmail: user?.email_change, Data: user?.raw_user_meta_data },
      ConfirmationURL: `${origin}/auth/v1/verify?${query}`,
    }
    mailbox.deliver(to, ...renderMail(mail, templates[mail], values))
  }
  const send = (name: string) => async (to: string, hash: string, code: string, more: Row) => {
    const [, , flow] = TYPES[name] ?? []
    if (challenge && flow) {
      await service.repo.createFlowState({
        ...{ id: randomUUID(), user_id: more.userId, auth_code: randomUUID(), ...challenge },
        ...{ authentication_method: flow, provider_type: flow.split('/')[0] },
      })
    }
    await deliver(name, to, hash, code, more.userId)
    if (!more.tokenNew) return
    const { newEmail, tokenHashNew, tokenNew } = more
    await deliver(name, String(newEmail), String(tokenHashNew), String(tokenNew), more.userId)
  }
  service.mailer = {
    ...Object.fromEntries(Object.keys(TYPES).map((name) => [name, send(name)])),
    sendReauthentication: (to, code) => deliver('', to, '', code, c.get('userId')),
  }
  return { prefix, pause: seconds(email.max_frequency), AuthError }
}

/** Returns the seconds of a duration such as `1m30s`. Auth takes a pause of 0 for a minute. */
function seconds(duration: string): number {
  const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 }
  const parts = [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, n, unit = '']) => sum + Number(n) * (units[unit] ?? 0), 0) || 60
}

/** Returns the fields of the body of a request. */
export function bodyOf(c: Context): Promise<Row> {
  return c.req
    .text()
    .then(JSON.parse)
    .then(Object, () => ({}))
}
