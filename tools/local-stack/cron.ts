import type postgres from 'postgres'

/**
 * Replaces pg_cron, which the local Postgres lacks. Checks every two seconds whether work is due.
 * If work is due, calls the edge function social-worker. The returned function stops the schedule
 * after the current call ends.
 */
export function startCron(sql: postgres.Sql, url: string, secretKey: string): () => Promise<void> {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= run(sql, url, secretKey).finally(() => {
      running = undefined
    })
  }, 2000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

async function run(sql: postgres.Sql, url: string, secretKey: string): Promise<void> {
  try {
    if (await anyDue(sql)) await purge(url, secretKey)
  } catch (error) {
    console.error('worker:', error instanceof Error ? error.message : error)
  }
}

async function anyDue(sql: postgres.Sql): Promise<boolean> {
  const [installed] = await sql`select to_regproc('social_private.is_work_due') as found`
  if (!installed?.found) return false
  const [row] = await sql`select social_private.is_work_due() as due`
  return row?.due
}

async function purge(url: string, secretKey: string): Promise<void> {
  const headers = { apikey: secretKey, 'content-type': 'application/json' }
  const target = `${url}/functions/v1/social-worker`
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(target, { method: 'POST', headers, body: '{}', signal })
  // The status 404 means that the project has no edge function social-worker. This is not an error.
  if (!response.ok && response.status !== 404) throw new Error(await response.text())
}
