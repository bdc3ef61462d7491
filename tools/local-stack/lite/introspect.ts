import { createPostgresConnection } from '@supabase/lite/postgres'
import postgres from 'postgres'
import type { Introspection, RoleSettings } from './connection.ts'

const EXPOSED = ['social', 'public']
/**
 * The schemas that @supabase/lite must know. lite must know `storage` because its Storage queries
 * pass through the code of the Data API.
 */
const KNOWN = [...EXPOSED, 'storage']

export interface Catalog {
  introspection(): Introspection
  roles: RoleSettings
  close(): Promise<void>
}

export { EXPOSED as exposedSchemas }

/** Reads the database schema now, and again after each `notify pgrst`, as PostgREST does. */
export async function readCatalog(superuserUrl: string): Promise<Catalog> {
  const sql = postgres(superuserUrl, { max: 1, onnotice() {} })
  let current = await introspect(superuserUrl)
  await sql.listen('pgrst', async () => {
    current = await introspect(superuserUrl)
  })
  return { introspection: () => current, roles: await roleSettings(sql), close: () => sql.end() }
}

async function introspect(url: string): Promise<Introspection> {
  const connection = createPostgresConnection({ url, postgresOptions: { max: 1, onnotice() {} } })
  try {
    const all = (await connection.introspect()) as unknown as Introspection
    const lists = Object.entries(all).map(([name, list]) => [name, onlyKnown(list)])
    return Object.fromEntries(lists)
  } finally {
    await connection.close()
  }
}

/**
 * Removes the list entries of schemas that are not in KNOWN. Entries without a schema, such as time
 * zones, stay.
 */
function onlyKnown(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  return list.filter((entry) => !entry.schema || KNOWN.includes(entry.schema))
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
