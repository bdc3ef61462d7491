/**
 * Processes an upload. Checks the file, removes all metadata, creates the sizes that apps show, and
 * registers them. A GET request returns the release of this function. Send a POST request with
 * `{ upload_id, purpose?, poster_id? }` and the token of the person who uploaded the file, or with
 * `{ profile_id, upload_id, purpose?, poster_id? }` and the secret key. `poster_id` is the id of an
 * uploaded picture that becomes the thumbnail of a video.
 *
 * Returns 200 with `{ id, path, medium_path, thumbnail_path, thumbhash, mime_type, width, height,
 * is_animation_dropped }`, or an error with `{ code, message, hint }`. A refused file is removed.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

const url = Deno.env.get('SUPABASE_URL') ?? ''
const auth = { persistSession: false, autoRefreshToken: false }

export default {
  fetch: createHandler({
    asPerson: (authorization, key) =>
      createClient(url, key || projectKey('PUBLISHABLE', 'ANON'), {
        auth,
        global: { headers: { authorization } },
      }),
    asProject: () => createClient(url, projectKey('SECRET', 'SERVICE_ROLE'), { auth }),
  }),
}

/**
 * Returns a key of the project. Hosted projects set SUPABASE_SECRET_KEYS and
 * SUPABASE_PUBLISHABLE_KEYS to JSON objects that map names to keys. While the legacy keys are
 * enabled, hosted projects also set SUPABASE_SERVICE_ROLE_KEY and SUPABASE_ANON_KEY.
 */
function projectKey(name: string, legacyName: string): string {
  const keys = JSON.parse(Deno.env.get(`SUPABASE_${name}_KEYS`) || '{}')
  return keys.default ?? Deno.env.get(`SUPABASE_${legacyName}_KEY`) ?? ''
}
