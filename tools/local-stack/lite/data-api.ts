import { refuseDataRequest } from './requests.ts'

/** How often a call is repeated that another transaction prevented. */
const REPEATS = 5

/** Passes a request to @supabase/lite, and makes the answer that of PostgREST 14. */
export async function answerDataRequest(
  request: Request,
  body: Buffer,
  lite: (request: Request) => Promise<Response>,
): Promise<Response> {
  const refusal = refuseDataRequest(request, body)
  if (refusal) return complete(request, refusal)
  const { url, method, headers } = asLiteExpects(request)
  const text = isEmptyList(body) && isCall(request) ? '{}' : body
  const send = () =>
    lite(new Request(url, { method, headers, body: text.length > 0 ? (text as BodyInit) : null }))
  let response = await send()
  // PostgREST 14 repeats such a call without end.
  for (let i = 0; i < REPEATS && (await isSerializationFailure(response)); i++) {
    response = await send()
  }
  return complete(request, response)
}

/**
 * Defects of @supabase/lite 0.10.0: a NUL character in an argument fails, where PostgREST reads the
 * text before it, and `count=estimated` returns wrong numbers. PostgREST counts exactly up to
 * max_rows.
 */
function asLiteExpects(request: Request) {
  const url = new URL(request.url)
  if (request.url.includes('%00')) {
    for (const [name, value] of [...url.searchParams]) {
      url.searchParams.set(name, value.replace(/\0.*/s, ''))
    }
  }
  const headers = new Headers(request.headers)
  const prefer = headers.get('prefer')
  if (prefer) headers.set('prefer', prefer.replace('count=estimated', 'count=exact'))
  return { url, method: request.method, headers }
}

const isCall = ({ url }: Request) => new URL(url).pathname.startsWith('/rest/v1/rpc/')

/**
 * Defect of @supabase/lite 0.10.0: after a body `[]`, a function that returns one row returns an
 * array.
 */
const isEmptyList = (body: Buffer) => body.length < 20 && /^\s*\[\s*\]\s*$/.test(body.toString())

async function isSerializationFailure(response: Response): Promise<boolean> {
  if (response.status !== 500) return false
  return (await readError(response))?.code === '40001'
}

async function readError(response: Response): Promise<Record<string, unknown> | undefined> {
  const answer = await response
    .clone()
    .json()
    .catch(() => undefined)
  return answer && typeof answer === 'object' && !Array.isArray(answer) ? answer : undefined
}

/** Adds the headers of PostgREST. Defect of @supabase/lite 0.10.0: lite does not send them. */
async function complete(request: Request, response: Response): Promise<Response> {
  const { status } = response
  const headers = new Headers(response.headers)
  if (status < 400) {
    addPreferences(request, headers)
    if (headers.has('content-type')) headers.set('content-profile', profileOf(request))
    return new Response(response.body, { status, headers })
  }
  const error = await readError(response)
  const code = String(error?.code ?? '')
  // The gateway, and not PostgREST, refuses a request without a key.
  if (!error || !code) return response
  if (status !== 416) headers.set('proxy-status', `PostgREST; error=${code}`)
  if (status === 401) headers.set('www-authenticate', challenge(code, String(error.message)))
  headers.delete('content-length')
  const body = typeof error.code === 'string' ? response.body : JSON.stringify({ ...error, code })
  return new Response(request.method === 'HEAD' ? null : body, { status, headers })
}

function challenge(code: string, message: string): string {
  if (!/^PGRST30[13]$/.test(code)) return 'Bearer'
  return `Bearer error="invalid_token", error_description=${JSON.stringify(message)}`
}

function profileOf({ method, headers }: Request): string {
  const name = /^(GET|HEAD)$/.test(method) ? 'accept-profile' : 'content-profile'
  return headers.get(name) ?? 'public'
}

function addPreferences(request: Request, headers: Headers): void {
  const applied = headers.get('preference-applied')
  const asked = request.headers.get('prefer') ?? ''
  const parts = applied ? [applied] : []
  if (asked.includes('count=estimated')) {
    parts[0] = applied?.replace('count=exact', 'count=estimated') ?? 'count=estimated'
  }
  const zone = preferredZone(asked)
  if (zone && !applied?.includes('timezone=')) parts.push(`timezone=${zone}`)
  if (parts.length > 0) headers.set('preference-applied', parts.join(', '))
}

/** Returns the time zone of a header `Prefer`, if there is such a time zone. */
export function preferredZone(prefer: string): string | undefined {
  const zone = /(?:^|,)\s*timezone=([^,\s]+)/.exec(prefer)?.[1]
  return zone && isZone(zone) ? zone : undefined
}

function isZone(zone: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
