import { Problem } from '../problem.ts'

export interface Answer {
  status: number
  /** The parsed JSON of the response. An empty object if the response is not a JSON object. */
  body: Record<string, unknown>
  headers: Headers
}

interface Request {
  /** The schema of the Data API. Without it, the Data API uses its default schema. */
  schema?: string
  headers?: Record<string, string>
  /** The JSON body of a POST request. Without it, the request is a GET request. */
  body?: unknown
}

const TIMEOUT_MS = 20_000

/** The HTTP interface of a project, with one key. */
export class Api {
  readonly url: string
  #key: string

  constructor(url: string, key: string) {
    this.url = url
    this.#key = key
  }

  /** Sends a request with the key. */
  send(path: string, { schema, headers, body }: Request = {}): Promise<Answer> {
    return this.#fetch(path, body, {
      apikey: this.#key,
      ...(schema && { 'accept-profile': schema }),
      ...headers,
    })
  }

  /** Sends a GET request without any key, as everybody on the internet can. */
  sendWithoutKey(path: string): Promise<Answer> {
    return this.#fetch(path, undefined, {})
  }

  async #fetch(path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'manual', // another server must not get the key
      })
      const { status, headers: answered } = response
      return { status, body: objectOf(await response.text()), headers: answered }
    } catch (error) {
      const { message, cause } = error as Error & { cause?: Error }
      throw new Problem(`No response from ${this.url}: ${cause?.message || message}`)
    }
  }
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : { value }
  } catch {
    return {}
  }
}

/** The code and the message of an error response, for a line of the command. */
export function reasonOf({ status, body }: Answer): string {
  const { code, error_code, message, msg } = body
  return [status, error_code ?? code, message ?? msg].filter(Boolean).join(' ')
}
