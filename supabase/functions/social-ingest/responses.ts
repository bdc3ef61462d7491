import type { PostgrestError } from 'npm:@supabase/supabase-js@2.109.0'

/** Every origin may call: the token authorizes a call, never a cookie. */
const CORS = { 'access-control-allow-origin': '*' }

/** Answers the CORS preflight; every header is allowed, because apps add headers of their own. */
export function preflight(request: Request): Response {
  const requestedHeaders = request.headers.get('access-control-request-headers') ?? '*'
  const headers = {
    ...CORS,
    'access-control-allow-headers': requestedHeaders,
    'access-control-max-age': '3600',
  }
  return new Response(null, { headers })
}

export function jsonResponse(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: CORS })
}

export function errorResponse(status: number, code: string, message: string): Response {
  return jsonResponse(status, { code, message, hint: null })
}

/** Passes on the errors of social.* functions; all other database errors could leak internals. */
export function fromDatabaseError(
  { code, message, details, hint }: PostgrestError,
  status: number,
) {
  if (/^PT\d{3}$/.test(code)) return jsonResponse(status, { code: message, message: details, hint })
  if (code === '42501') return errorResponse(403, 'forbidden', 'Use the secret key.')
  if (status === 401) return errorResponse(401, 'not_signed_in', 'Sign in first.')
  if (/^22/.test(code)) return errorResponse(400, 'invalid_input', 'Send {"upload_id", "purpose"}.')
  console.error('social-ingest:', code, message)
  return errorResponse(502, 'unknown', 'Something went wrong. Try again.')
}
