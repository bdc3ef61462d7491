import type { PostgrestError, SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { InvalidBody, readBody } from './body.ts'
import { buildExportPart } from './exports.ts'
import { codeOf } from './failures.ts'
import { type Deletion, remove } from './files.ts'
import { describe } from './release.ts'

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
 * Creates the handler of the edge function. The handler passes the key of the request on to the
 * database and to Storage, which decide what the key may do. So this function needs no secret.
 */
export function createHandler(connect: (key: string) => SupabaseClient) {
  return async (request: Request): Promise<Response> => {
    if (request.method === 'GET') return describe()
    const key = request.headers.get('apikey')
    if (request.method !== 'POST' || !key) {
      return answer(401, { code: 'forbidden', message: 'POST with the secret key.', hint: null })
    }
    const problem = await bodyProblem(request)
    if (problem) return problem
    const supabase = connect(key)
    const rows = await eraseRows(supabase)
    if (rows.problem?.status === 403) return rows.problem
    // An error of one task does not stop the other tasks. The answer reports it at the end.
    const files = await removeFiles(supabase)
    const exported = files.hasMore ? 0 : await buildExport(supabase)
    return (
      rows.problem ??
      files.problem ??
      answer(200, {
        ...{ erased: rows.erased, removed: files.removed, failed: files.failed, exported },
        hasMore: rows.hasMore || files.hasMore || exported > 0,
      })
    )
  }
}

/** The worker takes no arguments. A schedule may send an empty object. */
async function bodyProblem(request: Request): Promise<Response | undefined> {
  try {
    await readBody(request, {}, 'Send no body, or {}.')
    return undefined
  } catch (error) {
    return error instanceof InvalidBody ? answer(400, error) : Promise.reject(error)
  }
}

/** Erases rows until none is left, or until the limit of one call. */
async function eraseRows(supabase: SupabaseClient) {
  const total = { erased: 0, hasMore: true, problem: undefined as Response | undefined }
  for (let batch = 0; batch < MAX_BATCHES && total.hasMore; batch++) {
    const { data, error, status } = await supabase
      .schema('social')
      .rpc('run_maintenance', { max_rows: ROWS })
    if (error) return { ...total, problem: refusal(error, status) }
    total.erased += data.erased_rows
    total.hasMore = !data.is_done
  }
  return total
}

/** Removes queued files until none is left, or until the limit of one call. */
async function removeFiles(supabase: SupabaseClient) {
  const total = { removed: 0, failed: 0, hasMore: true, problem: undefined as Response | undefined }
  for (let batch = 0; batch < MAX_BATCHES && total.hasMore; batch++) {
    const { data, error, status } = await supabase
      .schema('social')
      .rpc('claim_file_deletions', { max_count: BATCH })
    if (error) return { ...total, hasMore: false, problem: refusal(error, status) }
    const claimed: Deletion[] = data ?? []
    for (const [bucket, deletions] of Map.groupBy(claimed, ({ bucket_id }) => bucket_id)) {
      const removed = await remove(supabase, bucket, deletions)
      total.removed += removed
      total.failed += deletions.length - removed
    }
    total.hasMore = claimed.length === BATCH
  }
  return total
}

/**
 * Builds at most one part of an export. If that fails, a later call builds the part after the lease
 * of the part has ended.
 */
async function buildExport(supabase: SupabaseClient): Promise<number> {
  try {
    return (await buildExportPart(supabase)) ? 1 : 0
  } catch (error) {
    console.error('export:', codeOf(error))
    return 0
  }
}

function refusal(error: PostgrestError, status: number): Response {
  return error.code === '42501' || status === 401
    ? answer(403, { code: 'forbidden', message: 'Use the secret key.', hint: null })
    : answer(502, { code: 'unknown', message: error.message, hint: error.hint })
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status })
}
