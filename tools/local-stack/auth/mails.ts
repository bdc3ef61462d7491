import { createHash, randomInt } from 'node:crypto'
import type { MailType } from '../project.ts'
import { type AuthCall, query, type Row, readStatement } from './call.ts'

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
export function coverMails(call: AuthCall): void {
  const { code_challenge: challenge, code_challenge_method: method } = call.body
  const send = (kind: MailKind) => async (to: string, hash: string, code: string, more: Row) => {
    const { userId, newEmail, tokenHashNew, tokenNew } = more
    if (challenge) await query(call, FLOW, userId, challenge, method.toLowerCase(), kind[1])
    await deliver(call, kind, to, hash, code, userId)
    if (tokenNew) await deliver(call, kind, newEmail, tokenHashNew, tokenNew, userId)
  }
  const mails = Object.entries(MAILS).map(([name, kind]) => [name, send(kind)])
  const sendReauthentication = (to: string, code: string, { userId }: Row) =>
    deliver(call, PROOF, to, '', code, userId)
  call.service.mailer = { ...Object.fromEntries(mails), sendReauthentication }
}

const FLOW = `insert into auth.flow_state (id, user_id, auth_code, code_challenge,
    code_challenge_method, provider_type, authentication_method, provider_access_token,
    provider_refresh_token, created_at, updated_at)
  select gen_random_uuid(), $1, gen_random_uuid(), $2, $3::auth.code_challenge_method,
    case type when 'signup' then 'email' else type end,
    case type when 'signup' then 'email/signup' else type end, '', '', now(), now()
  from cast($4 as text) type`

async function deliver(
  call: AuthCall,
  [mail, type, subject, text]: MailKind,
  ...[SendingTo = '', hash, Token, id]: string[]
): Promise<void> {
  const { service, options, body } = call
  const user = await service.repo.findUserById(id)
  const RedirectTo = pageOf(call)
  const TokenHash = (body.code_challenge ? 'pkce_' : '') + hash
  const values = {
    ...{ Token, TokenHash, SiteURL: options.siteUrl, RedirectTo, SendingTo, Email: user.email },
    ...{ NewEmail: user.email_change, Data: user.raw_user_meta_data },
    ConfirmationURL: linkOf(options.origin, TokenHash, type, RedirectTo),
  }
  const link = `<p><a href="{{ .ConfirmationURL }}">${text}</a></p>`
  const template = options.project.auth.templates[mail]
  const html = template?.html ?? (type ? link : '<p>{{ .Token }}</p>')
  options.mailbox.deliver(SendingTo, fill(template?.subject ?? subject, values), fill(html, values))
}

/** Returns the page of the app to which a link leads. */
export function pageOf({ c, service, options }: AuthCall): string {
  const asked = [c.req.query('redirect_to'), c.req.header('redirect_to'), c.req.header('referer')]
  const pages = asked.map((page) => service.resolveEmailRedirect(page))
  return pages.find((page) => page !== options.siteUrl) ?? options.siteUrl
}

export function linkOf(origin: string, hash: string, type: string, page: string): string {
  const target = /[&=#]/.test(page) ? encodeURIComponent(page) : page
  return `${origin}/auth/v1/verify?token=${hash}&type=${type}&redirect_to=${target}`
}

/** Replaces the variables of a Go template, such as `{{ .Token }}` and `{{ .Data.name }}`. */
function fill(template: string, values: Row): string {
  return template.replace(/\{\{-?\s*\.([\w.]+)\s*-?\}\}/g, (_, path: string) => {
    const value = path.split('.').reduce<Row>((found, name) => Object(found)[name], values)
    return String(value ?? '').replace(/[&<>"'+]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  })
}

/** Returns the hash of a new one-time code for an address, and the code. */
export function newCode(address: string, digits: number): [hash: string, code: string] {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  const hash = createHash('sha256').update(address.toLowerCase() + code)
  return [hash.digest('hex'), code]
}

const WRITE = readStatement('write-code.sql')
// Auth takes a pause of 0 for a minute.
const LEFT = `select extract(epoch from (to_jsonb(u) ->> $2)::timestamptz - clock_timestamp()
    + coalesce(nullif($3::interval, '0'), '1 minute')) as seconds from auth.users u where id = $1`
type Update = (changes: Row) => Promise<Row>

/**
 * Updates a person, writes the rows of the codes in the changes, and refuses a mail too soon after
 * the last one. Defect of @supabase/lite 0.10.0: lite has no rows of codes, and other limits.
 */
export async function writeCodes(call: AuthCall, id: string, changes: Row, update: Update) {
  const { c, refuse, options, body } = call
  const kinds = Object.keys(changes).filter((name) => /_token/.test(name) && changes[name])
  const [kind] = kinds
  if (!kind) return update(changes)
  const sent = [`${kind.split('_token')[0]}_sent_at`, options.project.auth.email.max_frequency]
  const [left] = await query(call, LEFT, id, ...sent)
  if (left?.seconds > 0 && !/\/(admin|invite)/.test(c.req.path)) {
    const pause = `after ${Math.trunc(left?.seconds)} seconds.`
    const sentence = `For security purposes, you can only request this ${pause}`
    throw refuse(429, 'over_email_send_rate_limit', sentence)
  }
  const prefix = body.code_challenge ? 'pkce_' : ''
  const codes = kinds.map((name) => [name, prefix + changes[name]])
  const user = await update({ ...changes, ...Object.fromEntries(codes) })
  for (const code of codes) await query(call, WRITE, id, ...code)
  return user
}
