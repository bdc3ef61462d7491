import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problem.ts'
import type { Item } from './archive.ts'

/** What the database made of a chunk. */
export interface TakenIn {
  imported_count: number
  existing_count: number
  problems: { index: number; code: string }[]
}

/** What became of a raw file. */
export type Ingested = 'ready' | 'refused' | 'not_found'

const TRIES = 4

/** A project, asked with its secret key. */
export class Project {
  readonly #url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.#url = url.replace(/\/$/, '')
    this.#key = key
  }

  /** The id of a person. */
  async profileId(username: string): Promise<string> {
    const name = encodeURIComponent(username.toLowerCase())
    const row = await this.#profile<{ id: string }>(`select=id&username=eq.${name}`)
    if (!row) throw new Problem(`Nobody has the username ${username}: let them sign up first.`)
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

  importArchive(profileId: string, kind: string, items: Item[]): Promise<TakenIn> {
    return this.call('import_items', { profile_id: profileId, kind, items })
  }

  /** Of the ids of posts and comments in an export those that are here already. */
  checkKnownIds(profileId: string, ids: unknown[]): Promise<string[]> {
    return this.call('check_imported_ids', { profile_id: profileId, ids })
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

  /** Puts a raw file into uploads, unless it is there; false where Storage takes no such file. */
  async upload(path: string, type: string, bytes: Uint8Array): Promise<boolean> {
    const response = await this.send(`/storage/v1/object/social-uploads/${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    if (response.status >= 500) throw await problem(response)
    return response.ok || /already exists|Duplicate/i.test(await response.text())
  }

  /** Has the edge function make what is stored of a raw file. */
  async ingest(profile_id: string, upload_id: string, purpose: string): Promise<Ingested> {
    const response = await this.send('/functions/v1/social-ingest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ profile_id, upload_id, purpose }),
    })
    if (response.ok) return 'ready'
    if ([413, 415, 422].includes(response.status)) return 'refused'
    if (/upload_not_found/.test(await response.clone().text())) return 'not_found'
    // A post is taken in once: rather stop than leave its photos out.
    throw await problem(response)
  }

  /** Sends a request, again when the project is out of breath: all that is sent may be repeated. */
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
    return new Problem('The project refuses the key: it must be the secret key.')
  }
  if (/PGRST(106|202|205)/.test(text)) {
    return new Problem('supabase-social is not installed in this project, or is older.')
  }
  return new Problem(`The project answers ${response.status}: ${text.slice(0, 300)}`)
}
