import type postgres from 'postgres'
import type { AuthErrorClass, Context, NewUser } from '../lite/context.ts'
import type { Mailbox } from '../mail.ts'
import type { ProjectSettings, SignUpHook } from '../project.ts'
import { answerAdmin } from './admin.ts'
import { runBeforeUserCreated } from './hook.ts'
import { mailerOf } from './mailer.ts'
import { coverRows, type Rows } from './rows.ts'
import { coverTokens, type TokenService } from './tokens.ts'

interface Repository extends Rows {
  transaction<T>(work: (repository: Repository) => Promise<T>): Promise<T>
  createUser(user: NewUser): Promise<unknown>
  deleteRefreshTokensForUser(userId: string, exceptSession?: string): Promise<void>
  deleteUserSessions(userId: string, exceptSession?: string): Promise<void>
}

/**
 * The AuthService of @supabase/lite. lite creates an AuthService for each request. lite declares
 * most of these members private.
 */
interface AuthService extends TokenService {
  repo: Repository
  mailer: unknown
  assertPasswordStrong(password: string): void
  resolveEmailRedirect(redirectTo?: string): string
  signInWithPassword(email: string, password: string): Promise<unknown>
  signUp(...args: unknown[]): Promise<unknown>
  signInWithOtp(...args: unknown[]): Promise<unknown>
  requestMagicLink(...args: unknown[]): Promise<unknown>
  updateUser(userId: string, updates: { password?: string }): Promise<unknown>
}

export interface AuthOptions {
  /**
   * A connection as supabase_auth_admin, the role that calls the Auth hooks in a hosted project.
   */
  sql: postgres.Sql
  hook: SignUpHook | undefined
  mailbox: Mailbox
  settings: ProjectSettings
  siteUrl: string
  origin: string
  secretKey: string
}

/**
 * Patches the AuthService of one request so that it behaves like GoTrue, the Auth server of
 * Supabase. Defects of @supabase/lite 0.10.0: a sign-up calls no hook and is not one transaction.
 * Links in mails are wrong (mailer.ts explains how). A new password does not end the other
 * sessions. Returns the response to a request that lite does not know.
 */
export async function coverAuth(c: Context, options: AuthOptions): Promise<Response | undefined> {
  const service = c.var.authService as AuthService
  const AuthError = errorClass(service)
  const isSignIn = c.req.path.endsWith('/token')
  const sentence = `Database error ${isSignIn ? 'querying schema' : 'finding user'}`
  coverRows(service.repo, () => new AuthError(500, 'unexpected_failure', sentence))
  coverTokens(c, service, options.origin)
  for (const name of ['signUp', 'signInWithOtp', 'requestMagicLink'] as const) {
    const original = service[name]
    service[name] = (...args) =>
      atomically(
        service,
        () => original.apply(service, args),
        AuthError,
        async (user) => {
          if (!options.hook) return
          await runBeforeUserCreated(options.sql, user, AuthError, options.hook)
        },
      )
  }
  const redirectTo = service.resolveEmailRedirect(c.req.query('redirect_to'))
  const { templates } = options.settings.auth
  service.mailer = mailerOf(options.mailbox, options.origin, redirectTo, templates, options.siteUrl)
  if (c.req.method === 'PUT') coverUpdateUser(c, service, AuthError)
  const toResponse = service.mapUserToResponse.bind(service)
  return answerAdmin(c, toResponse, options.sql, options.secretKey)
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
async function atomically<T>(
  service: AuthService,
  work: () => Promise<T>,
  AuthError: AuthErrorClass,
  beforeCreation?: (user: NewUser) => Promise<void>,
): Promise<T> {
  const outer = service.repo
  try {
    return await outer.transaction(async (repo) => {
      service.repo = repo
      const create = repo.createUser.bind(repo)
      repo.createUser = async (user) => {
        await beforeCreation?.(user)
        return create(user)
      }
      return work()
    })
  } catch (error) {
    if (error instanceof AuthError) throw error
    throw new AuthError(500, 'unexpected_failure', 'Database error saving new user')
  } finally {
    service.repo = outer
  }
}

/**
 * Defect of @supabase/lite 0.10.0: a new password does not end the other sessions, and lite ignores
 * a wrong current password.
 */
function coverUpdateUser(c: Context, service: AuthService, AuthError: AuthErrorClass): void {
  const update = service.updateUser.bind(service)
  service.updateUser = (userId, updates) => {
    if (updates.password === undefined) return update(userId, updates)
    return atomically(
      service,
      async () => {
        const { current_password: current } = JSON.parse(await c.req.text())
        if (current !== undefined) await checkPassword(service, userId, current, AuthError)
        const user = await update(userId, updates)
        const session = c.get('sessionId') as string
        await service.repo.deleteRefreshTokensForUser(userId, session)
        await service.repo.deleteUserSessions(userId, session)
        return user
      },
      AuthError,
    )
  }
}

/**
 * Checks the current password by a sign-in, because lite exports no bcrypt. The session of this
 * sign-in ends together with the other sessions.
 */
async function checkPassword(
  service: AuthService,
  userId: string,
  password: string,
  AuthError: AuthErrorClass,
): Promise<void> {
  const user = await service.repo.findUserById(userId)
  try {
    await service.signInWithPassword(String(user?.email ?? ''), password)
  } catch {
    // GoTrue answers a wrong current password with this sentence.
    const sentence = 'Current password required when setting new password.'
    throw new AuthError(400, 'current_password_invalid', sentence)
  }
}
