import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../problem.ts'

const TRIES = 4

/** Sends requests to the project with one key, and repeats them after network and server errors. */
export class Api {
  readonly url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.url = url
    this.#key = key
  }

  async send(path: string, init: RequestInit = {}, tries = TRIES): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#sendOnce(path, init).catch((error: Error) => error)
      if (response instanceof Response && (response.status < 500 || attempt === tries))
        return response
      if (response instanceof Error && attempt === tries) {
        const reason = (response.cause as Error | undefined)?.message || response.message
        throw new Problem(`${this.url} does not respond: ${reason}`)
      }
      await wait(200 * 3 ** attempt)
    }
  }

  #sendOnce(path: string, { headers, ...init }: RequestInit): Promise<Response> {
    return fetch(this.url + path, {
      ...init,
      headers: {
        apikey: this.#key,
        authorization: `Bearer ${this.#key}`,
        ...(headers as Record<string, string>),
      },
    })
  }
}

/** A request with a JSON body. */
export function jsonRequest(method: string, body: object, headers: object = {}): RequestInit {
  const type = { 'content-type': 'application/json' }
  return { method, headers: { ...type, ...headers }, body: JSON.stringify(body) }
}

/** Reads the JSON body of an answer. A body that is not a JSON object is like an empty object. */
export async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(await response.text())
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
