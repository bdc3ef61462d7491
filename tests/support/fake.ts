import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { createSocial, type Social } from '../../src/sdk/client.ts'

/** A request that the client sent to the fake server. */
export interface Sent {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: unknown
}

/** The response of a fake server: a body with its status, or an error that fetch throws. */
export type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Error

/** Creates a real supabase-js client that sends its requests to a fake server. */
export function fake(answer: (request: Sent, index: number) => Answer | Promise<Answer>): {
  supabase: SupabaseClient
  social: Social
  sent: Sent[]
} {
  const sent: Sent[] = []
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input))
    const { method = 'GET', body } = init
    const request = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(init.headers),
      body: typeof body === 'string' ? JSON.parse(body) : body,
    }
    sent.push(request)
    const reply = await answer(request, sent.length - 1)
    if (reply instanceof Error) throw reply
    const status = reply.status ?? 200
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null)
    return new Response(status === 204 ? null : text, { status, headers: reply.headers ?? {} })
  }
  const supabase = createClient('http://localhost', 'sb_publishable_test', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch },
  })
  return { supabase, social: createSocial(supabase), sent }
}
