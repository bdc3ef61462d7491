import { signClaims } from '../jwt.ts'
import type { Context } from '../lite/context.ts'
import { query, type Row, type Rows, readStatement } from './rows.ts'

/** What an AuthService needs to issue tokens. */
export interface TokenService {
  repo: Rows
  jwtExpiry: number
  config: { jwt_secret: string }
  /** The origin of the project, and the address and the program of the caller. */
  device: { origin: string; ip: string; userAgent: string | null }
  mapUserToResponse(user: Row, identities: Row[], context: string): Row
  createSessionForUser(user: Row, _: Row[], context?: string, options?: Row): Promise<Row>
  createAuditLog(...entry: unknown[]): Promise<void>
}

/**
 * Lets a service write sessions and tokens as Auth does. Defect of @supabase/lite 0.10.0: access
 * tokens lack most claims, sessions lack the device, and there are no rows in mfa_amr_claims.
 */
export function coverTokens(c: Context, service: TokenService, origin: string): void {
  const ip = c.req.header('x-forwarded-for')?.split(',')[0]?.trim() || '127.0.0.1'
  service.device = { origin, ip, userAgent: c.req.header('user-agent') ?? null }
  service.createSessionForUser = async (user, _, context = 'session', options = {}) => {
    const { createLoginAudit = true, includeLoginProviderTrait = true } = options
    const { provider, providerTraitKey: isFlow, authenticationMethod: method } = options
    const login = [user.id, user.email ?? '', 'login', 'account', includeLoginProviderTrait]
    if (createLoginAudit) await service.createAuditLog(...login, provider, isFlow)
    // An app that sent a PKCE challenge signs in by the way in which it asked for the mail.
    const flow = isFlow && String(provider).replace(/^email$/, 'email/signup')
    return issueSession(
      service,
      user,
      String(method ?? flow ?? 'password'),
      flow ? 'verify' : context,
    )
  }
}

const BEGIN = readStatement('begin-session.sql')
const CLAIMS = readStatement('access-token.sql')

/** Begins a session of a person who signed in by a method, such as `otp` or `anonymous`. */
export async function issueSession(
  service: TokenService,
  { id }: Row,
  method: string,
  context = 'user',
): Promise<Row> {
  const { repo, device } = service
  const [user = {}] = await query(repo, BEGIN, id, method, device.ip, device.userAgent)
  return sessionOf(service, String(user.session_id), String(user.refresh_token), user, context)
}

/**
 * Returns the tokens of a session. The claims `aal` and `amr` tell what the rows of mfa_amr_claims
 * tell: a new row, such as `totp`, changes the next token.
 */
export async function sessionOf(
  service: TokenService,
  id: string,
  refreshToken: string,
  user: Row,
  context = 'user',
): Promise<Row> {
  const { repo, jwtExpiry, device, config } = service
  const [claims] = await query(repo, CLAIMS, id)
  const identities = await repo.findIdentitiesByUserId(user.id)
  const all = { iss: `${device.origin}/auth/v1`, ...claims }
  return {
    access_token: signClaims(all, jwtExpiry, config.jwt_secret),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: jwtExpiry,
    expires_at: Math.floor(Date.now() / 1000) + jwtExpiry,
    user: service.mapUserToResponse(repo.parseUserJson(user), identities, context),
  }
}
