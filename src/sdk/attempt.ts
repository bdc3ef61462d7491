import { fail, type Result, succeed } from './result.ts'
import type { SocialError } from './social-error.ts'

/** The data of a successful call of supabase-js. */
type Data<Response> = Response extends { data: infer T; error: null } ? T : never

/**
 * Runs a call of supabase-js and converts its error. supabase-js returns the error, or throws the
 * error if the app uses `throwOnError`.
 */
export async function attempt<Response extends { data?: unknown; error: unknown }>(
  call: () => Promise<Response>,
  toSocialError: (error: unknown) => SocialError,
): Promise<Result<Data<Response>>> {
  try {
    const { data, error } = await call()
    return error ? fail(toSocialError(error)) : succeed(data as Data<Response>)
  } catch (error) {
    return fail(toSocialError(error))
  }
}
