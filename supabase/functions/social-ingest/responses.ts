import type { PostgrestError } from 'npm:@supabase/supabase-js@2.109.0'

/**
 * Web pages of every origin may call this edge function. That is safe, because a call is authorized
 * by a token and never by a cookie.
 */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after',
}

/**
 * Responds to a CORS preflight request. Allows every header, because apps add their own headers.
 */
export function preflight(request: Request): Response {
  const requestedHeaders = request.headers.get('access-control-request-headers') ?? '*'
  const headers = {
    ...CORS,
    'access-control-allow-headers': requestedHeaders,
    'access-control-max-age': '3600',
  }
  return new Response(null, { headers })
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return Response.json(body, { status, headers: { ...CORS, ...headers } })
}

export function errorResponse(status: number, code: string, message: string): Response {
  return jsonResponse(status, { code, message, hint: null })
}

/**
 * Converts a database error into a response. Passes on the errors of social.* functions. Hides all
 * other database errors, because they could reveal internal details.
 */
export function fromDatabaseError(
  { code, message, details, hint }: PostgrestError,
  status: number,
) {
  if (/^PT\d{3}$/.test(code)) {
    return jsonResponse(status, { code: message, message: details, hint }, waitIn(hint))
  }
  if (code === '42501') return errorResponse(403, 'forbidden', 'Use the secret key.')
  if (status === 401) return errorResponse(401, 'not_signed_in', 'Sign in first.')
  if (/^22/.test(code)) return errorResponse(400, 'invalid_input', 'Send {"upload_id", "purpose"}.')
  console.error('social-ingest:', code, message)
  return errorResponse(502, 'unknown', 'Something went wrong. Try again.')
}

/**
 * Returns the header with the seconds to wait, if the hint names them. The Data API sends the same
 * header, which supabase-js does not pass on.
 */
function waitIn(hint: string | null): Record<string, string> {
  const seconds = /^Try again in (\d+) seconds\.$/.exec(hint ?? '')?.[1]
  return seconds ? { 'retry-after': seconds } : {}
}
