import type { PostgrestError } from 'npm:@supabase/supabase-js@2.109.0'

/** Any app may call, from any page: what counts is the token, never a cookie. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
}

/** To the question that a browser asks before it sends the request. */
export function preflight(): Response {
  return new Response(null, { headers: CORS })
}

export function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: CORS })
}

export function failed(status: number, code: string, message: string): Response {
  return answer(status, { code, message, hint: null })
}

/** A refusal of ours goes on as it is; what else the database says is nobody's business. */
export function explain({ code, message, details, hint }: PostgrestError, status: number) {
  if (/^PT\d{3}$/.test(code)) return answer(status, { code: message, message: details, hint })
  if (code === '42501') return failed(403, 'forbidden', 'Use the secret key.')
  if (status === 401) return failed(401, 'not_signed_in', 'Sign in first.')
  if (/^22/.test(code)) return failed(400, 'invalid_input', 'Send {"upload_id", "purpose"}.')
  console.error('ingest:', code, message)
  return failed(502, 'unknown', 'Something went wrong. Try again.')
}
