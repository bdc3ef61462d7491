import { createHash, randomInt, randomUUID } from 'node:crypto'
import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { Mailbox } from '../mail.ts'
import type { MailType, ProjectSettings } from '../project.ts'
import { query, type Row, type Rows, readStatement } from './rows.ts'
import type { TokenService } from './tokens.ts'

/** What an AuthService needs to send mails. */
export interface MailService extends TokenService {
  mailer: { [send: string]: (to: string, hash: string, code: string, more: Row) => Promise<void> }
  /** Returns the page of the app to which a link leads. */
  redirectTo(): string
  resolveEmailRedirect(redirectTo?: string): string
  otpLength: number
}

export interface MailOptions {
  mailbox: Mailbox
  settings: ProjectSettings
  siteUrl: string
  origin: string
}

/** One request, and the service that answers it. */
export interface Call<Service> {
  c: Context
  service: Service
  AuthError: AuthErrorClass
  options: MailOptions
}

/** A mail: its template, the type of its link, the built-in subject, and the text of the link. */
type MailKind = [template: MailType, type: string, subject: string, link: string]
const MAILS: Record<string, MailKind> = {
  sendConfirmation: ['confirmation', 'signup', 'Confirm your email address', 'Confirm'],
  sendInvite: ['invite', 'invite', "You've been invited", 'Accept invitation'],
  sendMagicLink: ['magic_link', 'magiclink', 'Your sign-in link', 'Sign in'],
  sendRecovery: ['recovery', 'recovery', 'Reset your password', 'Reset password'],
  sendEmailChange: ['email_change', 'email_change', 'Confirm your new email address', 'Confirm'],
}
const PROOF: MailKind = ['reauthentication', '', '{{ .Token }} is your verification code', '']

/**
 * Sends the mails of a request: by a template of the project, or as Auth has it built in. Defects of
 * @supabase/lite 0.10.0: every mail contains a code, the links lose the page that the app asked for,
 * PKCE challenges are ignored, and one of two links that change an address is not sent.
 */
export async function coverMails(call: Call<MailService>): Promise<(repo: Rows) => void> {
  const { c, service, options } = call
  const { settings, mailbox, siteUrl, origin } = options
  const { code_challenge, code_challenge_method: method } = await bodyOf(c)
  const prefix = code_challenge ? 'pkce_' : ''
  service.redirectTo = () => {
    const asked = [c.req.query('redirect_to'), c.req.header('redirect_to'), c.req.header('referer')]
    const pages = asked.map((page) => service.resolveEmailRedirect(page))
    return pages.find((page) => page !== siteUrl) ?? siteUrl
  }
  const deliver = async (
    kind: MailKind,
    to: unknown,
    hash: unknown,
    Token: unknown,
    id: unknown,
  ) => {
    const [mail, type, subject, text] = kind
    const user = await service.repo.findUserById(String(id))
    const RedirectTo = service.redirectTo()
    const TokenHash = prefix + hash
    const values = {
      ...{ Token, TokenHash, SiteURL: siteUrl, RedirectTo, SendingTo: to, Email: user?.email },
      ...{ NewEmail: user?.email_change, Data: user?.raw_user_meta_data },
      ConfirmationURL: linkOf(origin, TokenHash, type, RedirectTo),
    }
    const link = `<p><a href="{{ .ConfirmationURL }}">${text}</a></p>`
    const template = settings.auth.templates[mail]
    const html = template?.html ?? (type ? link : '<p>{{ .Token }}</p>')
    mailbox.deliver(String(to), fill(template?.subject ?? subject, values), fill(html, values))
  }
  const send = (kind: MailKind): MailService['mailer'][string] => {
    return async (to, hash, code, { userId, newEmail, tokenHashNew, tokenNew }) => {
      const [, type] = kind
      if (prefix) {
        await service.repo.createFlowState({
          ...{ id: randomUUID(), user_id: userId, auth_code: randomUUID(), code_challenge },
          code_challenge_method: String(method).toLowerCase(),
          authentication_method: flowOf(type),
          provider_type: type === 'signup' ? 'email' : type,
        })
      }
      await deliver(kind, to, hash, code, userId)
      if (tokenNew) await deliver(kind, newEmail, tokenHashNew, tokenNew, userId)
    }
  }
  const mails = Object.entries(MAILS).map(([name, kind]) => [name, send(kind)])
  service.mailer = {
    ...Object.fromEntries(mails),
    sendReauthentication: (to, code) => deliver(PROOF, to, '', code, c.get('userId')),
  }
  return (repo) => coverCodes(repo, prefix, call)
}

