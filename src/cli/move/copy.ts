import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'

/** Copies the rows of a query into a table of another database, without holding them in memory. */
export async function copy(
  [from, query]: [sql: postgres.TransactionSql, query: string],
  [to, table, columns]: [sql: postgres.TransactionSql, table: string, columns: string[]],
): Promise<void> {
  const rows = await from.unsafe(`copy (${query}) to stdout`).readable()
  const into = await to.unsafe(`copy ${table} (${columns.join(', ')}) from stdin`).writable()
  await pipeline(rows, into)
}
