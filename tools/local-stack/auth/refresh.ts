import type { AuthErrorClass } from '../lite/context.ts'
import type { AuthSettings } from '../project.ts'
import { inTransaction, isBanned, NO_INSTANCE, query, type Row, type Rows } from './rows.ts'
import { newRefreshToken, type Session, sessionOf, type TokenService } from './tokens.ts'

export interface RefreshService extends TokenService {
  refreshSession(token: string): Promise<Session>
}

/**
 * Defect of @supabase/lite 0.10.0: refreshes of one token at once do not wait for each other, and
 * a repeated refresh follows other rules. In Auth, the token before the newest one gets the newest
 * one again, and an older token works until the reuse interval after its own use has passed.
 */
export function coverRefresh(
  service: RefreshService,
  AuthError: AuthErrorClass,
  settings: AuthSettings,
): void {
  const refuse = (code: string, sentence: string) =>
    new AuthError(400, code, `Invalid Refresh Token: ${sentence}`)
  service.refreshSession = async (token) => {
    if (!/^[a-z0-9]{12}$/.test(token ?? '')) {
      throw new AuthError(400, 'validation_failed', 'Refresh token is not valid')
    }
    const session = await inTransaction(service, async () => {
      const { repo } = service
      await query(repo, LOCK, token)
      const old = await repo.findRefreshToken(token)
      const user = old && (await repo.findUserById(String(old.user_id)))
      if (!user) throw refuse('refresh_token_not_found', 'Refresh Token Not Found')
      if (isBanned(user)) throw refuse('user_banned', 'User Banned')
      if (!(await repo.findSessionById(String(old.session_id)))) {
        throw refuse('session_not_found', 'No Valid Session Found')
      }
      return refresh(service, user, old, settings)
    })
    // The error comes after the transaction, which keeps the tokens that it revoked.
    return session ?? Promise.reject(refuse('refresh_token_already_used', 'Already Used'))
  }
}

/** Makes refreshes of one session wait for each other. */
const LOCK = `
  select from auth.sessions s join auth.refresh_tokens t on t.session_id = s.id
  where t.token = $1 for update of s`

const REVOKE_ALL = `
  update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp()
  where session_id = $1 and not revoked`

/** Returns undefined if the token may not be used again. */
async function refresh(
  service: TokenService,
  user: Row,
  old: Row,
  settings: AuthSettings,
): Promise<Session | undefined> {
  const { repo, device } = service
  const id = String(old.session_id)
  const [active] = old.revoked
    ? await query(
        repo,
        `select token, parent from auth.refresh_tokens
        where session_id = $1 and not revoked order by id desc limit 1`,
        id,
      )
    : []
  const isRepeated = active?.parent === old.token
  const age = Date.now() - Date.parse(String(old.updated_at))
  if (old.revoked && !isRepeated && age > settings.refresh_token_reuse_interval * 1000) {
    if (settings.enable_refresh_token_rotation) await query(repo, REVOKE_ALL, id)
    return undefined
  }
  await query(
    repo,
    `update auth.sessions set refreshed_at = clock_timestamp() at time zone 'utc',
      ip = $2, user_agent = $3, updated_at = clock_timestamp() where id = $1`,
    ...[id, device.ip, device.userAgent],
  )
  const audit = [user.id, user.email ?? '']
  await service.createAuditLog(...audit, 'token_refreshed', 'token', false)
  if (isRepeated) return sessionOf(service, id, String(active?.token), user)
  await service.createAuditLog(...audit, 'token_revoked', 'token', false)
  const [token, row] = await swapToken(repo, old)
  return sessionOf(service, id, token, row)
}

/** Revokes a refresh token, and returns the next one of its session, with the user. */
export async function swapToken(repo: Rows, old: Row): Promise<[token: string, user: Row]> {
  const token = newRefreshToken()
  const [user = {}] = await query(
    repo,
    `with spent as (
      update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where id = $1
    ), next as (
      insert into auth.refresh_tokens
        (instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at)
      values ($2, $3, $4::uuid::text, $5, $6, false, clock_timestamp(), clock_timestamp())
    )
    update auth.users set last_sign_in_at = clock_timestamp(), updated_at = clock_timestamp()
    where id = $4 returning *`,
    ...[old.id, NO_INSTANCE, token, old.user_id, old.session_id, old.token],
  )
  return [token, user]
}
