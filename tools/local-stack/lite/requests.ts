const MIB = 1024 * 1024

/**
 * Returns the largest body that a request may have. The largest bucket of the migrations accepts
 * files of 100 MiB.
 */
export function bodyLimit(path: string): number {
  return path.startsWith('/storage/v1/') ? 101 * MIB : 10 * MIB
}

/**
 * Refuses malformed tokens, operators as arguments, NUL characters and half surrogates. PostgREST
 * refuses such requests too. Defect of @supabase/lite 0.10.0: lite accepts such requests.
 */
export function refuseDataRequest(
  request: Request,
  body: Buffer | undefined,
): Response | undefined {
  const token = /^Bearer (.*)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  const parts = token?.split('.').length ?? 0
  if (token && !token.startsWith('sb_') && parts !== 3) {
    return postgrestError(401, 'PGRST301', `Expected 3 parts in JWT; got ${parts}`)
  }
  const word = request.method === 'GET' ? operatorAlone(new URL(request.url)) : undefined
  if (word) {
    const details = 'unexpected end of input'
    return postgrestError(400, 'PGRST100', `"failed to parse filter (${word})"`, details)
  }
  if (body && isJson(request) && holdsNul(body.toString())) {
    const details = '\\u0000 cannot be converted to text.'
    return postgrestError(400, '22P05', 'unsupported Unicode escape sequence', details)
  }
  if (body && isJson(request) && HALF_A_PAIR.test(body.toString())) {
    const details = 'Unicode low surrogate must follow a high surrogate.'
    return postgrestError(400, '22P02', 'invalid input syntax for type json', details)
  }
  return undefined
}

function isJson(request: Request): boolean {
  return /json/.test(request.headers.get('content-type') ?? '')
}

/**
 * Returns the first URL argument whose value is the name of an operator, such as `like`. PostgREST
 * reads the value `like` as a filter, so it rejects a GET request that searches for "like". Defect
 * of @supabase/lite 0.10.0: lite accepts the request.
 */
function operatorAlone(url: URL): string | undefined {
  if (!url.pathname.startsWith('/rest/v1/rpc/')) return undefined
  return [...url.searchParams.values()].find((value) => OPERATOR.test(value))
}

const OPERATOR =
  /^(is|in|eq|neq|gte?|lte?|i?like|i?match|cs|cd|ov|sl|sr|nxr|nxl|adj|(pl|ph|w)?fts)$/

/**
 * Matches an escaped surrogate without its other half. JSON.parse accepts it, but Postgres does
 * not.
 */
const HALF_A_PAIR =
  /(?<!\\)(?:\\\\)*(?:\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f])/i

/**
 * Tells whether a JSON text contains the NUL character `\u0000`, which Postgres cannot store.
 * `\\u0000`, with an escaped backslash, is no NUL character.
 */
function holdsNul(json: string): boolean {
  return /(?<!\\)(\\\\)*\\u0000/.test(json)
}

function postgrestError(status: number, code: string, message: string, details?: string): Response {
  return Response.json({ code, details: details ?? null, hint: null, message }, { status })
}

/**
 * Converts an error to the format of GoTrue, which depends on the API version that the client asks
 * for. Defect of @supabase/lite 0.10.0: lite has one format, and another after unexpected failures.
 */
export async function answerAsGotrue(request: Request, response: Response): Promise<Response> {
  if (response.status < 400) return response
  const msg = 'Unexpected failure, please check server logs for more information'
  const unexpected = { code: 500, error_code: 'unexpected_failure', msg }
  const copy = response.clone()
  const answer = await copy.json().catch(() => undefined)
  const isKnown = answer !== undefined && 'error_code' in answer
  if (!isKnown && response.status !== 500) return response
  // The gateway of a hosted project makes a token of the key. This token names no person.
  const isKeyAlone = /^(Bearer sb_.*)?$/.test(request.headers.get('authorization') ?? '')
  if (isKeyAlone && answer?.error_code === 'no_authorization') {
    Object.assign(answer, { code: 403, error_code: 'bad_jwt', msg: 'missing sub claim' })
  }
  const { shown, code: status, error_code: code, ...error } = isKnown ? answer : unexpected
  const headers: Record<string, string> = { 'x-sb-error-code': code }
  if ((request.headers.get('x-supabase-api-version') ?? '') >= '2024-01-01') {
    headers['x-supabase-api-version'] = '2024-01-01'
    const { msg: message, ...details } = error
    return Response.json({ code, message, ...details }, { status, headers })
  }
  if (shown) return Response.json(shown.body, { status: shown.status, headers })
  return Response.json({ code: status, error_code: code, ...error }, { status, headers })
}
