/**
 * The background worker. It permanently deletes rows and accounts that can no longer be restored.
 * It removes the files that are queued in social_private.file_deletions through the Storage API. It
 * builds one part of the export that has waited longest. Call it on a schedule, for example every
 * minute: with the key of the worker in the header `x-social-worker-key`, or with the secret key in
 * the header `apikey`.
 *
 * Failed and repeated calls do no harm, and only one run is under way at a time. Rows are deleted in
 * transactions. A file is reported as removed only after Storage has removed it.
 *
 * A GET request returns the release of this function. Send a POST request without a body, or with
 * `{ server }`, the server_id() of the database that calls. Returns 200 with
 * `{ project, erased, removed, failed, exported, hasMore, errors }`: the address of the project, the
 * numbers of deleted rows, removed files, files that Storage could not remove, and finished export
 * parts, and the tasks that failed. If `hasMore` is true, call the function again at once. Returns
 * `{ project, busy: true, … }` while another run is under way, 403 if the key is wrong, and 409 if
 * the server is another one than that of this project.
 *
 * `GET /health` returns 200 or 503 with `{ project, healthy, checks }`, for an uptime check.
 */
import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

const project = Deno.env.get('SUPABASE_URL') ?? ''
/** The milliseconds after which a call of the Data API has failed. */
const LIMIT = 20_000

/** Ends calls of the Data API that hang. Files may be large, so their requests may last longer. */
function fetchWithLimit(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input)
  if (!new URL(url).pathname.startsWith('/rest/v1/')) return fetch(input, init)
  return fetch(input, { ...init, signal: AbortSignal.timeout(LIMIT) })
}

const connect = (key: string) =>
  createClient(project, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: fetchWithLimit },
  })

export default {
  fetch: createHandler({
    project,
    asCaller: connect,
    asProject: () => connect(secretKey()),
  }),
}

/**
 * Returns the secret key of the project. Hosted projects set SUPABASE_SECRET_KEYS to a JSON object
 * that maps names to keys. While the legacy keys are enabled, they also set
 * SUPABASE_SERVICE_ROLE_KEY.
 */
function secretKey(): string {
  const keys = JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS') || '{}')
  return keys.default ?? Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? ''
}
