import postgres from 'postgres'
import { keepNames, type Rename } from './names.ts'

/** A person who calls our functions. */
export interface Viewer {
  name: string
  id: string
  /** The pooled connection; `become` sets the claims of this person on it. */
  sql: postgres.Sql
  become(): Promise<void>
}

export interface Sessions {
  /** Superuser, without policies: counts rows and runs comparators as a driver does. */
  owner: postgres.Sql
  /** The same, but with a plan for each value (custom) or one plan for all values (generic). */
  custom: postgres.Sql
  generic: postgres.Sql
  /** One generic plan that only looks rows up by key: the lowest possible cost. */
  floor: postgres.Sql
  named: Map<string, string>
  viewer(name: string): Viewer
  end(): Promise<void>
}

export const TIMEOUT_SECONDS = 30

type Url = (role: string) => string

/** Opens the connections. `rename` translates each statement to the names of that database. */
export async function openSessions(url: Url, rename: Rename = keepNames): Promise<Sessions> {
  const open = (role: string, planning?: string) => connectAs(url(role), rename, planning)
  const owner = await open('supabase_admin')
  const custom = await open('supabase_admin', 'force_custom_plan')
  const generic = await open('supabase_admin', 'force_generic_plan')
  const floor = await open('supabase_admin', 'force_generic_plan')
  await floor.unsafe('set enable_hashjoin = off; set enable_mergejoin = off')
  // All viewers share one connection, as behind a pool, and so its plans and caches.
  const pooled = await open('authenticator')
  await pooled.unsafe('set role authenticated')
  const rows = await owner.unsafe<{ name: string; id: string }[]>(
    'select name, id from bench.named',
  )
  const named = new Map(rows.map((row) => [row.name, row.id]))
  let current = ''
  return {
    ...{ owner, custom, generic, floor, named },
    viewer(name) {
      const id = named.get(name)
      if (!id) throw new Error(`The data have no person named ${name}.`)
      const become = async () => {
        if (current === id) return
        await pooled.unsafe(`select set_config('request.jwt.claims', $1, false)`, [claims(id)])
        current = id
      }
      return { name, id, sql: pooled, become }
    },
    async end() {
      await Promise.all([owner, custom, generic, floor, pooled].map((sql) => sql.end()))
    },
  }
}

async function connectAs(url: string, rename: Rename, planning = 'auto'): Promise<postgres.Sql> {
  // No maximum lifetime: a new connection would lose the role and the claims.
  const sql = postgres(url, { max: 1, max_lifetime: null, onnotice() {} })
  await sql.unsafe(`set statement_timeout = '${TIMEOUT_SECONDS}s'`)
  await sql.unsafe(`set plan_cache_mode = ${planning}`)
  return rename === keepNames ? sql : renaming(sql, rename)
}

/** Wraps a connection so that `unsafe` renames each statement, once per text. */
function renaming(sql: postgres.Sql, rename: Rename): postgres.Sql {
  const known = new Map<string, string>()
  const unsafe: postgres.Sql['unsafe'] = (text, ...rest) => {
    const renamed = known.get(text) ?? rename(text)
    known.set(text, renamed)
    return sql.unsafe(renamed, ...rest)
  }
  return new Proxy(sql, {
    get: (target, key) => (key === 'unsafe' ? unsafe : Reflect.get(target, key)),
  })
}

/** The claims of a person. In our data the session has the id of the person. */
export function claims(id: string): string {
  return JSON.stringify({ sub: id, role: 'authenticated', session_id: id })
}
