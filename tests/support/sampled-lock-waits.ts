import postgres from 'postgres'

/**
 * Measures how long connections of a database wait for locks. Samples every few milliseconds since
 * when each of them waits, so the busy processor of a test machine does not count.
 */
export async function sampleLockWaits(databaseUrl: string): Promise<{ stop(): Promise<number> }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  let longest = 0
  let isStopped = false
  await sql`select 1`
  const watching = (async () => {
    while (!isStopped) {
      // Only the command itself asks for this mode. Its own waits do not count. The Data API reads
      // information_schema, which opens every table: it waits for ours while they are dropped, and
      // no person waits with it. Its query is known by the beginning, the rest is not shown.
      const [row] = await sql<{ wait: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart) * 1000), 0)::float8
          as wait
        from pg_locks
        join pg_stat_activity using (pid)
        left join pg_class on pg_class.oid = pg_locks.relation
        where not granted and mode <> 'AccessExclusiveLock' and not coalesce(
          query ~ '^\\s*SELECT\\s+cols\\.table_name' and relnamespace::regnamespace::text ~ '^social(_private)?$',
          false)`
      longest = Math.max(longest, row?.wait ?? 0)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  return {
    async stop() {
      isStopped = true
      await watching
      await sql.end()
      return longest
    },
  }
}
