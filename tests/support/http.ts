import type { Person } from './people.ts'
import { stack } from './stack.ts'

/** A response of the Data API. */
export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the test expects it to be
  body: any
}

/**
 * The caller of a request. `nobody` sends only the publishable key, `secret` sends the secret key,
 * and a person sends the publishable key and an access token.
 */
export type Caller = Person | 'nobody' | 'secret'

/** Calls a function over HTTP, without the SDK. A function that writes must be called by POST. */
export function call(
  caller: Caller,
  name: string,
  args: Record<string, unknown> = {},
  method: 'GET' | 'POST' = 'POST',
): Promise<Answer> {
  if (method === 'POST') return send(caller, method, `rpc/${name}`, args)
  // PostgREST reads an array in a URL as a literal of Postgres.
  const text = (value: unknown) => (Array.isArray(value) ? `{${value}}` : `${value}`)
  const query = new URLSearchParams(Object.entries(args).map(([key, value]) => [key, text(value)]))
  return send(caller, method, `rpc/${name}?${query}`)
}

/** Sends one request to the Data API without the SDK. The default schema is social. */
export async function send(
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
  profile = 'social',
): Promise<Answer> {
  const headers = new Headers({
    apikey: caller === 'secret' ? stack.secretKey : stack.publishableKey,
    'accept-profile': profile,
    'content-profile': profile,
    'content-type': 'application/json',
  })
  if (typeof caller === 'object') {
    const { data } = await caller.supabase.auth.getSession()
    headers.set('authorization', `Bearer ${data.session?.access_token}`)
  }
  const response = await fetch(`${stack.url}/rest/v1/${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}
