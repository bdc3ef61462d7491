import { type Check, fine, installationCheck, todo } from './check.ts'

/** The failures of the worker in one queue, with the last error. */
interface Failures {
  queue: string
  count: number
  attempts: number
  error: string
}

const failedWork = installationCheck('failed work', async ({ link }, tx) => {
  const queues = await tx<Failures[]>`
    select queue, count(*)::integer as count, max(attempts) as attempts,
      (array_agg(error order by failed_at desc))[1] as error
    from social_private.failed_work group by queue order by queue`
  if (queues.length === 0) return fine('The worker has failed on no row and no file.')
  const lines = queues.map(
    ({ queue, count, attempts, error }) =>
      `${count} in ${queue}, after up to ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (${error})`,
  )
  return todo(
    `The worker fails on rows, and tries them again later: ${lines.join('; ')}. Remove the cause. The rows are in social_private.failed_work.`,
    link('sql/new'),
  )
})

const LOGS = ['auth.audit_log_entries', 'auth.flow_state']

/** The worker runs with the rights of the owner of its functions. */
const authLog = installationCheck('log of Auth', async ({ link }, tx) => {
  const kept = await tx<{ name: string }[]>`
    select name from unnest(${LOGS}::text[]) as name, pg_catalog.pg_proc
    where pg_proc.oid = to_regproc('social_private.erase_traces') and to_regclass(name) is not null
      and not (has_table_privilege(proowner, to_regclass(name), 'select')
        and has_table_privilege(proowner, to_regclass(name), 'delete'))`
  if (kept.length === 0) return fine('An erasure also deletes what Auth has logged.')
  const names = kept.map(({ name }) => name).join(' and ')
  return todo(
    `After an erasure, the address and the id of the person stay in ${names}, because the database role may not delete there. Let the owner of the tables run: grant select, delete on ${names.replace(' and ', ', ')} to postgres. Or switch off that Auth writes audit logs to the database.`,
    link('auth/audit-logs'),
  )
})

export const failureChecks: Check[] = [failedWork, authLog]
