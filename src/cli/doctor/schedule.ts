import type postgres from 'postgres'
import { type Check, type Finding, fine, installationCheck, listOf, todo } from './check.ts'
import type { Project } from './project.ts'

/** With these options, `init` creates the job and the key of the worker. */
const INIT = 'npx supabase-social init --db-url … --url …'

/** A job of pg_cron that calls the worker. */
interface Job {
  active: boolean
  schedule: string
  command: string
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
    select jobid, active, schedule, command, null as status, null as message from cron.job
    where jobname = 'social worker'
      or command ~ 'social_private\\.call_worker\\(|/functions/v1/social-worker'
    order by active desc limit 1`
  if (!job || !there.runs) return job ?? null
  const [run] = await tx`
    select status, return_message as message from cron.job_run_details
    where jobid = ${job.jobid} and status <> 'running' order by runid desc limit 1`
  return { ...job, ...run }
}

const schedule = installationCheck('schedule', async ({ link, api }, tx) => {
  const job = await jobIn(tx)
  const page = link('integrations/cron/jobs')
  if (!job) return withoutJob(await healthOf(tx), job === null, page)
  if (!job.active) return todo('The job "social worker" is switched off. Switch it on.', page)
  if (job.status === 'failed') {
    const [line] = `${job.message ?? ''}`.split('\n')
    return todo(
      `The last run of the job "social worker" failed (${line}). ${INIT} creates it again.`,
      page,
    )
  }
  if (job.command.includes('social_secret_key')) {
    return todo(
      `The job "social worker" sends the secret key of the project, and every role with SQL can read the requests of pg_net. ${INIT} gives the worker a key of its own.`,
      page,
    )
  }
  const [, target] = /call_worker\('([^']*)'\)/.exec(job.command) ?? []
  if (target && api && target !== api.url) {
    return todo(
      `The job "social worker" calls ${target}, and not ${api.url}. If this is not the same project, run ${INIT}.`,
      page,
    )
  }
  return fine(
    `The job "social worker" is on (${job.schedule})${target ? ` and calls ${target}` : ''}.`,
  )
})

function withoutJob(health: Health[], hasCron: boolean, page: string | undefined): Finding {
  const without = hasCron ? 'pg_cron has no job' : 'This database has no pg_cron'
  return isHealthy(health, 'last run')
    ? fine(`${without}, but something else calls the worker.`)
    : todo(
        `${without}, and nothing calls the worker. Run ${INIT}, which enables the extensions and creates the job. Or run npx supabase-social work.`,
        page,
      )
}

/** A row of `social_private.worker_health()`. */
interface Health {
  subject: string
  is_healthy: boolean
  problem: string | null
}

async function healthOf(tx: postgres.TransactionSql): Promise<Health[]> {
  return tx<Health[]>`select subject, is_healthy, problem from social_private.worker_health()`
}

function isHealthy(health: Health[], subject: string): boolean {
  return health.some((row) => row.subject === subject && row.is_healthy)
}

/** A run of the worker that has ended. */
interface Run {
  minutes: number
  project: string
  erased: number
  removed: number
  failed: number
  exported: number
}

const lastRun = installationCheck('last run', async ({ link }, tx) => {
  const rows = (await healthOf(tx)).filter(({ subject }) => /^last (run|error)$/.test(subject))
  const problems = rows.flatMap(({ is_healthy, problem }) => (is_healthy ? [] : (problem ?? [])))
  const [run] = await tx<Run[]>`
    select extract(epoch from now() - finished_at)::float / 60 as minutes, project, erased, removed,
      failed, exported
    from social_private.worker_runs where finished_at is not null order by id desc limit 1`
  const said = run ? [described(run)] : []
  if (problems.length === 0) return fine(said.join(' '))
  const advice = [...said, ...problems, ...(await oldSqlOfPgNet(tx))].join(' ')
  return todo(advice, link('functions/social-worker/logs'))
})

function described({ minutes, project, erased, removed, failed, exported }: Run): string {
  const numbers = [
    `erased ${erased} rows`,
    `removed ${removed} files`,
    ...(failed > 0 ? [`failed on ${failed} files`] : []),
    ...(exported > 0 ? [`built ${exported} parts of exports`] : []),
  ]
  return `The worker of ${project} ran ${ago(minutes)}: ${numbers.join(', ')}.`
}

function ago(minutes: number): string {
  if (minutes < 1.5) return 'within the last minute'
  if (minutes < 120) return `${Math.round(minutes)} minutes ago`
  return `${Math.round(minutes / 60)} hours ago`
}

/** After an upgrade of the server, pg_net sends nothing until its SQL has the same version. */
async function oldSqlOfPgNet(tx: postgres.TransactionSql): Promise<string[]> {
  const [old] = await tx<{ installed: string; available: string }[]>`
    select installed_version as installed, default_version as available
    from pg_catalog.pg_available_extensions
    where name = 'pg_net' and installed_version <> default_version`
  if (!old) return []
  return [
    `The server has pg_net ${old.available}, and the database has ${old.installed}: run alter extension pg_net update.`,
  ]
}

const QUEUES = ['accounts', 'posts', 'comments', 'uploads', 'exports', 'files']

const overdue = installationCheck('overdue work', async ({ link }: Project, tx) => {
  const late = (await healthOf(tx)).filter(
    ({ subject, is_healthy }) => QUEUES.includes(subject) && !is_healthy,
  )
  if (late.length === 0) return fine('Nothing has waited too long for the worker.')
  return todo(
    listOf(late.map(({ subject, problem }) => `${subject}: ${problem}`)),
    link('functions/social-worker/logs'),
  )
})

export const scheduleChecks: Check[] = [schedule, lastRun, overdue]
