import type postgres from 'postgres'
import { JOB, SECRETS } from './names.ts'
import { alreadyDone, done, left, type Outcome } from './steps.ts'

/** Removes the job of pg_cron that calls the worker, and the secrets of Vault that the job reads. */
export async function removeSchedule(sql: postgres.Sql): Promise<Outcome> {
  const removed = [...(await removeJob(sql)), ...(await removeSecrets(sql))]
  const others = await otherJobs(sql)
  if (others.length > 0) {
    const list = others.map(({ name }) => `\`select cron.unschedule('${name}')\``).join(', ')
    return left(`other jobs call supabase-social. Remove them: ${list}`)
  }
  return removed.length > 0 ? done(removed.join(', ')) : alreadyDone()
}

/** Whether pg_cron still has the job of the worker. */
export async function hasSchedule(sql: postgres.Sql): Promise<boolean> {
  if (!(await exists(sql, 'cron.job'))) return false
  const [job] = await sql`select from cron.job where jobname = ${JOB}`
  return job !== undefined
}

async function removeJob(sql: postgres.Sql): Promise<string[]> {
  if (!(await exists(sql, 'cron.job'))) return []
  const jobs = await sql<
    { jobid: string }[]
  >`select jobid::text from cron.job where jobname = ${JOB}`
  if (jobs.length === 0) return []
  if (await exists(sql, 'cron.job_run_details')) {
    await sql`delete from cron.job_run_details where jobid::text = any(${jobs.map(({ jobid }) => jobid)})`
  }
  await sql`select cron.unschedule(${JOB})`
  return [`removed the job ${JOB}`]
}

async function removeSecrets(sql: postgres.Sql): Promise<string[]> {
  if (!(await exists(sql, 'vault.secrets'))) return []
  const rows = await sql<{ name: string }[]>`
    delete from vault.secrets where name = any(${SECRETS}) returning name`
  return rows.map(({ name }) => `removed the secret ${name}`)
}

async function otherJobs(sql: postgres.Sql): Promise<{ name: string }[]> {
  if (!(await exists(sql, 'cron.job'))) return []
  return await sql<{ name: string }[]>`
    select coalesce(jobname, jobid::text) as name from cron.job
    where command ~ '/functions/v1/social-worker|\\msocial(_private)?\\.' order by 1`
}

async function exists(sql: postgres.Sql, relation: string): Promise<boolean> {
  const [row] = await sql`select to_regclass(${relation}) is not null as exists`
  return row?.exists === true
}
