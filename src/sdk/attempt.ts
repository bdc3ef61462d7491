import type { SocialError } from './errors.ts'
import { fail, type Result, succeed } from './result.ts'

/** What a call of supabase-js resolves to when it worked. */
type Data<Response> = Response extends { data: infer T; error: null } ? T : never

/** Runs a call of supabase-js that answers with an error or, where so set up, throws it. */
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
