import { complete, type SocialError } from './social-error.ts'

/** The result of every method: either `data` or an `error`. Methods never throw. */
export type Result<T> = { data: T; error: null } | { data: null; error: SocialError }

/** Makes a result with data. */
export function succeed<T>(data: T): Result<T> {
  return { data, error: null }
}

/** Makes a result with an error, as soon as the error has its texts. */
export async function fail(error: SocialError): Promise<{ data: null; error: SocialError }> {
  return { data: null, error: await complete(error) }
}

/**
 * Returns the data of a result, or throws its error.
 * @example const me = unwrap(await social.account.get())
 */
export function unwrap<T>(result: Result<T>): T {
  if (result.error) throw result.error
  return result.data
}
