import { isSocialErrorCode } from './error-codes.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import { fromFetch, fromStatus } from './to-social-error.ts'

/** Calls an edge function of supabase-social, which must be idempotent. */
export async function callEdgeFunction<T>(
  db: Client,
  name: 'social-ingest' | 'social-files',
  body: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Result<T>> {
  if (signal?.aborted) return fail(new SocialError('aborted'))
  const { data, error } = await db.functions.invoke<T>(name, { body, ...(signal && { signal }) })
  if (!error && data) return succeed(data)
  if (signal?.aborted) return fail(new SocialError('aborted', { cause: error }))
  const response: unknown = error?.context
  if (!(response instanceof Response)) return fail(fromFetch(String(response ?? error), error))
  const { status } = response
  const answer = await response.json().catch(() => ({}))
  const { code, message, hint } = answer as Record<string, string | undefined>
  if (code === 'NOT_FOUND') return fail(new SocialError('not_installed', { cause: error }))
  // The code `network` makes the caller repeat the request. Repeating is safe, because the edge
  // function is idempotent.
  if (status >= 500) return fail(new SocialError('network', { cause: error }))
  if (isSocialErrorCode(code)) return fail(new SocialError(code, { status, message, hint }))
  return fail(fromStatus(status, error))
}
