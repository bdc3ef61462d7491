import type { SocialError } from './errors.ts'

/** What every method resolves to: `data`, or an `error` and no data. Nothing is thrown. */
export type Result<T> = { data: T; error: null } | { data: null; error: SocialError }

/** A result that holds data. */
export function succeed<T>(data: T): Result<T> {
  return { data, error: null }
}

/** A result that holds an error. */
export function fail(error: SocialError): { data: null; error: SocialError } {
  return { data: null, error }
}

/**
 * The data of a result; throws its error. For those who prefer exceptions.
 * @example const me = unwrap(await social.profiles.me())
 */
export function unwrap<T>(result: Result<T>): T {
  if (result.error) throw result.error
  return result.data
}
