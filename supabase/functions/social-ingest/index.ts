/**
 * Ingests an upload: checks its bytes, drops all metadata, makes the sizes that are shown, and
 * registers them. POST `{ upload_id, purpose? }` with the token of whoever uploaded it, or, with the
 * secret key, `{ profile_id, upload_id, purpose? }`.
 *
 * Answers 200 `{ id, path, thumbnail_path, thumbhash, mime_type, width, height }`, or
 * `{ code, message, hint }`; a file that is refused is removed.
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

/** Hosted gives the new keys as JSON, by name, and the old one beside it as long as it has one. */
function secretKey(): string {
  const keys = JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS') || '{}')
  return keys.default ?? Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? ''
}
