import { bodyOf, type Call, flowOf, type MailService } from './mails.ts'
import { isBanned, query, type Row, readStatement } from './rows.ts'

export interface VerifyService extends MailService {
  verifyOtp(asked: Row): Promise<Row>
  findUserByTokenAndType(hash: string): Promise<{ user: Row; tokenColumn: string } | null>
  completeVerifyOtp(user: Row, column: string, type: string): Promise<Row>
}

/** The kinds of codes that each type of a request accepts. */
const KINDS: Record<string, string> = {
  ...{ signup: 'confirmation_token', invite: 'confirmation_token' },
  ...{ recovery: 'recovery_token', magiclink: 'recovery_token' },
  email: 'confirmation_token,recovery_token',
  email_change: 'email_change_token_current,email_change_token_new',
}

/**
 * Answers a request that uses a link or a code. Defects of @supabase/lite 0.10.0: HEAD uses a link
 * up, a code of the type `email` or `invite` is refused, a link leads to tokens even if the app sent
 * a PKCE challenge, and one confirmation of two changes an address.
 */
export async function answerVerify(call: Call<VerifyService>): Promise<Response | undefined> {
  const { c, AuthError } = call
  const { method } = c.req
  if (!c.req.path.endsWith('/verify') || !/GET|HEAD|POST/.test(method)) return undefined
  if (method === 'HEAD') return new Response(null, { status: 405 })
  const asked = method === 'GET' ? { type: c.req.query('type') } : await bodyOf(c)
  if (asked.phone) return undefined
  const invalid = (sentence: string) => new AuthError(400, 'validation_failed', sentence)
  const type = String(asked.type ?? '')
  coverVerify(call, type)
  if (method === 'GET') {
    const hash = c.req.query('token')
    if (!type || !hash) throw invalid('Verify requires a verification type and a token')
    return follow(call, hash, type)
  }
  if (type && !KINDS[type]) throw invalid('Invalid email verification type')
  if (!asked.token === !asked.token_hash) throw invalid('Verify requires a token or a token hash')
  if (!asked.token === Boolean(asked.email)) throw invalid('A token belongs to an email address')
  // lite refuses the other types.
  const text = JSON.stringify({ ...asked, type: type && 'magiclink' })
  c.req.text = async () => text
  return undefined
}

/** Lets a service use up the newest code of a type. */
function coverVerify({ service, AuthError, options }: Call<VerifyService>, type: string): void {
  let kind = ''
  service.findUserByTokenAndType = async (hash) => {
    const { repo } = service
    const [user] = await query(repo, FIND, hash, KINDS[type] ?? '')
    if (!user) return null
    if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned')
    kind = String(user.token_type)
    repo.claimUserToken = async () => (await query(repo, CLAIM, user.id, kind)).length > 0
    return { user, tokenColumn: kind }
  }
  const complete = service.completeVerifyOtp.bind(service)
  service.completeVerifyOtp = async (user, column) => {
    const { confirmsEmail, auth } = options.settings
    const isTwofold = confirmsEmail && auth.email.double_confirm_changes && user.email
    if (type === 'email_change' && isTwofold && !user.email_change_confirm_status) {
      const half = { email_change_confirm_status: 1, [kind]: null }
      await service.repo.updateUser(String(user.id), half)
      const msg =
        'Confirmation link accepted. Please proceed to confirm link sent to the other email'
      return { msg, code: '200' }
    }
    const [cleared = user] = await query(service.repo, USE, user.id, type)
    const usual = kind === 'confirmation_token' ? 'signup' : 'magiclink'
    return complete(cleared, column, /email$|invite/.test(type) ? usual : type)
  }
}

const FIND = `
  select u.*, t.token_type::text
  from auth.one_time_tokens t join auth.users u on u.id = t.user_id
  where t.token_hash in ($1, 'pkce_' || $1) and t.token_type::text = any(string_to_array($2, ','))`
const CLAIM = `
  delete from auth.one_time_tokens where user_id = $1 and token_type::text = $2 returning id`
const USE = readStatement('use-code.sql')

/** Follows a link to the page of the app, which gets tokens, or a code if it sent a challenge. */
async function follow(call: Call<VerifyService>, hash: string, type: string): Promise<Response> {
  const { service, AuthError } = call
  const isPkce = hash.startsWith('pkce_')
  const lead = (fields: Row) => {
    const text = new URLSearchParams(fields as Record<string, string>)
    const location = `${service.redirectTo()}${isPkce ? `?${text}` : ''}`
    const headers = { location: fields.code ? location : `${location}#${text}&sb=` }
    return new Response(null, { status: 303, headers })
  }
  if (isPkce) {
    service.createSessionForUser = async (user) => {
      const [issued] = await query(service.repo, ISSUE, user.id, flowOf(type))
      if (issued) return issued
      throw new AuthError(400, 'flow_state_not_found', 'No associated flow state found.')
    }
  }
  try {
    if (!KINDS[type]) throw new AuthError(400, 'validation_failed', 'Unsupported type')
    const answer = await service.verifyOtp({ token_hash: hash, type: 'magiclink' })
    const { user, msg: message, ...tokens } = answer
    return lead(message ? { message } : isPkce ? tokens : { ...tokens, type })
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    const { status, code: error_code, message: error_description } = error
    const known: Record<number, string> = { 400: 'invalid_request', 403: 'access_denied' }
    return lead({ error: known[status] ?? 'server_error', error_code, error_description })
  }
}

const ISSUE = `
  update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
  where id = (select id from auth.flow_state where user_id = $1 and authentication_method = $2
    order by created_at desc limit 1)
  returning auth_code as code`
