/**
 * Processes an upload: checks the file, removes all metadata, creates the sizes that apps show, and
 * registers them. POST `{ upload_id, purpose? }` with the token of the person who uploaded the file,
 * or `{ profile_id, upload_id, purpose? }` with the secret key.
 *
 * Answers 200 `{ id, path, thumbnail_path, thumbhash, mime_type, width, height }`, or an error
 * `{ code, message, hint }`. A refused file is removed.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

const url = Deno.env.get('SUPABASE_URL') ?? ''
const auth = { persistSession: false, autoRefreshToken: false }

export default {
  fetch: createHandler({
    asPerson: (authorization, key) =>
      createClient(url, key ?? Deno.env.get('SUPABASE_ANON_KEY') ?? '', {
        auth,
        global: { headers: { authorization } },
      }),
    asProject: () => createClient(url, secretKey(), { auth }),
  }),
}

/** Hosted projects set the new keys as JSON by name, and the legacy key while it is enabled. */
function secretKey(): string {
  const keys = JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS') || '{}')
  return keys.default ?? Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? ''
}
