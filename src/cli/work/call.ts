import { withoutSecrets } from '../options.ts'
import { Problem } from '../problem.ts'

/**
 * The response of the edge function social-worker. The response counts deleted rows, removed files,
 * failed files and finished parts of exports, and says whether more work is left. An older release
 * answers without `busy` and `errors`.
 */
export interface Work {
  erased: number
  removed: number
  failed: number
  exported?: number
  hasMore: boolean
  /** Whether another run is under way, so that this call did nothing. */
  busy?: boolean
  /** The tasks that failed. The worker repeats them. */
  errors?: { task: string; code: string }[]
}

/** The time limits of a call: the longest time, and a signal that stops it before. */
export interface Limits {
  timeout: number
  stopped: AbortSignal
}

/** A call that failed, and that may succeed later. */
export class PassingFailure extends Error {}

/**
 * Calls the edge function social-worker. Throws a `Problem` if no later call can succeed either, and
 * a `PassingFailure` for every other failure.
 */
export async function callWorker(url: string, apikey: string, limits: Limits): Promise<Work> {
  const address = `${url}/functions/v1/social-worker`
  const late = AbortSignal.timeout(limits.timeout)
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { apikey },
      // A redirect could send the secret key to another server.
      redirect: 'manual',
      signal: AbortSignal.any([late, limits.stopped]),
    })
    const body = await response.text()
    refuse(response.status, address)
    if (!response.ok) throw new PassingFailure(failure(response, address, body))
    return readWork(body, address)
  } catch (error) {
    if (error instanceof Problem || error instanceof PassingFailure) throw error
    const { message, cause } = error as Error & { cause?: { message?: string } }
    const reason = late.aborted
      ? `it took longer than ${limits.timeout / 1000} seconds`
      : (cause?.message ?? message)
    throw new PassingFailure(`No response from ${address}: ${reason}.`)
  }
}

function refuse(status: number, address: string): void {
  if (status === 404) {
    throw new Problem(
      `${address} does not exist. Deploy it: supabase functions deploy social-worker`,
    )
  }
  if (status === 401 || status === 403) {
    throw new Problem(`${address} rejects the key. SUPABASE_SECRET_KEY must be a secret key.`)
  }
}

function failure({ status, headers }: Response, address: string, body: string): string {
  const target = headers.get('location')
  const text = target ? `leads to ${target}` : withoutSecrets(body.trim().slice(0, 300))
  return `${address} responded with ${status}${text && `: ${text}`}.`
}

function readWork(body: string, address: string): Work {
  try {
    const work = JSON.parse(body)
    if (typeof work?.hasMore === 'boolean') return work
  } catch {
    // Another server may answer with a page.
  }
  throw new PassingFailure(`${address} does not answer as the function social-worker does.`)
}
