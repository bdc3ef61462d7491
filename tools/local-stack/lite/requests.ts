const MIB = 1024 * 1024

/**
 * Returns the largest body that a request may have. The largest bucket of the migrations accepts
 * files of 100 MiB.
 */
export function bodyLimit(path: string): number {
  return path.startsWith('/storage/v1/') ? 101 * MIB : 10 * MIB
}

/**
 * Refuses malformed tokens, paths and bodies, as PostgREST does. Defect of @supabase/lite 0.10.0:
 * lite accepts such requests, or refuses them in another way.
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
  if (parts === 3 && !isReadable(token?.split('.')[0] ?? '')) {
    return postgrestError(401, 'PGRST301', 'JWT cryptographic operation failed')
  }
  const path = new URL(request.url).pathname.slice('/rest/v1/'.length).split('/')
  const [resource, name] = path
  if (path.length > 2 || (path.length === 2 && resource !== 'rpc')) {
    return postgrestError(404, 'PGRST125', 'Invalid path specified in request URL')
  }
  if (resource === 'rpc' && !/^(GET|HEAD|POST|OPTIONS)$/.test(request.method)) {
    return postgrestError(405, 'PGRST101', `Cannot use the ${request.method} method on RPC`)
  }
  if (!/^(POST|PATCH|PUT)$/.test(request.method)) return undefined
  if (/^text\/plain/.test(request.headers.get('content-type') ?? '')) {
    if (resource !== 'rpc') {
      return postgrestError(400, 'PGRST102', 'Content-Type not acceptable: text/plain')
    }
    const schema = request.headers.get('content-profile') ?? 'public'
    const called = `the function ${schema}.${name}`
    const details =
      `Searched for ${called} with a single unnamed text parameter, ` +
      'but no matches were found in the schema cache.'
    const message = `Could not find ${called} in the schema cache`
    return postgrestError(404, 'PGRST202', message, details)
  }
  if (body && isJson(request) && holdsNul(body.toString())) {
    const details = '\\u0000 cannot be converted to text.'
    return postgrestError(400, '22P05', 'unsupported Unicode escape sequence', details)
  }
  if (body && isJson(request) && HALF_A_PAIR.test(body.toString())) {
    return postgrestError(400, 'PGRST102', 'Empty or invalid json')
  }
  return undefined
}

/** Tells whether the first part of a token is JSON. */
function isReadable(part: string): boolean {
  try {
    return typeof JSON.parse(Buffer.from(part, 'base64url').toString()) === 'object'
  } catch {
    return false
  }
}

function isJson(request: Request): boolean {
  return /json/.test(request.headers.get('content-type') ?? '')
}

/**
 * Matches an escaped surrogate without its other half. JSON.parse accepts it, but PostgREST does
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
