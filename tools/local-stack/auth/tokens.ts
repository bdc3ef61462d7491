import { randomBytes, randomUUID } from 'node:crypto'
import { signClaims } from '../jwt.ts'
import type { Context } from '../lite/context.ts'
import { query, type Row, type Rows } from './rows.ts'

export interface Session {
  access_token: string
  refresh_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  user: object
}

/** What an AuthService needs to issue tokens. */
export interface TokenService {
  repo: Rows
  jwtExpiry: number
  config: { jwt_secret: string }
  /** The origin of the project, and the device that sent the request. */
  device: { origin: string; ip: string; userAgent: string | null }
  mapUserToResponse(user: Row, identities: Row[], context: string): object
  createSessionForUser(
    user: Row,
    identities: Row[],
    context?: string,
    options?: SessionOptions,
  ): Promise<Session>
  createAuditLog(...entry: unknown[]): Promise<void>
}

interface SessionOptions {
  createLoginAudit?: boolean
  includeLoginProviderTrait?: boolean
  provider?: string
  providerTraitKey?: string
  /** The method by which the person signed in, such as `otp`. The default is `password`. */
  authenticationMethod?: string
}

/**
 * Lets a service write sessions and tokens as Auth does. Defect of @supabase/lite 0.10.0: access
 * tokens lack most claims, sessions lack the device, and there are no rows in mfa_amr_claims.
 */
export function coverTokens(c: Context, service: TokenService, origin: string): void {
  const ip = c.req.header('x-forwarded-for')?.split(',')[0]?.trim() || '127.0.0.1'
  service.device = { origin, ip, userAgent: c.req.header('user-agent') ?? null }
  service.createSessionForUser = async (user, _identities, context = 'session', options = {}) => {
    const { createLoginAudit = true, includeLoginProviderTrait = true } = options
    const { provider = 'email', providerTraitKey = 'provider' } = options
    const session = await issueSession(service, user, options.authenticationMethod, context)
    if (createLoginAudit) {
      const login = [user.id, user.email ?? '', 'login', 'account', includeLoginProviderTrait]
      await service.createAuditLog(...login, provider, providerTraitKey)
    }
    return session
  }
}

/** Begins a session of a person who signed in by a method, such as `otp` or `anonymous`. */
export async function issueSession(
  service: TokenService,
  user: Row,
  method = 'password',
  context = 'user',
): Promise<Session> {
  const { repo, device } = service
  const id = randomUUID()
  const refreshToken = newRefreshToken()
  const [row = user] = await query(
    repo,
    `with session as (
      insert into auth.sessions (id, user_id, aal, ip, user_agent, created_at, updated_at)
      values ($1, $2, 'aal1', $3, $4, clock_timestamp(), clock_timestamp())
    ), method as (
      insert into auth.mfa_amr_claims (id, session_id, authentication_method, created_at, updated_at)
      values (gen_random_uuid(), $1, $5, clock_timestamp(), clock_timestamp())
    ), token as (
      insert into auth.refresh_tokens
        (instance_id, token, user_id, session_id, revoked, created_at, updated_at)
      values ('00000000-0000-0000-0000-000000000000', $6, $2::text, $1, false, clock_timestamp(), clock_timestamp())
    )
    update auth.users set last_sign_in_at = clock_timestamp(), updated_at = clock_timestamp() where id = $2 returning *`,
    ...[id, user.id, device.ip, device.userAgent, method, refreshToken],
  )
  return sessionOf(service, id, refreshToken, row, context)
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
): Promise<Session> {
  const { repo, jwtExpiry, device, config } = service
  const [claims] = await query(repo, CLAIMS, id)
  if (!claims) throw new Error(`no session ${id}`)
  const identities = await repo.findIdentitiesByUserId(user.id)
  const iss = `${device.origin}/auth/v1`
  return {
    access_token: signClaims({ iss, ...claims }, jwtExpiry, config.jwt_secret),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: jwtExpiry,
    expires_at: Math.floor(Date.now() / 1000) + jwtExpiry,
    user: service.mapUserToResponse(repo.parseUserJson(user), identities, context),
  }
}

export function newRefreshToken(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  return [...randomBytes(12)].map((byte) => letters[byte & 31]).join('')
}

const CLAIMS = `
  select u.id as sub, u.aud, u.role, coalesce(u.email, '') as email,
    coalesce(u.phone, '') as phone, coalesce(u.raw_app_meta_data, '{}') as app_metadata,
    coalesce(u.raw_user_meta_data, '{}') as user_metadata, u.is_anonymous,
    s.id as session_id, methods.*
  from auth.sessions s
  join auth.users u on u.id = s.user_id
  cross join lateral (
    select
      case when bool_or(authentication_method in ('totp', 'mfa/phone', 'mfa/webauthn'))
        then 'aal2' else 'aal1' end as aal,
      json_agg(json_build_object(
        'method', authentication_method,
        'timestamp', floor(extract(epoch from updated_at)))
        order by updated_at desc) as amr
    from auth.mfa_amr_claims
    where session_id = s.id
  ) methods
  where s.id = $1`
