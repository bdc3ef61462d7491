import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { copy } from './copy.ts'
import { moveLogins } from './logins.ts'
import { compareTables, type Table, tablesOf } from './tables.ts'

export interface Moved {
  logins: number
  tables: number
  rows: number
  /** What verify_counters() and verify_grants() found in the target. */
  problems: string[]
}

/**
 * Copies all rows of supabase-social and the logins of its people. The source is read in one
 * snapshot. The target changes in one transaction, which fails if a count differs.
 */
export async function moveRows(
  source: postgres.Sql,
  target: postgres.Sql,
  onProgress: (line: string) => void,
): Promise<Moved> {
  return (await source.begin('isolation level repeatable read read only', (from) =>
    target.begin(async (to) => {
      await compareDatabases(from, to)
      const tables = compareTables(await tablesOf(from), await tablesOf(to))
      onProgress('Logins')
      const logins = await moveLogins(from, to)
      await empty(to, tables)
      let rows = 0
      for (const table of tables) {
        onProgress(table.name)
        rows += await moveTable(from, to, table)
      }
      await moveSequences(from, to)
      for (const { name } of tables) await to.unsafe(`alter table ${name} enable trigger user`)
      return { logins, tables: tables.length, rows, problems: await verify(to) }
    }),
  )) as Moved
}

async function compareDatabases(
  from: postgres.TransactionSql,
  to: postgres.TransactionSql,
): Promise<void> {
  const read = async (sql: postgres.TransactionSql) => {
    const [row] = await sql<{ release: string; people: number }[]>`
      select social.version() as release,
        (select count(*)::integer from social.profiles) as people`
    return row ?? { release: 'none', people: 0 }
  }
  const [source, target] = [await read(from), await read(to)]
  if (source.release !== target.release) {
    throw new Problem(
      `The source has release ${source.release}, and the target has ${target.release}. Upgrade the older one first.`,
    )
  }
  if (target.people > 0) {
    throw new Problem(
      `The target has ${target.people} profiles, so a move would mix two apps. Move into a project without people. If an earlier restoration of auth.users created these profiles, delete them: delete from social.profiles`,
    )
  }
}

/**
 * The triggers of the tables would count, notify and queue files a second time. `trigger user`
 * leaves the foreign keys on, so that no row can refer to a missing one.
 */
async function empty(to: postgres.TransactionSql, tables: Table[]): Promise<void> {
  for (const { name } of tables) await to.unsafe(`alter table ${name} disable trigger user`)
  for (const { name } of [...tables].reverse()) await to.unsafe(`delete from ${name}`)
}

async function moveTable(
  from: postgres.TransactionSql,
  to: postgres.TransactionSql,
  { name, columns }: Table,
): Promise<number> {
  await copy([from, `select ${columns.join(', ')} from ${name}`], [to, name, columns])
  const count = async (sql: postgres.TransactionSql) => {
    const [row] = await sql.unsafe<{ count: number }[]>(
      `select count(*)::integer as count from ${name}`,
    )
    return row?.count ?? 0
  }
  const [there, here] = [await count(from), await count(to)]
  if (there !== here) {
    throw new Problem(`${name} has ${there} rows in the source, and ${here} came to the target.`)
  }
  return here
}

async function moveSequences(
  from: postgres.TransactionSql,
  to: postgres.TransactionSql,
): Promise<void> {
  const sequences = await from<{ name: string; value: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
    from pg_sequences where schemaname in ('social', 'social_private') and last_value is not null`
  for (const { name, value } of sequences) await to`select setval(${name}::regclass, ${value})`
}

async function verify(to: postgres.TransactionSql): Promise<string[]> {
  const wrong = await to<{ text: string }[]>`
    select object || ': ' || problem as text from social_private.repair_grants()
    union all
    select format('counter %s of %s is %s and should be %s', counter, subject_id, stored, actual)
    from social_private.verify_counters()`
  return wrong.map(({ text }) => text)
}
