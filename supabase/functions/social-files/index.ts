/**
 * Creates signed URLs of files. A GET request returns the release of this function. Send a POST
 * request with `{ paths, expires_in? }`, the publishable key, and the token of the caller if the
 * caller is signed in. `paths` are at most 200 paths of profile pictures, files of posts and exports.
 *
 * Returns 200 with `{ urls, expires_at }`, or an error with `{ code, message, hint }`. `urls` has a
 * URL for each path, without the address of the project. The URL is null if the file does not exist,
 * or if the caller may not read the file. `expires_at` is null if all URLs are null. The operator
 * sets the maximum lifetime of a URL in `config.signed_url_seconds`. `expires_in` can only shorten
 * it.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

const url = Deno.env.get('SUPABASE_URL') ?? ''
const auth = { persistSession: false, autoRefreshToken: false }

export default {
  fetch: createHandler({
    asCaller: (authorization, key) =>
      createClient(url, key || projectKey('PUBLISHABLE', 'ANON'), {
        auth,
        ...(authorization && { global: { headers: { authorization } } }),
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
