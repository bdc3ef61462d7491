import type { Call } from './mails.ts'
import { inTransaction, isBanned, query, type Row, type Rows, readStatement } from './rows.ts'
import { sessionOf, type TokenService } from './tokens.ts'

export interface RefreshService extends TokenService {
  refreshSession(token: string): Promise<Row>
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
export function coverRefresh({ service, AuthError, options }: Call<RefreshService>): void {
  const refuse = (code: string, sentence: string) =>
    new AuthError(400, code, `Invalid Refresh Token: ${sentence}`)
  const { refresh_token_reuse_interval, enable_refresh_token_rotation } = options.settings.auth
  const { ip, userAgent } = service.device
  const rules = [refresh_token_reuse_interval, enable_refresh_token_rotation, ip, userAgent]
  service.refreshSession = async (token) => {
    if (!/^[a-z0-9]{12}$/.test(token ?? '')) {
      throw new AuthError(400, 'validation_failed', 'Refresh token is not valid')
    }
    const session = await inTransaction(service, async () => {
      const { repo } = service
      await query(repo, LOCK, token)
      const old = await repo.findRefreshToken(token)
      const found = old && (await repo.findUserById(String(old.user_id)))
      if (!found) throw refuse('refresh_token_not_found', 'Refresh Token Not Found')
      if (isBanned(found)) throw refuse('user_banned', 'User Banned')
      if (!old.session_id) throw refuse('session_not_found', 'No Valid Session Found')
      const id = String(old.session_id)
      await repo.findSessionById(id)
      const [user] = await query(repo, REFRESH, token, ...rules)
      if (!user) return undefined
      for (const action of ['token_refreshed', ...(user.is_repeated ? [] : ['token_revoked'])]) {
        await service.createAuditLog(user.id, user.email ?? '', action, 'token', false)
      }
      return sessionOf(service, id, String(user.refresh_token), user)
    })
    // The error comes after the transaction, which keeps what the statement revoked.
    return session ?? Promise.reject(refuse('refresh_token_already_used', 'Already Used'))
  }
}

/** Revokes a refresh token that is valid, and returns the next one, with the person. */
export async function swapToken(repo: Rows, old: Row): Promise<[token: string, user: Row]> {
  const [user = {}] = await query(repo, REFRESH, old.token, 0, false, null, null)
  return [String(user.refresh_token), user]
}
