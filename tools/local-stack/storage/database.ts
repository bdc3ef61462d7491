import postgres from 'postgres'
import { backoff, replaceReserve } from '../pool.ts'
import type { Claims } from './caller.ts'
import { StorageError } from './errors.ts'

/** The connection of a transaction. */
export type Transaction = postgres.ReservedSql

/** What the database learns of a request. */
export interface Scope {
  claims: Claims
  operation: string
  request: Request
}

/** A row of storage.objects. */
export interface StoredObject {
  id: string
  bucket_id: string
  name: string
  owner: string | null
  owner_id: string | null
  version: string | null
  metadata: Record<string, unknown> | null
  user_metadata: Record<string, unknown> | null
  created_at: Date
  updated_at: Date
  last_accessed_at: Date
}

/** A row of storage.buckets. */
export interface Bucket {
  id: string
  name: string
  owner: string | null
  public: boolean
  file_size_limit: number | null
  allowed_mime_types: string[] | null
  created_at: Date
  updated_at: Date
}

const LONGEST_STATEMENT = 30_000
const MOST_CONNECTIONS = 5

/** The database as Storage uses it: as the caller, or past all policies as the service. */
export class Database {
  readonly #sql: postgres.Sql

  constructor(url: string) {
    this.#sql = postgres(url, {
      max: MOST_CONNECTIONS,
      backoff,
      onnotice() {},
      types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
      connection: {
        search_path: 'public, extensions',
        statement_timeout: LONGEST_STATEMENT,
        // Without this setting, a trigger refuses every deletion.
        'storage.allow_delete_query': 'true',
      } as Record<string, string | number>,
    })
    replaceReserve(this.#sql, MOST_CONNECTIONS)
  }

  /** Runs a transaction with the rights of the caller. */
  asCaller<T>(scope: Scope, work: (sql: Transaction) => Promise<T>): Promise<T> {
    return this.#as(scope, scope.claims.role ?? 'anon', work)
  }

  /** Runs a transaction past all policies, as the owner of the secret key. */
  asService<T>(scope: Scope, work: (sql: Transaction) => Promise<T>): Promise<T> {
    return this.#as({ ...scope, claims: { role: 'service_role' } }, 'service_role', work)
  }

  /** Finds out whether the caller may do something, and undoes it. */
  async test(scope: Scope, work: (sql: Transaction) => Promise<unknown>): Promise<void> {
    const undone = new Error('undone')
    const run = this.asCaller(scope, async (sql) => {
      await work(sql)
      throw undone
    })
    await run.catch((error) => {
      if (error !== undone) throw error
    })
  }

  /** Returns a bucket, or undefined. Everybody may learn whether a bucket exists. */
  async bucket(scope: Scope, id: string): Promise<Bucket | undefined> {
    if (id.includes('\0')) return undefined
    const [bucket] = await this.asService(
      scope,
      (sql) => sql<Bucket[]>`select * from storage.buckets where id = ${id}`,
    )
    return bucket
  }

  close(): Promise<void> {
    return this.#sql.end()
  }

  async #as<T>(
    { claims, operation, request }: Scope,
    role: string,
    work: (sql: Transaction) => Promise<T>,
  ): Promise<T> {
    const headers = JSON.stringify(Object.fromEntries(request.headers))
    const path = new URL(request.url).pathname
    const sql = await this.#sql.reserve()
    try {
      await sql.unsafe('begin')
      await sql`
        select
          set_config('role', ${role}, true),
          set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('request.headers', ${headers}, true),
          set_config('request.method', ${request.method}, true),
          set_config('request.path', ${path}, true),
          set_config('storage.operation', ${operation}, true)`
      const result = await work(sql)
      await sql.unsafe('commit')
      return result
    } catch (error) {
      await sql.unsafe('rollback').catch(() => {})
      throw error
    } finally {
      sql.release()
    }
  }
}

/** Returns the row of a file that the transaction may see, or refuses as if there was none. */
export async function findObject(
  sql: Transaction,
  bucket: string,
  name: string,
): Promise<StoredObject> {
  const [object] = await sql<StoredObject[]>`
    select * from storage.objects where bucket_id = ${bucket} and name = ${name}`
  if (!object) throw new StorageError('NoSuchKey')
  return object
}

/**
 * Returns the value of the old column `owner`. As on the real server, it is null unless the id is a
 * UUID of one of the versions 0 to 5.
 */
export function ownerOf(id: string | undefined): string | null {
  return id && OWNER.test(id) ? id : null
}

const OWNER = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}$/i
