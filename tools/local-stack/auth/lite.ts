import type postgres from 'postgres'
import type { Context } from '../lite/context.ts'
import type { Mailbox } from '../mail.ts'
import type { ProjectSettings, SignUpHook } from '../project.ts'

export type Row = Record<string, unknown>

/** A method of lite. The code that calls or replaces it knows the parameters. */
type Method<Result> = { call(...values: unknown[]): Promise<Result> }['call']
type Methods<Names extends string, Result> = Record<Names, Method<Result>>

interface Statement {
  values(row: Row): Statement
  set(row: Row): Statement
}
type Find = 'findUserByEmail' | 'findUserById' | 'findSessionById' | 'findRefreshToken'

/** The members of the AuthRepository of @supabase/lite that we call or replace. */
export interface Repository extends Methods<Find | 'createUser' | 'updateUser', Row | null> {
  db: { executeQuery(query: object): Promise<{ rows: Row[] }> }
  transaction<T>(work: (repo: Repository) => Promise<T>): Promise<T>
  insertInto(table: string): Statement
  update(table: string): Statement
  parseUserJson(user: Row): Row
  findIdentitiesByUserId: Method<Row[]>
  claimUserToken: Method<boolean>
}

type Answers = 'signUp' | 'signInWithPassword' | 'refreshSession' | 'verifyOtp' | 'getUser'
type Steps = 'updateUser' | 'createSessionForUser' | 'completeVerifyOtp'
type Silent = 'signInWithOtp' | 'requestMagicLink' | 'resend' | 'signOut'
type Audits = 'createAuditLog' | 'createAuditLogWithTraits'

/**
 * The members of the AuthService of @supabase/lite that we call or replace. lite creates an
 * AuthService for each request, and declares most of these members private.
 */
export interface AuthService extends Methods<Answers | Steps, Row>, Methods<Silent | Audits, void> {
  repo: Repository
  mailer: Record<string, Method<void>>
  findUserByTokenAndType: Method<object | null>
  assertPasswordStrong(password: string): void
  mapUserToResponse(user: Row, identities: Row[], context: string): Row
  resolveEmailRedirect(page?: string): string
}

export interface AuthOptions {
  /** A connection as supabase_auth_admin, which calls the Auth hooks in a hosted project. */
  sql: postgres.Sql
  hook: SignUpHook | undefined
  settings: ProjectSettings
  mailbox: Mailbox
  siteUrl: string
  origin: string
  secretKey: string
  jwtSecret: string
}

/** One request, and the service that answers it. */
export interface AuthCall {
  c: Context
  service: AuthService
  options: AuthOptions
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the client sends
  body: any
  refuse(status: number, code: string, sentence?: string, details?: object): Error
}
