import type { PostgrestError, SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { buildExportPart } from './exports.ts'
import { describe } from './release.ts'

/** A file that is queued for deletion, as claim_file_deletions returns it. */
type Deletion = { id: string; bucket_id: string; path: string }

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
    const supabase = connect(key)
    const total = { erased: 0, removed: 0, failed: 0, exported: 0, hasMore: true }
    for (let batch = 0; batch < MAX_BATCHES && total.hasMore; batch++) {
      const { data, error, status } = await supabase
        .schema('social')
        .rpc('run_maintenance', { max_rows: ROWS })
      if (error) return refusal(error, status)
      total.erased += data.erased_rows
      total.hasMore = !data.is_done
    }
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const { data, error, status } = await supabase
        .schema('social')
        .rpc('claim_file_deletions', { max_count: BATCH })
      if (error) return refusal(error, status)
      const claimed: Deletion[] = data ?? []
      for (const [bucket, deletions] of Map.groupBy(claimed, ({ bucket_id }) => bucket_id)) {
        const done = await remove(supabase, bucket, deletions)
        total[done ? 'removed' : 'failed'] += deletions.length
      }
      if (claimed.length === BATCH) continue
      total.exported = await buildExport(supabase)
      return answer(200, { ...total, hasMore: total.hasMore || total.exported > 0 })
    }
    return answer(200, { ...total, hasMore: true })
  }
}

/**
 * Builds at most one part of an export. If that fails, a later call builds the part after the lease
 * of the part has ended.
 */
async function buildExport(supabase: SupabaseClient): Promise<number> {
  try {
    return (await buildExportPart(supabase)) ? 1 : 0
  } catch (error) {
    console.error('export:', error)
    return 0
  }
}

function refusal(error: PostgrestError, status: number): Response {
  return error.code === '42501' || status === 401
    ? answer(403, { code: 'forbidden', message: 'Use the secret key.', hint: null })
    : answer(502, { code: 'unknown', message: error.message, hint: error.hint })
}

/**
 * Removes files from a bucket and from the queue. Returns whether that succeeded. Idempotent:
 * Storage reports no error for files that are already removed.
 */
async function remove(supabase: SupabaseClient, bucket: string, deletions: Deletion[]) {
  const removal = await supabase.storage.from(bucket).remove(deletions.map(({ path }) => path))
  if (removal.error) return false
  const completion = await supabase
    .schema('social')
    .rpc('complete_file_deletions', { ids: deletions.map(({ id }) => id) })
  return completion.error === null
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status })
}
