import { Problem } from '../problem.ts'
import { type Api, bodyOf, jsonRequest } from './http.ts'

/** The Storage API, called with the secret key, which no policy restricts. */
export class Storage {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Returns the creation time of a bucket in milliseconds, or `undefined` if there is no bucket. */
  async createdAt(bucket: string): Promise<number | undefined> {
    const response = await this.#api.send(`/storage/v1/bucket/${bucket}`)
    if (response.ok) return Date.parse(String((await bodyOf(response)).created_at))
    if (isMissing(response, await bodyOf(response.clone()))) return undefined
    throw await refused(response)
  }

  /** Removes files. Files that do not exist any more are no error. */
  async remove(bucket: string, paths: string[]): Promise<void> {
    const request = jsonRequest('DELETE', { prefixes: paths })
    const response = await this.#api.send(`/storage/v1/object/${bucket}`, request)
    if (!response.ok) throw await refused(response)
  }

  /** Removes an empty bucket. Returns false if it is not empty. */
  async removeBucket(bucket: string): Promise<boolean> {
    const response = await this.#api.send(`/storage/v1/bucket/${bucket}`, { method: 'DELETE' })
    if (response.ok || isMissing(response, await bodyOf(response.clone()))) return true
    if (/not empty/i.test(await response.clone().text())) return false
    throw await refused(response)
  }

  /** Downloads a file. Returns `undefined` if it does not exist any more. */
  async download(bucket: string, path: string): Promise<Response | undefined> {
    const name = path.split('/').map(encodeURIComponent).join('/')
    const response = await this.#api.send(`/storage/v1/object/${bucket}/${name}`)
    if (response.ok) return response
    if (isMissing(response, await bodyOf(response.clone()))) return undefined
    throw await refused(response)
  }
}

function isMissing({ status }: Response, { statusCode, code }: Record<string, unknown>): boolean {
  return status === 404 || String(statusCode) === '404' || /^NoSuch/.test(String(code))
}

async function refused(response: Response): Promise<Problem> {
  const { message, error } = await bodyOf(response)
  if (response.status === 401 || response.status === 403) {
    return new Problem('Storage rejects the key. SUPABASE_SECRET_KEY must be a secret key.')
  }
  return new Problem(
    `Storage responded with ${response.status} (${String(message ?? error ?? 'without a reason').slice(0, 200)}). Repeat the command. It continues where it stopped.`,
  )
}
