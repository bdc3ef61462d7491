import type { Mailbox } from '../mail.ts'
import type { ProjectSettings } from '../project.ts'

export interface LiteOptions {
  databasePort: number
  password: string
  origin: string
  siteUrl: string
  publishableKey: string
  secretKey: string
  jwtSecret: string
  mailbox: Mailbox
  project: ProjectSettings
}

/** The members of a Hono request context that our code uses. */
export interface Context {
  req: {
    method: string
    path: string
    url: string
    query(name: string): string | undefined
    header(name: string): string | undefined
    text(): Promise<string>
  }
  var: Record<string, unknown>
  get(name: string): unknown
  set(name: string, value: unknown): void
}

/**
 * The error class of @supabase/lite. lite gives GoTrue's error format only to instances of this
 * class.
 */
export type AuthErrorClass = new (
  status: number,
  code: string,
  message: string,
  details?: object,
) => Error & { status: number; code: string; toJSON(): object }
