import type { AuthErrorClass, Context } from '../lite/context.ts'
import { bodyOf, type MailOptions, type MailService } from './mails.ts'
import { isBanned, query, type Row } from './rows.ts'

export interface VerifyService extends MailService {
  verifyOtp(asked: Row): Promise<Row>
  findUserByTokenAndType(hash: string): Promise<{ user: Row; tokenColumn: string } | null>
  completeVerifyOtp(user: Row, column: string, type: string): Promise<Row>
}

/** The kinds of tokens that each type of a link or code accepts. */
const TOKENS: Record<string, string> = {
  signup: 'confirmation_token',
  invite: 'confirmation_token',
  recovery: 'recovery_token',
  magiclink: 'recovery_token',
  email: 'confirmation_token,recovery_token',
  email_change: 'email_change_token_current,email_change_token_new',
}
const ERRORS: Record<number, string> = { 400: 'invalid_request', 403: 'access_denied' }

/**
 * Answers a request that uses a link or a code. Defects of @supabase/lite 0.10.0: HEAD uses a link
 * up, a code of the kind `email` or `invite` is refused, a link leads to tokens even if the app asked
 * with a PKCE challenge, and one confirmation of two changes an address.
 */
export async function answerVerify(
  c: Context,
  service: VerifyService,
  AuthError: AuthErrorClass,
  options: MailOptions,
): Promise<Response | undefined> {
  const { method } = c.req
  if (!c.req.path.endsWith('/verify') || !/GET|HEAD|POST/.test(method)) return undefined
  if (method === 'HEAD') return new Response(null, { status: 405 })
  const asked = method === 'GET' ? { type: c.req.query('type') } : await bodyOf(c)
  const invalid = (sentence: string) => new AuthError(400, 'validation_failed', sentence)
  const type = String(asked.type ?? '')
  coverVerify(service, type, AuthError, options)
  if (method === 'GET') {
    const hash = c.req.query('token')
    if (!type || !hash) throw invalid('Verify requires a type and a token')
    return follow(service, hash, type, AuthError)
  }
  if (asked.phone) return undefined
  if (asked.type && TOKENS[type] === undefined) throw invalid('Invalid email verification type')
  if (!asked.token === !asked.token_hash) throw invalid('Verify requires a token or a token hash')
  if (!asked.token === Boolean(asked.email)) throw invalid('Verify requires an email for a token')
  // lite refuses the other types.
  const text = JSON.stringify({ ...asked, type: asked.type && 'magiclink' })
  c.req.text = async () => text
  return undefined
}

/** Lets a service use up the newest token of a kind. */
function coverVerify(
  service: VerifyService,
  asked: string,
  AuthError: AuthErrorClass,
  { settings }: MailOptions,
): void {
  let used = ''
  service.findUserByTokenAndType = async (hash) => {
    const { repo } = service
    const [user] = await query(repo, FIND, hash, TOKENS[asked] ?? '')
    if (!user) return null
    if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned')
    used = String(user.used)
    repo.claimUserToken = async () => (await query(repo, CLAIM, user.id, used)).length > 0
    return { user, tokenColumn: used }
  }
  const complete = service.completeVerifyOtp.bind(service)
  service.completeVerifyOtp = async (user, column) => {
    const { repo } = service
    const isTwofold = settings.confirmsEmail && settings.auth.email.double_confirm_changes
    if (asked === 'email_change' && isTwofold && user.email && !user.email_change_confirm_status) {
      await repo.updateUser(String(user.id), { email_change_confirm_status: 1, [used]: null })
      return { msg: ONE_OF_TWO, code: '200' }
    }
    const [clean = user] = await query(repo, CLEAR, user.id, asked)
    const guess = used === 'confirmation_token' ? 'signup' : 'magiclink'
    return complete(clean, column, /email$|invite/.test(asked) ? guess : asked)
  }
}
const ONE_OF_TWO =
  'Confirmation link accepted. Please proceed to confirm link sent to the other email'

const FIND = `
  select u.*, t.token_type::text as used
  from auth.one_time_tokens t
  join auth.users u on u.id = t.user_id
  where t.token_hash in ($1, 'pkce_' || $1) and t.token_type::text = any(string_to_array($2, ','))`
const CLAIM = `
  delete from auth.one_time_tokens where user_id = $1 and token_type::text = $2 returning id`
const CLEAR = `
  with tokens as (delete from auth.one_time_tokens where user_id = $1)
  update auth.users
  set is_anonymous = is_anonymous and $2 <> 'email_change', email_change_confirm_status = 0,
    raw_user_meta_data = case
      when email_confirmed_at is null
      then coalesce(raw_user_meta_data, '{}') || '{"email_verified": true}'
      else raw_user_meta_data
    end
  where id = $1
  returning *`

/** Follows a link to the page of the app, which gets tokens, or a code if it sent a challenge. */
async function follow(
  service: VerifyService,
  hash: string,
  type: string,
  AuthError: AuthErrorClass,
): Promise<Response> {
  const isPkce = hash.startsWith('pkce_')
  if (isPkce) service.createSessionForUser = (user) => issueCode(service, user, type, AuthError)
  const lead = (fields: Row) => {
    const text = new URLSearchParams(fields as Record<string, string>)
    const query = isPkce ? `?${text}` : ''
    const location = `${service.redirectTo()}${query}${fields.code ? '' : `#${text}&sb=`}`
    return new Response(null, { status: 303, headers: { location } })
  }
  try {
    if (!TOKENS[type]) throw new AuthError(400, 'validation_failed', 'Invalid verification type')
    const answer = await service.verifyOtp({ token_hash: hash, type: 'magiclink' })
    const { user, msg: message, ...tokens } = answer
    return lead(message ? { message } : isPkce ? tokens : { ...tokens, type })
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    const { status, code: error_code, message: error_description } = error
    return lead({ error: ERRORS[status] ?? 'server_error', error_code, error_description })
  }
}

/** Returns the code by which the app that sent the PKCE challenge gets its tokens. */
async function issueCode(service: MailService, user: Row, type: string, AuthError: AuthErrorClass) {
  const flow = type === 'signup' ? 'email/signup' : type
  const [issued] = await query(service.repo, ISSUE, user.id, flow)
  if (issued) return issued as never
  throw new AuthError(400, 'flow_state_not_found', 'No associated flow state found.')
}
const ISSUE = `
  update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
  where id = (
    select id from auth.flow_state where user_id = $1 and authentication_method = $2
    order by created_at desc limit 1
  )
  returning auth_code as code`
