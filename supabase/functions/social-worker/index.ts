/**
 * The worker: erases what was deleted too long ago to be restored, and accounts that are due, then
 * removes the files that the database no longer wants (social_private.file_deletions) through the
 * Storage API, and builds a part of the export that waits longest. Call it with the secret key from a schedule, every minute say; calls may overlap,
 * fail and be repeated: rows go in transactions, and of a file only what is really gone is reported.
 *
 * POST, no body. Answers 200 `{ erased, removed, failed, exported, hasMore }`: rows, files, files that
 * Storage did not remove, parts of exports, and whether to call again at once.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

export default {
  fetch: createHandler((key) =>
    createClient(Deno.env.get('SUPABASE_URL') ?? '', key, { auth: { persistSession: false } }),
  ),
}
