const MIB = 1024 * 1024

/** The largest body of a request. The largest bucket of the migrations takes files of 100 MiB. */
export function bodyLimit(path: string): number {
  return path.startsWith('/storage/v1/') ? 101 * MIB : 10 * MIB
}

/**
 * Defect of @supabase/lite 0.10.0: it accepts requests that PostgREST refuses before it asks the
 * database: malformed tokens, operators as arguments, NUL and half surrogates.
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
 * PostgREST reads an argument in a URL as a filter when it is the name of an operator: a search for
 * "like" by GET is an error. Defect of @supabase/lite 0.10.0: it accepts that.
 */
function operatorAlone(url: URL): string | undefined {
  if (!url.pathname.startsWith('/rest/v1/rpc/')) return undefined
  return [...url.searchParams.values()].find((value) => OPERATOR.test(value))
}

const OPERATOR =
  /^(is|in|eq|neq|gte?|lte?|i?like|i?match|cs|cd|ov|sl|sr|nxr|nxl|adj|(pl|ph|w)?fts)$/

/** An escaped surrogate without its other half, which JavaScript's JSON accepts. */
const HALF_A_PAIR =
  /(?<!\\)(?:\\\\)*(?:\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f])/i

/** Whether there is a `\u0000` whose backslash is not escaped. Postgres cannot store it. */
function holdsNul(json: string): boolean {
  return /(?<!\\)(\\\\)*\\u0000/.test(json)
}

function postgrestError(status: number, code: string, message: string, details?: string): Response {
  return Response.json({ code, details: details ?? null, hint: null, message }, { status })
}

/** Defect of @supabase/lite 0.10.0: fields of a wrong type are a 500. GoTrue refuses them. */
export function refuseAuthRequest(body: Buffer): Response | undefined {
  const fields = parse(body)
  // lite refuses invalid JSON itself.
  if (fields === undefined) return undefined
  const strings = ['email', 'password', 'refresh_token', 'type', 'token', 'token_hash']
  const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
  const isFit = (name: string) => ['string', 'undefined'].includes(typeof Object(fields)[name])
  if (isObject && strings.every(isFit)) return undefined
  const msg = 'Could not parse request body as JSON: json: cannot unmarshal'
  return Response.json({ code: 400, error_code: 'bad_json', msg }, { status: 400 })
}

/** Defect of @supabase/lite 0.10.0: its unexpected failures do not have GoTrue's form. */
export async function answerAsGotrue(response: Response): Promise<Response> {
  if (response.status !== 500) return response
  const answer = await response.json()
  const msg = 'Unexpected failure, please check server logs for more information'
  const unexpected = { code: 500, error_code: 'unexpected_failure', msg }
  return Response.json('error_code' in answer ? answer : unexpected, { status: 500 })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/**
 * Defect of @supabase/lite 0.10.0: of an uploaded form it reads only a field called `file`, and
 * takes size and cache control from headers. Browsers send the file without a name, so this turns
 * the form into a plain upload.
 */
export async function unwrapUpload(request: Request): Promise<Request> {
  if (!/^multipart\/form-data/.test(request.headers.get('content-type') ?? '')) return request
  const form = await request.formData().catch(() => undefined)
  const file = [...(form?.values() ?? [])].find((value) => value instanceof Blob)
  const headers = new Headers(request.headers)
  headers.set('content-type', file?.type || 'application/octet-stream')
  headers.set('content-length', String(file?.size ?? 0))
  const seconds = form?.get('cacheControl')
  if (seconds) headers.set('cache-control', `max-age=${seconds}`)
  return new Request(request.url, { method: request.method, headers, body: file ?? '' })
}
