import type { PostgrestError } from 'npm:@supabase/supabase-js@2.109.0'

/** Any app may call, from any page: what counts is the token, never a cookie. */
const CORS = { 'access-control-allow-origin': '*' }

/** To what a browser asks before it sends a request: with any header, as apps have their own. */
export function preflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers') ?? '*'
  const headers = {
    ...CORS,
    'access-control-allow-headers': asked,
    'access-control-max-age': '3600',
  }
  return new Response(null, { headers })
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
