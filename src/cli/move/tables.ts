import type postgres from 'postgres'
import { Problem } from '../problem.ts'

/** A table of supabase-social that exists in both databases. */
export interface Table {
  /** The quoted name with the schema. */
  name: string
  /** The quoted columns, without those that Postgres generates. */
  columns: string[]
}

/** What describes a database, and what only the project that holds it may know. */
const STAYS = ['release_objects', 'release_policies', 'worker_runs', 'worker_state']

/**
 * Returns the tables of the release in an order in which a table comes after all tables to which it
 * refers. Unlogged tables hold only what the database can compute again.
 */
export async function tablesOf(sql: postgres.TransactionSql): Promise<Table[]> {
  const found = await sql<(Table & { refers: string[] })[]>`
    select c.oid::regclass::text as name,
      array(
        select quote_ident(attname) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
      ) as columns,
      array(
        select confrelid::regclass::text from pg_constraint
        where conrelid = c.oid and contype = 'f' and confrelid <> c.oid
      ) as refers
    from pg_class c
    join social_private.release_objects on to_regclass(object) = c.oid
    where c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> all (${STAYS})
    order by 1`
  const names = new Set(found.map(({ name }) => name))
  const sorted: Table[] = []
  const rest = [...found]
  while (rest.length > 0) {
    const done = new Set(sorted.map(({ name }) => name))
    const next = rest.findIndex(({ refers }) =>
      refers.every((name) => done.has(name) || !names.has(name)),
    )
    const [table] = rest.splice(next, 1)
    if (next < 0 || !table) throw new Error('The foreign keys of the tables form a circle')
    sorted.push({ name: table.name, columns: table.columns })
  }
  return sorted
}

/** Returns the tables with the columns of the source. Throws if the target lacks one of them. */
export function compareTables(source: Table[], target: Table[]): Table[] {
  const columnsThere = new Map(target.map(({ name, columns }) => [name, columns]))
  const missing = source.flatMap(({ name, columns }) =>
    columns
      .filter((column) => !columnsThere.get(name)?.includes(column))
      .map((column) => `${name}.${column}`),
  )
  if (missing.length > 0) {
    throw new Problem(
      `The target lacks ${missing.join(', ')}. Apply the migrations of your app to the target, too.`,
    )
  }
  const sources = new Map(source.map((table) => [table.name, table]))
  return target.flatMap(({ name }) => sources.get(name) ?? [])
}
