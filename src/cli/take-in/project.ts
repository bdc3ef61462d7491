import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problem.ts'
import type { Item } from './archive.ts'

/** What the database made of a chunk. */
export interface TakenIn {
  taken_count: number
  known_count: number
  problems: { index: number; code: string }[]
}

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
    const response = await this.send(`/rest/v1/profiles?select=id&username=eq.${name}`, {
      headers: { 'accept-profile': 'social' },
    })
    if (!response.ok) throw await problem(response)
    const [row] = (await response.json()) as { id: string }[]
    if (!row) throw new Problem(`Nobody has the username ${username}: let them sign up first.`)
    return row.id
  }

  takeIn(profileId: string, kind: string, items: Item[]): Promise<TakenIn> {
    return this.call('take_in', { profile_id: profileId, kind, items })
  }

  /** Of the ids of posts and comments in an export those that are here already. */
  checkKnownIds(profileId: string, ids: unknown[]): Promise<string[]> {
    return this.call('check_known_ids', { profile_id: profileId, ids })
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
