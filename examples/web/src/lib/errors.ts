import { isSocialError } from 'supabase-social'
import { strings } from '../strings.ts'

/** Returns the sentence that tells a person what went wrong. */
export function describeError(error: unknown): string {
  if (!isSocialError(error))
    return navigator.onLine ? strings.errors.unknown : strings.errors.network
  const known: Record<string, string> = strings.errors
  if (error.retryAfter !== null) return strings.errorsWithTime(error.retryAfter)
  return known[error.code] ?? error.message
}
