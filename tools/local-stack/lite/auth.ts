import type postgres from 'postgres'
import type { Mailbox } from '../mail.ts'
import type { AuthErrorClass, Context, NewUser } from './context.ts'
import { runBeforeUserCreated } from './hook.ts'
import { mailerOf } from './mailer.ts'

interface Repository {
  transaction<T>(work: (repository: Repository) => Promise<T>): Promise<T>
  createUser(user: NewUser): Promise<unknown>
  findUserById(id: string): Promise<{ email: string } | null>
  deleteRefreshTokensForUser(userId: string, exceptSession?: string): Promise<void>
  deleteUserSessions(userId: string, exceptSession?: string): Promise<void>
}

/** lite's AuthService, one for each request. Its types declare most of this private. */
interface AuthService {
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
  /** As role supabase_auth_admin, which calls the hooks on hosted projects. */
  sql: postgres.Sql
  mailbox: Mailbox
  origin: string
}

/**
 * Defects of @supabase/lite 0.10.0: a sign-up is not one transaction and calls no hook, mails have
 * wrong links (see mailer.ts), and a new password keeps other sessions. Patches the service of a
 * request so that it behaves as GoTrue does.
 */
export async function coverAuth(c: Context, options: AuthOptions): Promise<void> {
  const service = c.var.authService as AuthService
  const AuthError = errorClass(service)
  for (const name of ['signUp', 'signInWithOtp', 'requestMagicLink'] as const) {
    const original = service[name]
    service[name] = (...args) =>
      atomically(
        service,
        () => original.apply(service, args),
        AuthError,
        async (user) => {
          await runBeforeUserCreated(options.sql, user, AuthError)
        },
      )
  }
  const redirectTo = service.resolveEmailRedirect(c.req.query('redirect_to'))
  service.mailer = mailerOf(options.mailbox, options.origin, redirectTo)
  if (c.req.method === 'PUT') coverUpdateUser(c, service, AuthError)
}

/** Gets lite's error class, which it does not export, from the refusal of a weak password. */
function errorClass(service: AuthService): AuthErrorClass {
  try {
    service.assertPasswordStrong('')
  } catch (error) {
    return (error as Error).constructor as AuthErrorClass
  }
  throw new Error('lite accepted an empty password')
}

/**
 * Defect of @supabase/lite 0.10.0: it creates a user in several statements without a
 * transaction, so that an error leaves an incomplete user.
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
 * Defect of @supabase/lite 0.10.0: a new password keeps the other sessions, and a wrong
 * current password is ignored.
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

/** Signs in to compare the password: lite exports no bcrypt. That session ends with the others. */
async function checkPassword(
  service: AuthService,
  userId: string,
  password: string,
  AuthError: AuthErrorClass,
): Promise<void> {
  const user = await service.repo.findUserById(userId)
  try {
    await service.signInWithPassword(user?.email ?? '', password)
  } catch {
    // GoTrue answers a wrong password with this sentence.
    const sentence = 'Current password required when setting new password.'
    throw new AuthError(400, 'current_password_invalid', sentence)
  }
}
