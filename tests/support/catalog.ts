import { readFileSync } from 'node:fs'
import type postgres from 'postgres'

const query = readFileSync(new URL('catalog.sql', import.meta.url), 'utf8')

/**
 * Tables whose rows belong to the state of a project. The secrets of Vault are listed by name only.
 */
const TABLES: [table: string, columns: string][] = [
  ['storage.buckets', '*'],
  ['supabase_migrations.schema_migrations', 'version, name'],
  ['cron.job', 'jobname, schedule, command, active'],
  ['vault.secrets', 'name, description'],
]

/**
 * Describes the database in sorted lines of text. Two snapshots are equal if the databases have the
 * same objects, owners, rights and comments, and the same buckets, migrations, scheduled jobs and
 * names of secrets. With `schemas`, describes only the objects in these schemas, without these rows.
 */
export async function catalogOf(
  sql: postgres.Sql,
  { schemas }: { schemas?: string[] } = {},
): Promise<string[]> {
  return sql.begin('isolation level repeatable read', async (transaction) => {
    // With an empty search_path, Postgres prints the schema of every object.
    await transaction`select set_config('search_path', '', true)`
    const rows = await transaction.unsafe<{ line: string }[]>(query, [schemas?.join(',') ?? null])
    const lines = rows.map(({ line }) => line)
    if (schemas) return lines
    for (const [table, columns] of TABLES)
      lines.push(...(await rowsOf(transaction, table, columns)))
    return lines
  })
}

async function rowsOf(
  sql: postgres.TransactionSql,
  table: string,
  columns: string,
): Promise<string[]> {
  const [found] = await sql`select to_regclass(${table}) is not null as exists`
  if (!found?.exists) return []
  const rows = await sql.unsafe<{ row: string }[]>(
    `select row::text as row from (select ${columns} from ${table}) as row order by 1`,
  )
  return rows.map(({ row }) => `row of ${table}: ${row}`)
}
