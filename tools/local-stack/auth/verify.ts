import type { Extra } from './answers.ts'
import type { AuthCall, Row } from './lite.ts'
import { flowOf, pageOf } from './mails.ts'
import { isBanned, query, readStatement } from './rows.ts'

/** The kinds of codes that each type of a request accepts. */
const KINDS: Record<string, string> = {
  ...{ signup: 'confirmation_token', invite: 'confirmation_token' },
  ...{ recovery: 'recovery_token', magiclink: 'recovery_token' },
  email: 'confirmation_token,recovery_token',
  email_change: 'email_change_token_current,email_change_token_new',
}

/**
 * Uses a code, or the hash of a link. Defects of @supabase/lite 0.10.0: HEAD uses a link up, a code
 * of the type `email` or `invite` is refused, a link leads to tokens even if the app sent a PKCE
 * challenge, and one confirmation of two changes an address.
 */
export async function verify(extra: Extra): Promise<object | undefined> {
  const { service, body, refuse } = extra
  const { type, token, token_hash: hash, email, phone } = body
  if (phone) return undefined
  const isComplete = !token !== !hash && !token === !email
  if (!KINDS[type] || !isComplete) throw refuse(400, 'validation_failed')
  coverVerify(extra, type)
  // lite refuses the other types.
  return service.verifyOtp({ ...body, type: 'magiclink' })
}

/** Lets a service use up the newest code of a type. */
function coverVerify({ service, refuse, options }: AuthCall, type: string): void {
  let kind = ''
  service.findUserByTokenAndType = async (hash) => {
    const { repo } = service
    const [user] = await query(repo, FIND, hash, KINDS[type])
    if (!user) return null
    if (isBanned(user)) throw refuse(403, 'user_banned')
    kind = String(user.token_type)
    repo.claimUserToken = async () => (await query(repo, CLAIM, user.id, kind)).length > 0
    return { user, tokenColumn: kind }
  }
  const complete = service.completeVerifyOtp
  service.completeVerifyOtp = async (person, column) => {
    const { confirmsEmail, auth } = options.settings
    const { id, email, email_change_confirm_status: isSecond } = Object(person)
    const isTwofold = confirmsEmail && auth.email.double_confirm_changes && email
    if (type === 'email_change' && isTwofold && !isSecond) {
      await service.repo.updateUser(id, { email_change_confirm_status: 1, [kind]: null })
      return { msg: 'Please proceed to confirm link sent to the other email', code: '200' }
    }
    const [cleared] = await query(service.repo, USE, id, type)
    const usual = kind === 'confirmation_token' ? 'signup' : 'magiclink'
    return complete.call(service, cleared, column, /email$|invite/.test(type) ? usual : type)
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
export async function follow(extra: Extra): Promise<Response> {
  const { c, service, refuse } = extra
  const type = c.req.query('type') ?? ''
  const hash = c.req.query('token') ?? ''
  if (!type || !hash) throw refuse(400, 'validation_failed')
  const isPkce = hash.startsWith('pkce_')
  const lead = (fields: Row) => {
    const text = new URLSearchParams(fields as Record<string, string>)
    const location = `${pageOf(extra)}${isPkce ? `?${text}` : ''}`
    const headers = { location: fields.code ? location : `${location}#${text}&sb=` }
    return new Response(null, { status: 303, headers })
  }
  coverVerify(extra, type)
  if (isPkce) {
    service.createSessionForUser = async (user) => {
      const [issued] = await query(service.repo, ISSUE, Object(user).id, flowOf(type))
      return issued ?? Promise.reject(refuse(400, 'flow_state_not_found'))
    }
  }
  try {
    if (!KINDS[type]) throw refuse(400, 'validation_failed')
    const answer = await service.verifyOtp({ token_hash: hash, type: 'magiclink' })
    const { user, msg: message, ...tokens } = answer
    return lead(message ? { message } : isPkce ? tokens : { ...tokens, type })
  } catch (error) {
    const { status, code: error_code, message: error_description, toJSON } = Object(error)
    if (!toJSON) throw error
    const known: Record<number, string> = { 400: 'invalid_request', 403: 'access_denied' }
    return lead({ error: known[status] ?? 'server_error', error_code, error_description })
  }
}

const ISSUE = `
  update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
  where id = (select id from auth.flow_state where user_id = $1 and authentication_method = $2
    order by created_at desc limit 1)
  returning auth_code as code`
