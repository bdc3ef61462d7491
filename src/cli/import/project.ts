import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problem.ts'
import type { Item } from './archive.ts'

/** The result of one call of `import_items`. */
export interface ImportResult {
  imported_count: number
  existing_count: number
  problems: { index: number; code: string }[]
}

/** A raw file to process, and the id of the raw poster of a video. */
export interface Ingested {
  upload_id: string
  purpose: 'post' | 'avatar'
  poster_id?: string | undefined
}

/** The result of processing a raw file with the edge function social-ingest. */
export type IngestResult = 'ready' | 'refused' | 'not_found'

const TRIES = 4

/** Calls the HTTP APIs of a Supabase project with its secret key. */
export class Project {
  readonly #url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.#url = url.replace(/\/$/, '')
    this.#key = key
  }

  /** Returns the id of the profile that has the given username. */
  async profileId(username: string): Promise<string> {
    const name = encodeURIComponent(username.toLowerCase())
    const row = await this.#profile<{ id: string }>(`select=id&username=eq.${name}`)
    if (!row)
      throw new Problem(`Nobody has the username ${username}. The person must sign up first.`)
    return row.id
  }

  async hasAvatar(profileId: string): Promise<boolean> {
    const query = `select=avatar_path&id=eq.${profileId}`
    const row = await this.#profile<{ avatar_path: string | null }>(query)
    return Boolean(row?.avatar_path)
  }

  async #profile<Row>(query: string): Promise<Row | undefined> {
    const headers = { 'accept-profile': 'social' }
    const response = await this.send(`/rest/v1/profiles?${query}`, { headers })
    if (!response.ok) throw await problem(response)
    const [row] = (await response.json()) as Row[]
    return row
  }

  importItems(profileId: string, kind: string, items: Item[]): Promise<ImportResult> {
    return this.call('import_items', { profile_id: profileId, kind, items })
  }

  /**
   * Takes the ids of exported posts and comments. Returns only the ids that are already imported.
   */
  existingIds(profileId: string, ids: unknown[]): Promise<string[]> {
    return this.call('imported_ids', { profile_id: profileId, ids })
  }

  async call<T>(name: string, args: object): Promise<T> {
    const response = await this.send(`/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-profile': 'social' },
      body: JSON.stringify(args),
    })
    if (!response.ok) throw await problem(response)
    return (await response.json()) as T
  }

  /**
   * Uploads a raw file, unless Storage already has the file. Returns false if Storage rejects the
   * file.
   */
  async upload(path: string, type: string, bytes: Uint8Array): Promise<boolean> {
    const response = await this.send(`/storage/v1/object/social-uploads/${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    if (response.status >= 500) throw await problem(response)
    return response.ok || /already exists|Duplicate/i.test(await response.text())
  }

  /** Calls the edge function that processes a raw file. */
  async ingest(profile_id: string, media: Ingested): Promise<IngestResult> {
    const response = await this.send('/functions/v1/social-ingest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ profile_id, ...media }),
    })
    if (response.ok) return 'ready'
    if ([413, 415, 422].includes(response.status)) return 'refused'
    if (/upload_not_found/.test(await response.clone().text())) return 'not_found'
    // Any other error stops the import, because the import cannot add this photo to the post later.
    throw await problem(response)
  }

  /**
   * Sends a request, and repeats the request after network and server errors. Repeating is safe,
   * because every request of the import is idempotent.
   */
  async send(path: string, { headers, ...request }: RequestInit = {}): Promise<Response> {
    const auth = { apikey: this.#key, authorization: `Bearer ${this.#key}` }
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(this.#url + path, {
          ...request,
          headers: { ...auth, ...(headers as Record<string, string>) },
        })
        if (response.status < 500 || attempt === TRIES) return response
      } catch (error) {
        if (attempt === TRIES) {
          const { cause, message } = error as Error
          throw new Problem(`Cannot reach ${this.#url}: ${(cause as Error)?.message ?? message}`)
        }
      }
      await wait(250 * 4 ** (attempt - 1))
    }
  }
}

async function problem(response: Response): Promise<Problem> {
  const text = await response.text()
  if (response.status === 401 || /42501|permission denied/.test(text)) {
    return new Problem('The project rejects the key. It must be a secret key.')
  }
  if (/PGRST(106|202|205)/.test(text)) {
    return new Problem(
      'supabase-social is not installed in this project, or its version is too old.',
    )
  }
  return new Problem(`The project responded with ${response.status}: ${text.slice(0, 300)}`)
}
