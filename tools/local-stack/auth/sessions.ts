import { signClaims } from '../jwt.ts'
import type { AuthCall, Row } from './lite.ts'
import { isBanned, query, readStatement } from './rows.ts'
import { atomically } from './service.ts'

/** The columns of auth.users that the JSON of a user contains if they are set. */
const IF_SET = [
  ...['email_confirmed_at', 'phone_confirmed_at', 'invited_at', 'confirmation_sent_at'],
  ...['recovery_sent_at', 'reauthentication_sent_at', 'banned_until', 'deleted_at'],
]

/**
 * Writes sessions and tokens as Auth does. Defects of @supabase/lite 0.10.0: access tokens lack most
 * claims, sessions lack the device, and there are no rows in mfa_amr_claims. A sign-out without a
 * scope ends only this session. The JSON of a user lacks bans, phone numbers and factors.
 */
export function coverSessions(call: AuthCall): void {
  const { c, service } = call
  const { signOut, mapUserToResponse } = service
  service.createSessionForUser = async (person, _, context, options) => {
    const { createLoginAudit = true, includeLoginProviderTrait = true } = Object(options)
    const { provider, providerTraitKey: isFlow, authenticationMethod: method } = Object(options)
    const { id, email } = Object(person)
    const login = [id, email ?? '', 'login', 'account', includeLoginProviderTrait]
    if (createLoginAudit) await service.createAuditLog(...login, provider, isFlow)
    // An app that sent a PKCE challenge signs in by the way in which it asked for the mail.
    const flow = isFlow && String(provider).replace(/^email$/, 'email/signup')
    const shownTo = flow ? 'verify' : String(context ?? 'session')
    return issueSession(call, id, String(method ?? flow ?? 'password'), shownTo)
  }
  service.signOut = (session, _, user) =>
    signOut.call(service, session, c.req.query('scope') || 'global', user)
  service.mapUserToResponse = (user, identities, context) => {
    const { email_confirmed_at, ...answer } = mapUserToResponse.call(
      ...[service, user, identities, context],
    )
    const set = IF_SET.filter((name) => user[name]).map((name) => [name, user[name]])
    const factors = identities[0]?.factors
    const shown = answer.identities as Row[]
    return {
      ...{ ...answer, ...Object.fromEntries(set), is_anonymous: user.is_anonymous },
      ...(factors ? { factors } : {}),
      // Only an identity with an address has one.
      identities: shown.map((one, i) => ({ ...one, email: identities[i]?.email || undefined })),
    }
  }
  coverRefresh(call)
}

const BEGIN = readStatement('begin-session.sql')
const CLAIMS = readStatement('access-token.sql')

/** Begins a session of a person who signed in by a method, such as `otp` or `anonymous`. */
export async function issueSession(
  call: AuthCall,
  id: unknown,
  method: string,
  context?: string,
): Promise<Row> {
  const program = call.c.req.header('user-agent') ?? null
  const [session] = await query(call.service.repo, BEGIN, id, method, ipOf(call), program)
  return sessionOf(call, session ?? {}, context)
}

/** Returns the address of the caller. */
export function ipOf({ c }: AuthCall): string {
  return c.req.header('x-forwarded-for')?.split(',')[0]?.trim() || '127.0.0.1'
}

/**
 * Returns the tokens of a session, which is a row of a statement. The claims `aal` and `amr` tell
 * what the rows of mfa_amr_claims tell.
 */
async function sessionOf(call: AuthCall, user: Row, context = 'user'): Promise<Row> {
  const { service, options } = call
  const [claims] = await query(service.repo, CLAIMS, user.session_id)
  const identities = await service.repo.findIdentitiesByUserId(user.id)
  const seconds = options.settings.auth.jwt_expiry
  const all = { iss: `${options.origin}/auth/v1`, ...claims }
  return {
    access_token: signClaims(all, seconds, options.jwtSecret),
    ...{ refresh_token: user.refresh_token, token_type: 'bearer', expires_in: seconds },
    expires_at: Math.floor(Date.now() / 1000) + seconds,
    user: service.mapUserToResponse(service.repo.parseUserJson(user), identities, context),
  }
}

/** Makes refreshes of one session wait for each other. */
const LOCK = `select from auth.sessions s join auth.refresh_tokens t on t.session_id = s.id
  where t.token = $1 for update of s`
const REFRESH = readStatement('refresh-session.sql')

/**
 * Defect of @supabase/lite 0.10.0: refreshes of one token at once do not wait for each other, and
 * a repeated refresh follows other rules. In Auth, the token before the newest one gets the newest
 * one again, and an older token works until the reuse interval after its own use has passed.
 */
function coverRefresh(call: AuthCall): void {
  const { c, service, options } = call
  const refuse = (code: string) => call.refuse(400, code, `Invalid Refresh Token: ${code}`)
  const { refresh_token_reuse_interval, enable_refresh_token_rotation } = options.settings.auth
  const rules = [refresh_token_reuse_interval, enable_refresh_token_rotation, ipOf(call)]
  service.refreshSession = async (token) => {
    if (!/^[a-z0-9]{12}$/.test(String(token))) throw refuse('validation_failed')
    const session = await atomically(call, async () => {
      const { repo } = service
      await query(repo, LOCK, token)
      const old = await repo.findRefreshToken(token)
      const found = old && (await repo.findUserById(old.user_id))
      if (!found) throw refuse('refresh_token_not_found')
      if (isBanned(found)) throw refuse('user_banned')
      if (!old.session_id) throw refuse('session_not_found')
      await repo.findSessionById(old.session_id)
      const program = c.req.header('user-agent') ?? null
      const [user] = await query(repo, REFRESH, token, ...rules, program)
      if (!user) return undefined
      for (const action of ['token_refreshed', ...(user.is_repeated ? [] : ['token_revoked'])]) {
        await service.createAuditLog(user.id, user.email ?? '', action, 'token', false)
      }
      return sessionOf(call, user)
    })
    // The error comes after the transaction, which keeps what the statement revoked.
    return session ?? Promise.reject(refuse('refresh_token_already_used'))
  }
}

/** Revokes a refresh token that is valid, and returns the session with its next token. */
export async function renewSession(call: AuthCall, token: unknown): Promise<Row> {
  const [user] = await query(call.service.repo, REFRESH, token, 0, false, null, null)
  return sessionOf(call, user ?? {})
}
