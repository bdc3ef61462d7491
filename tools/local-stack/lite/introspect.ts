import { createPostgresConnection } from '@supabase/lite/postgres'
import postgres from 'postgres'
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
  const sql = postgres(superuserUrl, { max: 1, onnotice() {} })
  let current = await introspect(superuserUrl, exposed)
  let composites = await readComposites(sql, exposed)
  let reading = Promise.resolve()
  let isWaiting = false
  let isClosed = false
  const reload = () => {
    // Many notifications arrive while migrations run. One reading that has not begun covers them.
    if (isWaiting || isClosed) return reading
    isWaiting = true
    reading = reading.then(async () => {
      isWaiting = false
      current = await introspect(superuserUrl, exposed)
      composites = await readComposites(sql, exposed)
    })
    return reading
  }
  await sql.listen('pgrst', reload)
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

async function introspect(url: string, known: string[]): Promise<Introspection> {
  const connection = createPostgresConnection({ url, postgresOptions: { max: 1, onnotice() {} } })
  try {
    const all = (await connection.introspect()) as unknown as Introspection
    const lists = Object.entries(all).map(([name, list]) => [name, onlyKnown(list, known)])
    return Object.fromEntries(lists)
  } finally {
    await connection.close()
  }
}

/**
 * Removes the list entries of schemas that are not in `known`. Entries without a schema, such as time
 * zones, stay.
 */
function onlyKnown(list: unknown, known: string[]): unknown {
  if (!Array.isArray(list)) return list
  return list.filter((entry) => !entry.schema || known.includes(entry.schema))
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
