import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { note } from './failures.ts'

/** A file that is queued for deletion, as claim_file_deletions returns it. */
export interface Deletion {
  id: string
  bucket_id: string
  path: string
}

/** After so many failures in a row, find out whether Storage is down or the files are broken. */
const MOST_FAILURES = 3
/** No file has this path. */
const MISSING_FILE = 'missing-file'

/**
 * Removes files from a bucket and from the queue. Returns the number of removed files. Idempotent:
 * Storage reports no error for files that are already removed.
 *
 * One bad path makes Storage refuse all files of a request. So after an error, the function removes
 * each file in a request of its own, and notes the files that fail.
 */
export async function remove(
  supabase: SupabaseClient,
  bucket: string,
  deletions: Deletion[],
): Promise<number> {
  const error = await removeAll(supabase, bucket, deletions)
  if (!error) return deletions.length
  if (deletions.length === 1) {
    await note(supabase, 'files', idsOf(deletions), error)
    return 0
  }
  let removed = 0
  let failures = 0
  for (const deletion of deletions) {
    const isRemoved = (await remove(supabase, bucket, [deletion])) === 1
    removed += isRemoved ? 1 : 0
    failures = isRemoved ? 0 : failures + 1
    if (failures < MOST_FAILURES) continue
    const probe = await supabase.storage.from(bucket).remove([MISSING_FILE])
    if (probe.error) break
    failures = 0
  }
  return removed
}

async function removeAll(supabase: SupabaseClient, bucket: string, deletions: Deletion[]) {
  const removal = await supabase.storage.from(bucket).remove(deletions.map(({ path }) => path))
  if (removal.error) return removal.error
  const completion = await supabase
    .schema('social')
    .rpc('complete_file_deletions', { ids: idsOf(deletions) })
  return completion.error
}

const idsOf = (deletions: Deletion[]) => deletions.map(({ id }) => id)
