import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { backoff, isLost, replaceReserve } from '../pool.ts'
import { noReadPermission, Refusal } from './refusal.ts'
import type { Claims } from './token.ts'

export type Extension = 'broadcast' | 'presence'

/** Who asks for which topic. The topic has no prefix `realtime:`. */
export interface Asking {
  topic: string
  claims: Claims
  /** The headers `x-…` of the WebSocket request, which policies may read. */
  headers: Record<string, string>
}

/** Asks the policies of realtime.messages what a caller may do in a private channel. */
export interface Permissions {
  /** Returns the readable extensions. Throws a `Refusal` if the caller may read none. */
  readable(asking: Asking, extensions: Extension[]): Promise<Set<Extension>>
  isWritable(asking: Asking, extension: Extension): Promise<boolean>
  stop(): Promise<void>
}

export const DATABASE_UNAVAILABLE = 'Realtime was unable to connect to the project database'

export function openPermissions(url: string): Permissions {
  // The connections end when nobody joins, because an idle stack needs none.
  const sql = postgres(url, { max: 2, idle_timeout: 20, backoff, onnotice() {} })
  replaceReserve(sql, 2)
  return {
    readable: (asking, extensions) => readable(sql, asking, extensions),
    isWritable: (asking, extension) => isWritable(sql, asking, extension),
    stop: () => sql.end({ timeout: 0 }),
  }
}

/**
 * Inserts a row for each extension as the administrator, and selects these rows as the caller. The
 * rows have no payload and no event, as on a hosted project.
 */
async function readable(
  sql: postgres.Sql,
  asking: Asking,
  extensions: Extension[],
): Promise<Set<Extension>> {
  const ids = extensions.map(() => randomUUID())
  try {
    const rows = await undone(sql, async (tx) => {
      const inserted = tx`
        insert into realtime.messages (id, topic, extension, updated_at, inserted_at)
        select id, ${asking.topic}, extension, now(), now()
        from unnest(${ids}::uuid[], ${extensions}::text[]) as probe (id, extension)`
      const entered = enter(tx, asking)
      const seen: Promise<{ extension: Extension }[]> = tx`
        select extension from realtime.messages where id = any(${ids}::uuid[])`
      // The three statements travel together.
      return (await Promise.all([inserted, entered, seen]))[2]
    })
    if (rows.length === 0) throw noReadPermission(asking.topic)
    return new Set(rows.map(({ extension }) => extension))
  } catch (error) {
    throw refusalOf(error, asking.topic)
  }
}

/** Inserts a row as the caller, without RETURNING: policies for SELECT do not matter. */
async function isWritable(
  sql: postgres.Sql,
  asking: Asking,
  extension: Extension,
): Promise<boolean> {
  try {
    await undone(sql, async (tx) => {
      const entered = enter(tx, asking)
      const inserted = tx`
        insert into realtime.messages (id, topic, extension, updated_at, inserted_at)
        values (${randomUUID()}, ${asking.topic}, ${extension}, now(), now())`
      await Promise.all([entered, inserted])
    })
    return true
  } catch (error) {
    if (isPostgresError(error) && error.code === '42501') return false
    throw error
  }
}

/** Takes the role and the claims of the caller until the end of the transaction. */
function enter(tx: postgres.ReservedSql, { topic, claims, headers }: Asking) {
  return tx`select
    set_config('role', ${claims.role}, true),
    set_config('realtime.topic', ${topic}, true),
    set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
    set_config('request.jwt.claim.sub', ${String(claims.sub ?? '')}, true),
    set_config('request.jwt.claim.role', ${claims.role}, true),
    set_config('request.headers', ${JSON.stringify(headers)}, true)`
}

async function undone<T>(
  sql: postgres.Sql,
  work: (tx: postgres.ReservedSql) => Promise<T>,
): Promise<T> {
  const tx = await sql.reserve()
  try {
    await tx.unsafe('begin')
    return await work(tx)
  } finally {
    await tx.unsafe('rollback').catch(() => {})
    tx.release()
  }
}

function refusalOf(error: unknown, topic: string): Refusal {
  if (error instanceof Refusal) return error
  if (!isPostgresError(error) || isLost(error)) {
    return new Refusal('UnableToConnectToProject', DATABASE_UNAVAILABLE)
  }
  const { code, message } = error
  if (code === '57014') return new Refusal('QueryCanceled', 'Query was cancelled, please try again')
  if (code === '23514') return new Refusal('MissingPartition', message)
  // A policy that raises an error, and a role that does not exist, give no right.
  return noReadPermission(topic)
}

function isPostgresError(error: unknown): error is postgres.PostgresError {
  return error instanceof Error && error.name === 'PostgresError'
}
