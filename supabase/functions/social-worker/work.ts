import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { buildExportPart } from './exports.ts'
import { codeOf } from './failures.ts'
import { type Deletion, remove } from './files.ts'

/**
 * The maximum number of files to claim at once. It must not exceed the setting `max rows` of the
 * Data API, for which docs/security.md recommends 101.
 */
const BATCH = 100
/** The maximum number of rows that one transaction deletes. */
const ROWS = 1000
/**
 * The maximum number of batches in one call. It limits the run time of the call. The next call
 * continues.
 */
const MAX_BATCHES = 50
/**
 * The milliseconds after the start until which a run begins batches of rows, and batches of files.
 * The schedule waits a minute for the answer, and the lease of a run ends after 90 seconds.
 */
const TIMES = { rows: 30_000, files: 45_000 }

/** A task that failed, and the code of its error. It contains no data of people. */
export interface Failure {
  task: string
  code: string
}

/** The answer of a run: what it did, whether more work is left, and what failed. */
export interface Work {
  erased: number
  removed: number
  failed: number
  exported: number
  hasMore: boolean
  errors: Failure[]
}

/** Does the work of one run and reports it to the database. An error of one task ends no other. */
export async function work(supabase: SupabaseClient, run_id: string): Promise<Work> {
  const total: Work = { erased: 0, removed: 0, failed: 0, exported: 0, hasMore: false, errors: [] }
  const start = Date.now()
  await attempt('rows', total, () => eraseRows(supabase, total, start + TIMES.rows))
  const areFilesLeft = await attempt('files', total, () =>
    removeFiles(supabase, total, start + TIMES.files),
  )
  if (!areFilesLeft) await attempt('exports', total, () => buildExport(supabase, total))
  await attempt('heartbeat', total, () => finish(supabase, run_id, total))
  return total
}

/** Runs one task. An error is noted in the total. Returns whether the task has work left. */
async function attempt(task: string, total: Work, run: () => Promise<boolean>): Promise<boolean> {
  try {
    const isLeft = await run()
    total.hasMore ||= isLeft
    return isLeft
  } catch (error) {
    console.error(`${task}:`, codeOf(error))
    note(total, { task, code: codeOf(error) })
    return false
  }
}

/** Notes each failure once, and at most 20, because a run has many batches. */
function note({ errors }: Work, { task, code }: Failure): void {
  const isNoted = errors.some((noted) => noted.task === task && noted.code === code)
  if (!isNoted && errors.length < 20) errors.push({ task, code })
}

/** Erases rows until none is left, or until the limit of one run. */
async function eraseRows(supabase: SupabaseClient, total: Work, until: number): Promise<boolean> {
  for (let batch = 0; batch < MAX_BATCHES && Date.now() < until; batch++) {
    const data = await call(supabase, 'run_maintenance', { max_rows: ROWS })
    total.erased += data.erased_rows
    for (const error of data.errors ?? []) note(total, error)
    if (data.is_done) return false
    // Somebody else holds the locks. The next run tries again.
    if (data.errors?.some(({ task }: Failure) => task === 'locks')) return true
  }
  return true
}

/** Removes queued files until none is left, or until the limit of one run. */
async function removeFiles(supabase: SupabaseClient, total: Work, until: number): Promise<boolean> {
  for (let batch = 0; batch < MAX_BATCHES && Date.now() < until; batch++) {
    const claimed: Deletion[] = await call(supabase, 'claim_file_deletions', { max_count: BATCH })
    for (const [bucket, deletions] of Map.groupBy(claimed, ({ bucket_id }) => bucket_id)) {
      const removed = await remove(supabase, bucket, deletions)
      total.removed += removed
      total.failed += deletions.length - removed
    }
    if (claimed.length < BATCH) return false
  }
  return true
}

/**
 * Builds at most one part of an export. If that fails, a later run builds the part after the lease
 * of the part has ended.
 */
async function buildExport(supabase: SupabaseClient, total: Work): Promise<boolean> {
  if (!(await buildExportPart(supabase))) return false
  total.exported++
  return true
}

/** Writes the heartbeat. Without it, the next run begins when the lease of this run has ended. */
async function finish(supabase: SupabaseClient, run_id: string, total: Work): Promise<boolean> {
  const { erased, removed, failed, exported, errors } = total
  const error = errors.map(({ task, code }) => `${task} ${code}`).join(', ')
  const args = { run_id, erased, removed, failed, exported, error }
  await call(supabase, 'finish_work', args).catch(() => call(supabase, 'finish_work', args))
  return false
}

/** Calls a function of the database. Throws the code of its error, or the status without a code. */
async function call(supabase: SupabaseClient, name: string, args: object) {
  const { data, error, status } = await supabase.schema('social').rpc(name, args)
  if (error) throw { code: error.code || status || 'network' }
  return data
}
