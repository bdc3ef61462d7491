import type { AuthErrorClass, Context } from '../lite/context.ts'
import { answerExtra } from './answers.ts'
import { shown } from './hook.ts'
import type { AuthCall, AuthOptions, AuthService } from './lite.ts'
import { coverMails } from './mails.ts'
import { coverRows } from './rows.ts'
import { coverSessions } from './sessions.ts'
import { coverSignUp } from './sign-up.ts'
import { coverUser } from './user.ts'

/**
 * Patches the AuthService of one request so that it behaves like GoTrue, the Auth server of
 * Supabase. Returns the response to a request that lite does not know.
 */
export async function coverAuth(c: Context, options: AuthOptions): Promise<Response | undefined> {
  const service = c.var.authService as AuthService
  const AuthError = errorClass(service)
  const refuse: AuthCall['refuse'] = (status, code, sentence, details) =>
    new AuthError(status, code, sentence ?? code.replaceAll('_', ' '), details)
  try {
    const call = { c, service, options, refuse, body: await bodyOf(c, refuse) }
    coverRows(call, service.repo)
    coverSessions(call)
    coverMails(call)
    coverUser(call)
    coverSignUp(call)
    return await answerExtra(call)
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return Response.json(error.toJSON(), { status: error.status })
  }
}

/**
 * Returns the error class of @supabase/lite. lite does not export this class, but throws an error
 * of this class for an empty password.
 */
function errorClass(service: AuthService): AuthErrorClass {
  try {
    service.assertPasswordStrong('')
  } catch (error) {
    return (error as Error).constructor as AuthErrorClass
  }
  throw new Error('lite accepted an empty password')
}

const TEXTS = ['email', 'password', 'refresh_token', 'type', 'token', 'token_hash']

/**
 * Returns the fields of the body. Defect of @supabase/lite 0.10.0: lite answers a field of a wrong
 * type with status 500, and ignores half of a PKCE challenge.
 */
async function bodyOf(c: Context, refuse: AuthCall['refuse']): Promise<AuthCall['body']> {
  const text = (await c.req.text()) || '{}'
  const body = await new Response(text).json().catch(() => null)
  const isObject = Object(body) === body && !Array.isArray(body)
  if (!isObject || TEXTS.some((name) => typeof (body[name] ?? '') !== 'string')) {
    throw refuse(400, 'bad_json', 'Could not parse request body as JSON')
  }
  const { code_challenge: challenge, code_challenge_method: method } = body
  const isPkce = /^[\w.~-]{43,128}$/.test(challenge) && /^(s256|plain)$/i.test(method)
  if ((challenge || method) && !isPkce) throw refuse(400, 'validation_failed')
  return body
}

/**
 * Runs the work in one transaction. Defect of @supabase/lite 0.10.0: lite creates a user in several
 * statements without a transaction, so that an error leaves an incomplete user.
 */
export async function atomically<T>(call: AuthCall, work: () => Promise<T>): Promise<T> {
  const { service, refuse } = call
  const outer = service.repo
  try {
    return await outer.transaction((repo) => {
      service.repo = repo
      return work()
    })
  } catch (error) {
    if (Object(error).toJSON) throw error
    throw refuse(500, 'unexpected_failure', 'Database error saving new user', shown(error))
  } finally {
    service.repo = outer
  }
}