/** Returns a link with a code, which leads to a page of the app. */
export function linkOf(origin: string, hash: string, type: string, page: string): string {
  const target = /[&=#]/.test(page) ? encodeURIComponent(page) : page
  return `${origin}/auth/v1/verify?token=${hash}&type=${type}&redirect_to=${target}`
}

/** Replaces the variables of a Go template, such as `{{ .Token }}` and `{{ .Data.name }}`. */
function fill(template: string, values: Row): string {
  return template.replace(/\{\{-?\s*((?:\.\w+)+)\s*-?\}\}/g, (_, path: string) => {
    const names = path.slice(1).split('.')
    const value = names.reduce<unknown>((found, name) => Object(found)[name], values)
    return String(value ?? '').replace(/[&<>"'+]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  })
}

/** Returns the name of the PKCE flow of a link. */
export function flowOf(type: string): string {
  return type === 'signup' ? 'email/signup' : type
}

/** Returns the fields of the body of a request. A body that is no JSON has no fields. */
export async function bodyOf(c: Context, refuse?: () => Error): Promise<Row> {
  const text = (await c.req.text()) || '{}'
  try {
    return Object(JSON.parse(text))
  } catch {
    if (refuse) throw refuse()
    return {}
  }
}

/** Returns a new one-time code for an address, and its hash. */
export function newCode(address: unknown, digits = 6): [hash: string, code: string] {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  const hash = createHash('sha256').update(String(address).toLowerCase() + code)
  return [hash.digest('hex'), code]
}

const WRITE = readStatement('write-code.sql')

/**
 * Writes the rows of one-time codes, and refuses a mail too soon after the mail before. Defect of
 * @supabase/lite 0.10.0: lite notes codes in auth.users only, and has other limits.
 */
function coverCodes(repo: Rows, prefix: string, call: Call<MailService>): void {
  const { c, AuthError, options } = call
  const { updateUser, createUser } = repo
  repo.updateUser = async (id, changes) => {
    const kinds = Object.keys(changes).filter((name) => /_token/.test(name) && changes[name])
    if (kinds.length === 0) return updateUser.call(repo, id, changes)
    const before = await repo.findUserById(id)
    const sentAt = before?.[`${kinds[0]?.split('_token')[0]}_sent_at`]
    const age = (Date.now() - Date.parse(String(sentAt ?? 0))) / 1000
    const left = seconds(options.settings.auth.email.max_frequency) - age
    if (left > 0 && !/\/(admin|invite)/.test(c.req.path)) {
      const wait = `after ${Math.trunc(left)} seconds.`
      const sentence = `For security purposes, you can only request this ${wait}`
      throw new AuthError(429, 'over_email_send_rate_limit', sentence)
    }
    const codes = kinds.map((kind) => [kind, prefix + changes[kind]])
    const user = await updateUser.call(repo, id, { ...changes, ...Object.fromEntries(codes) })
    for (const code of codes) await query(repo, WRITE, id, ...code)
    return user
  }
  repo.createUser = async ({ confirmation_token, confirmation_sent_at, ...user }) => {
    const created = await createUser.call(repo, user)
    if (!confirmation_token) return created
    return repo.updateUser(String(user.id), { confirmation_token, confirmation_sent_at })
  }
}

/** Returns the seconds of a duration such as `1m30s`. Auth takes a pause of 0 for a minute. */
function seconds(duration: string): number {
  const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 }
  const parts = [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, n, unit = '']) => sum + Number(n) * (units[unit] ?? 0), 0) || 60
}
