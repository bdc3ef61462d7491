import { isSocialErrorCode } from './error-codes.ts'
import { SocialError } from './errors.ts'
import type { Upload } from './resources/media.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Client } from './supabase.ts'
import { fromFetch, fromStatus } from './to-social-error.ts'

interface Question {
  upload_id: string
  purpose: 'post' | 'avatar'
}

/** Calls the edge function that makes media of a raw upload. Again gives the same media. */
export async function ingest(
  db: Client,
  body: Question,
  signal?: AbortSignal,
): Promise<Result<Upload>> {
  if (signal?.aborted) return fail(new SocialError('aborted'))
  const { data, error } = await db.functions.invoke<Upload>('social-ingest', {
    body,
    ...(signal && { signal }),
  })
  if (!error && data) return succeed(data)
  if (signal?.aborted) return fail(new SocialError('aborted', { cause: error }))
  const response: unknown = error?.context
  if (!(response instanceof Response)) return fail(fromFetch(String(response ?? error), error))
  const { status } = response
  const answer = await response.json().catch(() => ({}))
  const { code, message, hint } = answer as Record<string, string | undefined>
  if (code === 'NOT_FOUND') return fail(new SocialError('not_installed', { cause: error }))
  // Whatever went wrong there: it is safe to ask again.
  if (status >= 500) return fail(new SocialError('network', { cause: error }))
  if (isSocialErrorCode(code)) return fail(new SocialError(code, { status, message, hint }))
  return fail(fromStatus(status, error))
}
