import { createHash, randomInt } from 'node:crypto'
import type { MailType } from '../project.ts'
import { type AuthCall, isBanned, query, type Row, readStatement } from './call.ts'

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
  const page = /[&=#]/.test(RedirectTo) ? encodeURIComponent(RedirectTo) : RedirectTo
  const TokenHash = (body.code_challenge ? 'pkce_' : '') + hash
  const fields = `token=${TokenHash}&type=${type}`
  const values = {
    ...{ Token, TokenHash, SiteURL: options.siteUrl, RedirectTo, SendingTo, Email: user.email },
    ...{ NewEmail: user.email_change, Data: user.raw_user_meta_data },
    ConfirmationURL: `${options.origin}/auth/v1/verify?${fields}&redirect_to=${page}`,
  }
  const link = `<p><a href="{{ .ConfirmationURL }}">${text}</a></p>`
  const template = options.project.auth.templates[mail]
  const html = template?.html ?? (type ? link : '<p>{{ .Token }}</p>')
  options.mailbox.deliver(SendingTo, fill(template?.subject ?? subject, values), fill(html, values))
}

export function pageOf({ c, service, options }: AuthCall): string {
  const asked = [c.req.query('redirect_to'), c.req.header('redirect_to'), c.req.header('referer')]
  const pages = asked.map((page) => service.resolveEmailRedirect(page))
  return pages.find((page) => page !== options.siteUrl) ?? options.siteUrl
}

/** Replaces the variables of a Go template, such as `{{ .Token }}` and `{{ .Data.name }}`. */
function fill(template: string, values: Row): string {
  return template.replace(/\{\{-?\s*\.([\w.]+)\s*-?\}\}/g, (_, path: string) => {
    const value = path.split('.').reduce<Row>((found, name) => Object(found)[name], values)
    return String(value ?? '').replace(/[&<>"'+]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  })
}

export function newCode(address: string, digits: number): [hash: string, code: string] {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  const hash = createHash('sha256').update(address.toLowerCase() + code)
  return [hash.digest('hex'), code]
}

const WRITE = readStatement('write-code.sql')
const LEFT = `select extract(epoch from (to_jsonb(u) ->> $2)::timestamptz - clock_timestamp()
    + coalesce(nullif($3::interval, '0'), '1 minute')) as seconds from auth.users u where id = $1`
type Update = (changes: Row) => Promise<Row>

/** Updates a person. Defect of @supabase/lite 0.10.0: no rows of codes, other limits of mails. */
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

/** The kinds of codes that each type of a request accepts. */
const KINDS: Record<string, string> = {
  ...{ signup: 'confirmation_token', invite: 'confirmation_token' },
  ...{ recovery: 'recovery_token', magiclink: 'recovery_token' },
  email: 'confirmation_token,recovery_token',
  email_change: 'email_change_token_current,email_change_token_new',
}
const FIND = `
  select u.*, token_type::text from auth.one_time_tokens t join auth.users u on u.id = user_id
  where token_hash in ($1, 'pkce_' || $1) and token_type::text = any(string_to_array($2, ','))`
const CLAIM = `
  delete from auth.one_time_tokens where user_id = $1 and token_type::text = $2 returning id`
export const USE = readStatement('use-code.sql')

/**
 * Uses a code, or the hash of a link. Defects of @supabase/lite 0.10.0: HEAD uses a link up, a code
 * of the type `email` or `invite` is refused, a link leads to tokens even if the app sent a PKCE
 * challenge, and one confirmation of two changes an address.
 */
export async function verify(call: AuthCall): Promise<Row | undefined> {
  const { type, token, token_hash: hash, email, phone } = call.body
  if (phone) return undefined
  const isComplete = !token !== !hash && !token === !email
  if (!KINDS[type] || !isComplete) throw call.refuse(400, 'validation_failed')
  return use(call, type, call.body)
}

function use(call: AuthCall, type: string, fields: Row): Promise<Row> {
  const { service, refuse, options } = call
  const { confirmsEmail, auth } = options.project
  let kind = ''
  service.findUserByTokenAndType = async (hash: string) => {
    const [user] = await query(call, FIND, hash, KINDS[type])
    if (user && isBanned(user)) throw refuse(403, 'user_banned')
    kind = user?.token_type
    service.repo.claimUserToken = async () => (await query(call, CLAIM, user?.id, kind)).length > 0
    return user && { user, tokenColumn: kind }
  }
  const complete = service.completeVerifyOtp
  service.completeVerifyOtp = async (user: Row, column: string) => {
    const isTwofold = confirmsEmail && auth.email.double_confirm_changes && user.email
    if (type === 'email_change' && isTwofold && !user.email_change_confirm_status) {
      await service.repo.updateUser(user.id, { email_change_confirm_status: 1, [kind]: null })
      return { msg: 'Please proceed to confirm link sent to the other email', code: '200' }
    }
    const [cleared] = await query(call, USE, user.id, type)
    const usual = kind === 'confirmation_token' ? 'signup' : 'magiclink'
    return complete.call(service, cleared, column, /email$|invite/.test(type) ? usual : type)
  }
  // lite refuses the other types.
  return service.verifyOtp({ ...fields, type: 'magiclink' })
}

/** Follows a link to the page of the app, which gets tokens, or a code if it sent a challenge. */
export async function follow(call: AuthCall): Promise<Response> {
  const { c, service, refuse } = call
  const type = c.req.query('type')
  const hash = c.req.query('token')
  if (!type || !hash) throw refuse(400, 'validation_failed')
  const isPkce = hash.startsWith('pkce_')
  const lead = (fields: Row) => {
    const text = new URLSearchParams(fields)
    const location = `${pageOf(call)}${isPkce ? `?${text}` : ''}`
    const headers = { location: fields.code ? location : `${location}#${text}&sb=` }
    return new Response(null, { status: 303, headers })
  }
  const issue = async ({ id }: Row) => {
    const [issued] = await query(call, ISSUE, id, type)
    return issued ?? Promise.reject(refuse(400, 'flow_state_not_found'))
  }
  if (isPkce) service.createSessionForUser = issue
  try {
    if (!KINDS[type]) throw refuse(400, 'validation_failed')
    const { user, msg: message, ...tokens } = await use(call, type, { token_hash: hash })
    return lead(message ? { message } : isPkce ? tokens : { ...tokens, type })
  } catch (error) {
    const { status, code: error_code, message: error_description, toJSON } = error as Row
    if (!toJSON) throw error
    const known: Record<number, string> = { 400: 'invalid_request', 403: 'access_denied' }
    return lead({ error: known[status] ?? 'server_error', error_code, error_description })
  }
}

const ISSUE = `
  update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
  where id = (select id from auth.flow_state where user_id = $1
    and authentication_method in ($2, 'email/' || $2) order by created_at desc limit 1)
  returning auth_code as code`
