/**
 * The background worker. It permanently deletes rows and accounts that can no longer be restored.
 * It removes the files that are queued in social_private.file_deletions through the Storage API. It
 * builds one part of the export that has waited longest. Call it with the secret key on a schedule,
 * for example every minute.
 *
 * Overlapping, failed and repeated calls do no harm. Rows are deleted in transactions. A file is
 * reported as removed only after Storage has removed it.
 *
 * A GET request returns the release of this function. Send a POST request without a body. Returns 200
 * with `{ erased, removed, failed, exported, hasMore }`: the numbers of deleted rows, removed files,
 * files that Storage could not remove, and finished export parts. If `hasMore` is true, call the
 * function again at once.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

export default {
  fetch: createHandler((key) =>
    createClient(Deno.env.get('SUPABASE_URL') ?? '', key, { auth: { persistSession: false } }),
  ),
}
