import { setTimeout as wait } from 'node:timers/promises'
import { createPostgresConnection } from '@supabase/lite/postgres'
import type postgres from 'postgres'
import { connect } from '../bootstrap.ts'
import { backoff, isLost, LostConnection, replaceReserve } from '../pool.ts'
import { type Composite, readComposites } from './composites.ts'
import type { Introspection, RoleSettings } from './connection.ts'

export interface Catalog {
  introspection(): Introspection
  composites(): Composite[]
  roles: RoleSettings
  /** Reads the database schema again. */
  reload(): Promise<void>
  close(): Promise<void>
}

/**
 * Reads the exposed schemas of the database now, and again after each `notify pgrst`, as PostgREST
 * does.
 */
export async function readCatalog(superuserUrl: string, exposed: string[]): Promise<Catalog> {
  const sql = connect(superuserUrl)
  let current = await introspect(superuserUrl, exposed)
  let composites = await readComposites(sql, exposed)
  let reading = Promise.resolve()
  let isWaiting = false
  let isClosed = false
  const read = async () => {
    current = await introspect(superuserUrl, exposed)
    composites = await readComposites(sql, exposed)
  }
  const reload = () => {
    // Many notifications arrive while migrations run. One reading that has not begun covers them.
    if (isWaiting || isClosed) return reading
    isWaiting = true
    reading = reading.then(async () => {
      isWaiting = false
      while (!isClosed) {
        try {
          return await read()
        } catch (error) {
          if (!isLost(error)) throw error
          await wait(200, undefined, { ref: false })
        }
      }
    })
    // A failed reading leaves the old schema, and does not prevent the next reading.
    const outcome = reading
    reading = reading.catch((error) => console.error('Data API:', error))
    return outcome
  }
  let isListening = false
  const listening = () => {
    // Notifications that were sent while the connection was lost did not arrive.
    if (isListening) void reload().catch(() => {})
    isListening = true
  }
  await sql.listen('pgrst', () => void reload().catch(() => {}), listening)
  const close = async () => {
    isClosed = true
    try {
      await reading // a reading that has begun still needs the connection
    } finally {
      await sql.end()
    }
  }
  const roles = await roleSettings(sql)
  const own = { introspection: () => current, composites: () => composites }
  return { ...own, roles, reload, close }
}

async function introspect(url: string, exposed: string[]): Promise<Introspection> {
  const postgresOptions = { max: 1, backoff, onnotice() {} }
  const connection = createPostgresConnection({ url, postgresOptions })
  replaceReserve(connection.driver, 1)
  try {
    const all = (await connection.introspect()) as unknown as Partial<Introspection>
    // Defect of @supabase/lite 0.10.0: lite hides the error of a lost connection.
    if (!all.functions) throw new LostConnection()
    const lists = Object.entries(all).map(([name, list]) => [name, onlyKnown(list, exposed)])
    return Object.fromEntries(lists) as Introspection
  } finally {
    await connection.close()
  }
}

/**
 * Removes the list entries of schemas that are not in `exposed`. Entries without a schema, such as time
 * zones, stay.
 */
function onlyKnown(list: unknown, exposed: string[]): unknown {
  if (!Array.isArray(list)) return list
  return list.filter((entry) => !entry.schema || exposed.includes(entry.schema))
}

async function roleSettings(sql: postgres.Sql): Promise<RoleSettings> {
  const rows = await sql<{ rolname: string; rolconfig: string[] }[]>`
    select rolname, rolconfig from pg_roles
    where rolconfig is not null and pg_has_role('authenticator', oid, 'member')`
  return new Map(
    rows.map(({ rolname, rolconfig }) => [
      rolname,
      rolconfig.map((setting) => setting.split(/=(.*)/s).slice(0, 2) as [string, string]),
    ]),
  )
}
