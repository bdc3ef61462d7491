import type { PostgrestError, SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { InvalidBody, readBody } from './body.ts'
import { sha256 } from './digest.ts'
import { describe } from './release.ts'
import { work } from './work.ts'

/** What the handler needs from its surroundings. */
export interface Host {
  /** The address of the project on which this function works. */
  project: string
  /** Connects with the key of the caller. The database decides what this key may do. */
  asCaller: (key: string) => SupabaseClient
  /** Connects with the secret key of the project. */
  asProject: () => SupabaseClient
}

/** Who calls: a client for the database, and the hash of the worker key, if that is the key. */
interface Caller {
  supabase: SupabaseClient
  key_hash?: string
}

const HINT = 'Send no body, {}, or { "server": "…" } with the server_id() of the database.'

/**
 * Creates the handler of the edge function. The schedule sends the key of the worker, which can do
 * nothing else. The database compares its hash, so that no log of the database contains the key. A
 * caller with the secret key sends it as `apikey`, and the handler passes it on to the database.
 */
export function createHandler(host: Host) {
  return async (request: Request): Promise<Response> => {
    const isHealth = new URL(request.url).pathname.endsWith('/health')
    if (request.method === 'GET' && !isHealth) return describe()
    const method = isHealth ? 'GET' : 'POST'
    const caller = await callerOf(request, host)
    if (!caller || request.method !== method) {
      const message = `${method} with the key of the worker, or with the secret key.`
      return answer(401, { code: 'forbidden', message, hint: null })
    }
    return isHealth ? await health(caller, host) : await run(request, caller, host)
  }
}

/** An empty key is no key: without a hash, the database would not compare any. */
async function callerOf(request: Request, host: Host): Promise<Caller | undefined> {
  const workerKey = request.headers.get('x-social-worker-key')
  if (workerKey) return { supabase: host.asProject(), key_hash: await sha256(workerKey) }
  const key = request.headers.get('apikey')
  return key ? { supabase: host.asCaller(key) } : undefined
}

async function run(request: Request, { supabase, key_hash }: Caller, host: Host) {
  const server = await serverOf(request)
  if (server instanceof Response) return server
  const { project } = host
  const begun = await supabase
    .schema('social')
    .rpc('begin_work', { project: project.slice(0, 200), server, key_hash })
  if (begun.error) return refusal(begun.error, begun.status)
  if (!begun.data) return answer(200, { project, busy: true, ...nothing })
  return answer(200, { project, ...(await work(supabase, begun.data)) })
}

const nothing = { erased: 0, removed: 0, failed: 0, exported: 0, hasMore: false, errors: [] }

/** Reads the name of the server that calls. A schedule may send an empty object, or no body. */
async function serverOf(request: Request): Promise<string | undefined | Response> {
  try {
    const { server } = await readBody(request, {}, HINT)
    if (server === undefined || (typeof server === 'string' && server.length <= 100)) return server
    return answer(400, new InvalidBody('The field server is not valid.', HINT))
  } catch (error) {
    return error instanceof InvalidBody ? answer(400, error) : Promise.reject(error)
  }
}

/** Tells an uptime check whether the worker runs and what is overdue. */
async function health({ supabase, key_hash }: Caller, { project }: Host): Promise<Response> {
  const read = await supabase.schema('social').rpc('worker_health', { key_hash })
  if (read.error) return refusal(read.error, read.status)
  const checks: { is_healthy: boolean }[] = read.data
  const healthy = checks.every(({ is_healthy }) => is_healthy)
  return answer(healthy ? 200 : 503, { project, healthy, checks })
}

function refusal(error: PostgrestError, status: number): Response {
  if (error.message === 'worker_project_differs') {
    return answer(409, { code: error.message, message: error.details, hint: error.hint })
  }
  if (error.message === 'worker_key_invalid' || error.code === '42501' || status === 401) {
    const message = 'Use the key of the worker or the secret key.'
    return answer(403, { code: 'forbidden', message, hint: null })
  }
  return answer(502, { code: 'unknown', message: error.message, hint: error.hint ?? null })
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status })
}
