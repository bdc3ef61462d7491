import { signClaims } from '../jwt.ts'
import { type AuthCall, atomically, isBanned, query, type Row, readStatement } from './call.ts'

/** The columns of auth.users that the JSON of a user contains if they are set. */
const IF_SET = /^(?!confirmed_at).*_(at|until)$/
const BEGIN = readStatement('begin-session.sql')
const CLAIMS = readStatement('access-token.sql')
const REFRESH = readStatement('refresh-session.sql')

/**
 * Writes sessions and tokens as Auth does. Defects of @supabase/lite 0.10.0: access tokens lack most
 * claims, sessions lack the device, and there are no rows in mfa_amr_claims. A sign-out without a
 * scope ends only this session. The JSON of a user lacks bans, phone numbers and factors.
 */
export function coverSessions(call: AuthCall): void {
  const { c, service } = call
  const { signOut, mapUserToResponse } = service
  service.createSessionForUser = async (user: Row, _: Row[], context?: string, more: Row = {}) => {
    const { provider, providerTraitKey: isFlow, authenticationMethod } = more
    await service.createAuditLog(user.id, user.email ?? '', 'login', 'account')
    // An app that sent a PKCE challenge signs in by the way in which it asked for the mail.
    const method = isFlow ? provider.replace(/^email$/, 'email/signup') : authenticationMethod
    const shownTo = isFlow ? 'verify' : (context ?? 'session')
    return issueSession(call, user.id, method ?? 'password', shownTo)
  }
  service.signOut = (session: string, _: unknown, user: string) =>
    signOut.call(service, session, c.req.query('scope') || 'global', user)
  service.mapUserToResponse = (user: Row, identities: Row[], context: string) => {
    const answer = mapUserToResponse.call(service, user, identities, context)
    const names = Object.keys(user).filter((name) => user[name] && IF_SET.test(name))
    const set = Object.fromEntries(names.map((name) => [name, user[name]]))
    const more = { is_anonymous: user.is_anonymous, factors: identities[0]?.factors ?? undefined }
    return { ...answer, email_confirmed_at: undefined, ...set, ...more }
  }
  coverRefresh(call)
}

export async function issueSession(call: AuthCall, id: string, method: string, context?: string) {
  const [session = {}] = await query(call, BEGIN, id, method, ...deviceOf(call))
  return sessionOf(call, session, context)
}

export function deviceOf({ c }: AuthCall): [ip: string, userAgent: string | null] {
  const ip = c.req.header('x-forwarded-for')?.split(',')[0]?.trim() || '127.0.0.1'
  return [ip, c.req.header('user-agent') ?? null]
}

async function sessionOf(call: AuthCall, user: Row, context = 'user'): Promise<Row> {
  const { service, options } = call
  const [claims] = await query(call, CLAIMS, user.session_id)
  const identities = await service.repo.findIdentitiesByUserId(user.id)
  const seconds = options.project.auth.jwt_expiry
  const all = { iss: `${options.origin}/auth/v1`, ...claims }
  return {
    access_token: signClaims(all, seconds, options.jwtSecret),
    ...{ refresh_token: user.refresh_token, token_type: 'bearer', expires_in: seconds },
    expires_at: Math.floor(Date.now() / 1000) + seconds,
    user: service.mapUserToResponse(service.repo.parseUserJson(user), identities, context),
  }
}

const LOCK = `select from auth.sessions s join auth.refresh_tokens t on t.session_id = s.id
  where t.token = $1 for update of s`

/**
 * Defect of @supabase/lite 0.10.0: refreshes at once do not wait for each other, and a repeated one
 * follows other rules. In Auth, the token before the newest one gets the newest one again, and an
 * older token works until the reuse interval after its own use has passed.
 */
function coverRefresh(call: AuthCall): void {
  const { service, options } = call
  const refuse = (code: string) => call.refuse(400, code, `Invalid Refresh Token: ${code}`)
  const { refresh_token_reuse_interval, enable_refresh_token_rotation } = options.project.auth
  const rules = [refresh_token_reuse_interval, enable_refresh_token_rotation]
  service.refreshSession = async (token: string) => {
    if (!/^[a-z0-9]{12}$/.test(token)) throw refuse('validation_failed')
    const session = await atomically(call, async () => {
      await query(call, LOCK, token)
      const old = await service.repo.findRefreshToken(token)
      const found = old && (await service.repo.findUserById(old.user_id))
      if (!found) throw refuse('refresh_token_not_found')
      if (isBanned(found)) throw refuse('user_banned')
      if (!old.session_id) throw refuse('session_not_found')
      await service.repo.findSessionById(old.session_id)
      const [user] = await query(call, REFRESH, token, ...rules, ...deviceOf(call))
      if (!user) return undefined
      await service.createAuditLog(user.id, user.email ?? '', 'token_refreshed', 'token', false)
      return sessionOf(call, user)
    })
    // The error comes after the transaction, which keeps what the statement revoked.
    return session ?? Promise.reject(refuse('refresh_token_already_used'))
  }
}

export async function renewSession(call: AuthCall, token: string): Promise<Row> {
  const [user = {}] = await query(call, REFRESH, token, 0, false, null, null)
  return sessionOf(call, user)
}
