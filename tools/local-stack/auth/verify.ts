import { type AuthCall, isBanned, query, type Row, readStatement } from './call.ts'
import { pageOf } from './mails.ts'

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

/** Uses up the newest code of a type. */
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
