import postgres from 'postgres'
import { tokenClaims } from '../src/cli/logins.ts'
import { keepNames, type Rename } from './names.ts'

/** A person who calls our functions. */
export interface Viewer {
  name: string
  id: string
  /**
   * The pooled connection. The method `become` sets the claims of this person on this connection.
   */
  sql: postgres.Sql
  become(): Promise<void>
}

export interface Sessions {
  /**
   * A superuser connection, to which no policy applies. The benchmark counts rows on this
   * connection, and runs comparators on it as a database driver does.
   */
  owner: postgres.Sql
  /**
   * Superuser connections like `owner`. With `custom`, Postgres makes a plan for each set of
   * values. With `generic`, Postgres makes one plan for all values.
   */
  custom: postgres.Sql
  generic: postgres.Sql
  /**
   * A superuser connection. Its plans are generic and look up rows only by key. Such plans have the
   * lowest possible cost.
   */
  floor: postgres.Sql
  named: Map<string, string>
  viewer(name: string): Viewer
  end(): Promise<void>
}

export const TIMEOUT_SECONDS = 30

type Url = (role: string) => string

/**
 * Opens the connections to a database. `rename` translates the names in each statement to the names
 * in that database.
 */
export async function openSessions(url: Url, rename: Rename = keepNames): Promise<Sessions> {
  const open = (role: string, planning?: string) => connectAs(url(role), rename, planning)
  const owner = await open('supabase_admin')
  const custom = await open('supabase_admin', 'force_custom_plan')
  const generic = await open('supabase_admin', 'force_generic_plan')
  const floor = await open('supabase_admin', 'force_generic_plan')
  await floor.unsafe('set enable_hashjoin = off; set enable_mergejoin = off')
  // All viewers share one connection with its plans and caches, as behind a connection pool.
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
      if (!id) throw new Error(`The generated data has no person named ${name}.`)
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
  // The connection has no maximum lifetime, because a new connection would lose the role and the
  // claims.
  const sql = postgres(url, { max: 1, max_lifetime: null, onnotice() {} })
  await sql.unsafe(`set statement_timeout = '${TIMEOUT_SECONDS}s'`)
  await sql.unsafe(`set plan_cache_mode = ${planning}`)
  return rename === keepNames ? sql : renaming(sql, rename)
}

/**
 * Wraps a connection so that `unsafe` translates the names in each statement. Each text is
 * translated only once.
 */
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

/**
 * Returns the JWT claims of a person. In the benchmark data, a session has the same id as its
 * person.
 */
export function claims(id: string): string {
  return JSON.stringify(tokenClaims(id, id))
}
