import type postgres from 'postgres'
import { Problem } from '../problem.ts'

/** The name of the cron job, and of the secret in Vault. */
export const JOB = 'social worker'
export const SECRET = 'social_secret_key'
const EVERY_MINUTE = '* * * * *'

/** The statement that the cron job runs: a call of the edge function social-worker. */
function command(url: string): string {
  const address = `${url}/functions/v1/social-worker`.replace(/['$\\]/g, encodeURIComponent)
  return `
  select net.http_post(
    url := '${address}',
    headers := jsonb_build_object('apikey', (
      select decrypted_secret from vault.decrypted_secrets where name = '${SECRET}')),
    timeout_milliseconds := 60000 -- pg_net's default of 5 seconds would cancel a longer run
  )
`
}

/** The SQL that schedules the worker, with a placeholder for the secret key. */
export function scheduleSql(url: string): string {
  return `select vault.create_secret('sb_secret_…', '${SECRET}');

select cron.schedule('${JOB}', '${EVERY_MINUTE}', $$${command(url)}$$);`
}

/** The extensions of a schedule that a database lacks. */
export async function missingExtensions(sql: postgres.Sql): Promise<string[]> {
  const [has] = await sql<{ cron: boolean; net: boolean; vault: boolean }[]>`
    select to_regprocedure('cron.schedule(text, text, text)') is not null as cron,
      exists (
        select from pg_proc where proname = 'http_post'
          and pronamespace = to_regnamespace('net')::oid
      ) as net,
      to_regclass('vault.decrypted_secrets') is not null as vault`
  return [
    ...(has?.cron ? [] : ['pg_cron']),
    ...(has?.net ? [] : ['pg_net']),
    ...(has?.vault ? [] : ['supabase_vault']),
  ]
}

/** What `schedule` did. `kept` means that the user changed the job, and that it stays so. */
export type Scheduled = 'created' | 'updated' | 'unchanged' | 'kept'

/**
 * Schedules the worker. Repeated calls leave one job and one secret. A job that calls this project
 * in another rhythm stays as it is.
 */
export async function schedule(
  sql: postgres.Sql,
  url: string,
  secretKey: string,
): Promise<Scheduled> {
  try {
    return await sql.begin(async (transaction) => {
      const isNewSecret = await storeSecret(transaction, secretKey)
      const job = await storeJob(transaction, url)
      return job === 'unchanged' && isNewSecret ? 'updated' : job
    })
  } catch (error) {
    // The error of a failed statement may repeat its parameters, and one of them is the secret key.
    const { message = '', code = '' } = error as { message?: string; code?: string }
    throw new Problem(
      `The worker could not be scheduled: ${message.replaceAll(secretKey, 'sb_secret_…')} ${code}`,
    )
  }
}

async function storeSecret(sql: postgres.TransactionSql, secretKey: string): Promise<boolean> {
  const [stored] = await sql<{ id: string; isSame: boolean }[]>`
    select id, decrypted_secret = ${secretKey} as "isSame"
    from vault.decrypted_secrets where name = ${SECRET}`
  if (stored?.isSame) return false
  if (stored) await sql`select vault.update_secret(${stored.id}::uuid, ${secretKey})`
  else await sql`select vault.create_secret(${secretKey}, ${SECRET})`
  return true
}

async function storeJob(sql: postgres.TransactionSql, url: string): Promise<Scheduled> {
  const wanted = command(url)
  const jobs = await sql<{ schedule: string; command: string }[]>`
    select schedule, command from cron.job where jobname = ${JOB}`
  const [job] = jobs
  if (job?.schedule === EVERY_MINUTE && job.command === wanted) return 'unchanged'
  if (job?.command.includes(`'${url}/functions/v1/social-worker'`)) return 'kept'
  await sql`select cron.schedule(${JOB}, ${EVERY_MINUTE}, ${wanted})`
  return job ? 'updated' : 'created'
}
