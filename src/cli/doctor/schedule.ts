import type postgres from 'postgres'
import { type Check, fine, installationCheck, todo } from './check.ts'

/** With these options, `init` creates the job and stores the secret key. */
const INIT = 'npx supabase-social init --db-url … --url …'

/** A job of pg_cron that calls the worker. */
interface Job {
  active: boolean
  schedule: string
  status: string | null
  message: string | null
}

/**
 * Returns the job that calls the worker, with the result of its last run. Returns null without a
 * job, and undefined without pg_cron.
 */
async function jobIn(tx: postgres.TransactionSql): Promise<Job | null | undefined> {
  const [there] = await tx<{ jobs: boolean; runs: boolean }[]>`
    select to_regclass('cron.job') is not null as jobs,
      to_regclass('cron.job_run_details') is not null as runs`
  if (!there?.jobs) return undefined
  const [job] = await tx<(Job & { jobid: number })[]>`
    select jobid, active, schedule, null as status, null as message from cron.job
    where jobname = 'social worker' or command like '%/functions/v1/social-worker%'
    order by active desc limit 1`
  if (!job || !there.runs) return job ?? null
  const [run] = await tx`
    select status, return_message as message from cron.job_run_details
    where jobid = ${job.jobid} and status <> 'running' order by runid desc limit 1`
  return { ...job, ...run }
}

const schedule = installationCheck('schedule', async ({ link }, tx) => {
  const job = await jobIn(tx)
  const page = link('integrations/cron/jobs')
  if (!job) {
    const [without, first] =
      job === null
        ? ['pg_cron has no job', '']
        : ['This database has no pg_cron', 'Enable the extension pg_cron. Then ']
    return (await minutesSinceRun(tx)) < LATE_MINUTES
      ? fine(`${without}, but something else calls the worker.`)
      : todo(
          `${without}, and nothing calls the worker. ${first}${first ? 'run' : 'Run'} ${INIT}, which creates the job. Or run npx supabase-social work.`,
          page,
        )
  }
  if (!job.active) return todo('The job "social worker" is switched off. Switch it on.', page)
  if (job.status === 'failed') {
    const [line] = `${job.message ?? ''}`.split('\n')
    return todo(
      `The last run of the job "social worker" failed (${line}). ${INIT} creates it again.`,
      page,
    )
  }
  return fine(`The job "social worker" is on (${job.schedule}).`)
})

const LATE_MINUTES = 10

/** Returns the minutes since the last run of the worker, or infinity if it has never run. */
async function minutesSinceRun(tx: postgres.TransactionSql): Promise<number> {
  const [row] = await tx<{ minutes: number | null }[]>`
    select extract(epoch from now() - last_run_at)::float / 60 as minutes
    from social_private.worker_state`
  return row?.minutes ?? Number.POSITIVE_INFINITY
}

const REMEDY = `Run ${INIT}, which gives the job the right address and secret key, and read the log of the function.`

const lastRun = installationCheck('last run', async ({ link }, tx) => {
  const minutes = await minutesSinceRun(tx)
  const page = link('functions/social-worker/logs')
  if (minutes < LATE_MINUTES) return fine(`The worker ran ${ago(minutes)}.`)
  return Number.isFinite(minutes)
    ? todo(`The worker last ran ${ago(minutes)}, and should run every minute. ${REMEDY}`, page)
    : todo(`The worker has never run. ${REMEDY}`, page)
})

function ago(minutes: number): string {
  if (minutes < 1.5) return 'within the last minute'
  if (minutes < 120) return `${Math.round(minutes)} minutes ago`
  return `${Math.round(minutes / 60)} hours ago`
}

const files = installationCheck('files to delete', async ({ link }, tx) => {
  const [late] = await tx<{ count: number; attempts: number }[]>`
    select count(*)::integer as count, coalesce(max(attempts), 0) as attempts
    from social_private.file_deletions
    where due_at < now() - ${LATE_MINUTES} * interval '1 minute'
      and not social_private.is_evidence(path)
      and id not in (select row_id from social_private.failed_work where queue = 'files')`
  if (!late?.count) return fine('None waits.')
  const count = late.count === 1 ? '1 file waits' : `${late.count} files wait`
  return todo(
    `${count} for the worker, ${late.attempts > 0 ? `after up to ${late.attempts} attempts` : 'which has not tried yet'}. Read the log of the function social-worker.`,
    link('functions/social-worker/logs'),
  )
})

export const scheduleChecks: Check[] = [schedule, lastRun, files]
