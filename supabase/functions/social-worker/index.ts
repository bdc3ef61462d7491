/**
 * The worker permanently deletes rows and accounts that can no longer be restored, removes the files
 * queued in social_private.file_deletions through the Storage API, and builds one part of the export
 * that has waited longest. Call it with the secret key on a schedule, for example every minute. Calls
 * may overlap, fail and be repeated: rows are deleted in transactions, and a file is only reported
 * as removed when Storage has removed it.
 *
 * POST without a body. Answers 200 `{ erased, removed, failed, exported, hasMore }`: the numbers of
 * deleted rows, removed files, files that Storage did not remove and parts of exports, and whether
 * to call again at once.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

export default {
  fetch: createHandler((key) =>
    createClient(Deno.env.get('SUPABASE_URL') ?? '', key, { auth: { persistSession: false } }),
  ),
}
