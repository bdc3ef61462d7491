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
      // Only the command itself asks for this mode. Its own waits do not count.
      const [row] = await sql<{ wait: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - waitstart) * 1000), 0)::float8
          as wait
        from pg_locks
        where not granted and mode <> 'AccessExclusiveLock'`
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
