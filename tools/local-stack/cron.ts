import type postgres from 'postgres'

/**
 * Replaces pg_cron, which the local Postgres lacks. Checks every two seconds whether work is due.
 * If work is due, calls the edge function social-worker. The returned function stops the schedule
 * after the current call ends.
 */
export function startCron(sql: postgres.Sql, url: string, secretKey: string): () => Promise<void> {
  let running: Promise<void> | undefined
  let last = ''
  const report = (problem: string) => {
    // A problem that lasts is printed a single time.
    if (problem && problem !== last) console.error('worker:', problem)
    last = problem
  }
  const timer = setInterval(() => {
    running ??= run(sql, url, secretKey)
      .then(report, (error) => report(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        running = undefined
      })
  }, 2000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** Returns the problems of the worker, and an empty text if there are none. */
async function run(sql: postgres.Sql, url: string, secretKey: string): Promise<string> {
  return (await anyDue(sql)) ? purge(url, secretKey) : ''
}

async function anyDue(sql: postgres.Sql): Promise<boolean> {
  const [installed] = await sql`select to_regproc('social_private.is_work_due') as found`
  if (!installed?.found) return false
  const [row] = await sql`select social_private.is_work_due() as due`
  return row?.due
}

async function purge(url: string, secretKey: string): Promise<string> {
  const headers = { apikey: secretKey, 'content-type': 'application/json' }
  const target = `${url}/functions/v1/social-worker`
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(target, { method: 'POST', headers, body: '{}', signal })
  // The status 404 means that the project has no edge function social-worker. This is not an error.
  if (response.status === 404) return ''
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  // Tasks that failed do not stop the other tasks. An answer with `busy` reports no problem: another
  // run is under way.
  const { errors = [] }: { errors?: { task: string; code: string }[] } = JSON.parse(text)
  return errors.map(({ task, code }) => `${task} failed: ${code}`).join(', ')
}
