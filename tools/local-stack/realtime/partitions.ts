import type postgres from 'postgres'

/** The days that have a partition, counted from today. */
const DAYS = [-1, 0, 1, 2, 3]

/**
 * Creates the partitions of realtime.messages for yesterday, today and the next three days. A
 * message of a day without a partition is lost, as on a hosted project.
 */
export async function createPartitions(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(DAYS.map(partitionOf).join(';\n'))
}

/** Drops the partitions whose messages are older than three days. */
export async function dropOldPartitions(sql: postgres.Sql): Promise<void> {
  const oldest = dateIn(-3).replaceAll('-', '_')
  const old = await sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = to_regclass('realtime.messages')
      and inhrelid::regclass::text < ${`realtime.messages_${oldest}`}`
  for (const { name } of old) await sql.unsafe(`drop table ${name}`)
}

function partitionOf(day: number): string {
  const [from, to] = [dateIn(day), dateIn(day + 1)]
  return `create table if not exists realtime.messages_${from.replaceAll('-', '_')}
    partition of realtime.messages for values from ('${from}') to ('${to}')`
}

function dateIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
