import { readFileSync } from 'node:fs'
import type { Context } from '../lite/context.ts'
import type { LiteOptions } from '../lite/lite.ts'

/** A row, a body, or a service of @supabase/lite, which declares its members private. */
// biome-ignore lint/suspicious/noExplicitAny: a body is whatever the client sends
export type Row = Record<string, any>

export interface AuthCall {
  c: Context
  service: Row
  options: LiteOptions
  body: Row
  refuse(status: number, code: string, sentence?: string, details?: object): Error
  /** The person and the factor whose ids are in the path, or the person who sends the request. */
  user: Row
  factor: Row
  factors: Row[]
  session: Row
}

export async function query(call: AuthCall, sql: string, ...parameters: unknown[]): Promise<Row[]> {
  const node = { kind: 'RawNode', sqlFragments: [], parameters: [] }
  const compiled = { sql, parameters, query: node, queryId: { queryId: 'statement' } }
  return (await call.service.repo.db.executeQuery(compiled)).rows
}

export function readStatement(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

/** Auth writes this id into each row, and reads only rows with this id. */
export const NO_INSTANCE = '00000000-0000-0000-0000-000000000000'
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isBanned = (user: Row) => Date.parse(user.banned_until) > Date.now()

/** Defect of @supabase/lite 0.10.0: an error in a sign-up leaves an incomplete user. */
export async function atomically<T>(call: AuthCall, work: () => Promise<T>): Promise<T> {
  const { service, refuse } = call
  const outer = service.repo
  try {
    return await outer.transaction((repo: Row) => {
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

/** Returns an error of `raise`, of a constraint or such as PT409, which Auth shows to clients. */
export function shown(error: unknown): { shown?: object } {
  const { code = '', message, hint, detail } = error as Row
  const isShown = /^(P0001|23(000|001|502|503|505|514)|23P01)$/.test(code)
  const status = isShown ? 500 : Number(/^PT(\d+)$/.exec(code)?.[1] ?? 0)
  const body = { code, message, ...(hint && { hint }), ...(detail && { detail }) }
  return status ? { shown: { status, body } } : {}
}
