import { isSocialError } from 'supabase-social'
import { strings } from '../strings.ts'

/** Returns the sentence that tells a person what went wrong. */
export function describeError(error: unknown): string {
  if (!isSocialError(error))
    return navigator.onLine ? strings.errors.unknown : strings.errors.network
  const known: Record<string, string> = strings.errors
  if (error.retryAfter !== null) return strings.errorsWithTime(error.retryAfter)
  const isAboutFile = /^(file|image)_/.test(error.code)
  // The hint tells what is wrong with the file, and what to do.
  if (isAboutFile && error.hint) return `${error.message} ${error.hint}`
  return known[error.code] ?? error.message
}
