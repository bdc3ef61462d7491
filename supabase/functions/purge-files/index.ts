/**
 * Removes the files that the database no longer wants (social_private.file_deletions) through the
 * Storage API. Call it with the secret key from a schedule, every minute say; calls may overlap,
 * fail and be repeated, because each takes a lease and reports only what is really gone.
 *
 * POST, no body. Answers 200 `{ removed, failed }`: numbers of files.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

export default {
  fetch: createHandler((key) =>
    createClient(Deno.env.get('SUPABASE_URL') ?? '', key, { auth: { persistSession: false } }),
  ),
}
