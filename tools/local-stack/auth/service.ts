import type postgres from 'postgres'
import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { SignUpHook } from '../project.ts'
import { coverOwnUpdate } from './anonymous.ts'
import { answerExtra } from './answers.ts'
import { runBeforeUserCreated, shown } from './hook.ts'
import { type Call, coverMails, type MailOptions } from './mails.ts'
import { coverPasswords, type PasswordService } from './passwords.ts'
import { coverRefresh, type RefreshService } from './refresh.ts'
import { coverBans, refuseWithoutEmail } from './refusals.ts'
import { coverRows, inTransaction, type Row, type Rows } from './rows.ts'
import { coverSignUp, type SignUpService } from './sign-up.ts'
import { coverTokens } from './tokens.ts'
import { coverUserJson } from './user-json.ts'
import { answerVerify, type VerifyService } from './verify.ts'

/**
 * The AuthService of @supabase/lite. lite creates an AuthService for each request. lite declares
 * most of these members private.
 */
export interface AuthService extends PasswordService, RefreshService, SignUpService, VerifyService {
  repo: Rows & { updateIdentity(id: unknown, changes: Row): Promise<unknown> }
  getUser(id: string): Promise<Row & { factors?: Row[] }>
  createAuditLogWithTraits(...entry: unknown[]): Promise<unknown>
  signOut(session: unknown, scope: string, userId: string): Promise<void>
}

export interface AuthOptions extends MailOptions {
  /**
   * A connection as supabase_auth_admin, the role that calls the Auth hooks in a hosted project.
   */
  sql: postgres.Sql
  hook: SignUpHook | undefined
  secretKey: string
  jwtSecret: string
}

/** One request, and the service that answers it. */
export type AuthCall = Call<AuthService> & { options: AuthOptions }

/**
 * Patches the AuthService of one request so that it behaves like GoTrue, the Auth server of
 * Supabase. Defects of @supabase/lite 0.10.0: a sign-up calls no hook and is not one transaction.
 * Returns the response to a request that lite does not know.
 */
export async function coverAuth(c: Context, options: AuthOptions): Promise<Response | undefined> {
  const service = c.var.authService as AuthService
  const AuthError = errorClass(service)
  try {
    await refuseWithoutEmail({ c, service, AuthError, options })
    return await cover(c, service, AuthError, options)
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return Response.json(error.toJSON(), { status: error.status })
  }
}

async function cover(
  c: Context,
  service: AuthService,
  AuthError: AuthErrorClass,
  options: AuthOptions,
): Promise<Response | undefined> {
  const isSignIn = c.req.path.endsWith('/token')
  const sentence = `Database error ${isSignIn ? 'querying schema' : 'finding user'}`
  const unreadable = () => new AuthError(500, 'unexpected_failure', sentence)
  coverTokens(c, service, options.origin)
  const call = { c, service, AuthError, options }
  coverRows(service.repo, unreadable, await coverMails(call))
  coverSignUp(call)
  const { signUp } = service
  service.signUp = (...args) => atomically(call, () => signUp.apply(service, args), true)
  coverPasswords(call)
  coverRefresh(call)
  coverBans(call)
  const signOut = service.signOut.bind(service)
  // Defect of @supabase/lite 0.10.0: a sign-out without a scope ends only this session.
  service.signOut = (session, _, user) => signOut(session, c.req.query('scope') || 'global', user)
  coverUserJson(service)
  coverOwnUpdate(call)
  return (await answerExtra(call)) ?? answerVerify(call)
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

/**
 * Runs the work in one transaction. Defect of @supabase/lite 0.10.0: lite creates a user in several
 * statements without a transaction, so that an error leaves an incomplete user.
 */
export async function atomically<T>(
  { service, AuthError, options }: AuthCall,
  work: () => Promise<T>,
  asksHook = false,
): Promise<T> {
  try {
    return await inTransaction(service, () => {
      const create = service.repo.createUser.bind(service.repo)
      service.repo.createUser = async (user) => {
        const { hook, sql } = options
        if (hook && asksHook) await runBeforeUserCreated(sql, user, AuthError, hook)
        return create(user)
      }
      return work()
    })
  } catch (error) {
    if (error instanceof AuthError) throw error
    const details = shown(error as Record<string, string>)
    throw new AuthError(500, 'unexpected_failure', 'Database error saving new user', details)
  }
}
