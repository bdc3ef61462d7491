import { signClaims } from '../../../tools/local-stack/jwt.ts'

/** What the server answered to one call. */
export interface StorageEntry {
  name: string
  call: string
  as: string
  headers?: Record<string, string>
  body?: unknown
  status: number
  answers?: Record<string, string>
  answer: unknown
}

/** Where the server is, and the secret that signs its tokens. */
export interface StorageAddress {
  url: string
  jwtSecret: string
}

export interface StorageCall {
  /** Who calls: a person, the secret key, or a token. The default is alice. */
  as?: keyof typeof PEOPLE | 'service' | 'anon' | 'nobody' | { token: string }
  headers?: Record<string, string>
  /** A text is sent as it is, anything else as JSON. */
  body?: unknown
}

export interface StorageAnswer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the server answers
  body: any
}

/** The id of grace is a UUID of version 7. */
export const PEOPLE = {
  alice: 'a11ce000-0000-4000-8000-000000000001',
  bob: 'b0b00000-0000-4000-8000-000000000002',
  grace: '01900000-0000-7000-8000-000000000003',
}

/** The headers of an answer that belong to the contract. */
const HEADERS = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'tus-complete',
  'tus-extension',
  'tus-max-size',
  'tus-resumable',
  'tus-version',
  'upload-length',
  'upload-metadata',
  'upload-offset',
  'x-robots-tag',
]

/** Calls Storage and notes each named answer. */
export class StorageServer {
  readonly entries: StorageEntry[] = []

  constructor(readonly address: StorageAddress) {}

  /** Sends a request, such as `GET /object/contract-own/a.txt`, and notes the answer. */
  async call(name: string, request: string, options: StorageCall = {}): Promise<StorageAnswer> {
    if (this.entries.some((entry) => entry.name === name)) throw new Error(`twice: ${name}`)
    const answer = await this.send(request, options)
    const { as = 'alice', headers, body } = options
    // A JSON answer has no length of its own: it holds ids, times and tokens.
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    const answers = HEADERS.filter((header) => !(isJson && header === 'content-length'))
      .map((header) => [header, answer.headers.get(header)] as const)
      .filter(([, value]) => value !== null)
      .map(([header, value]) => [header, normalizeHeader(header, value ?? '')] as const)
    this.entries.push({
      name,
      call: normalizeText(request),
      as: typeof as === 'string' ? as : 'a token',
      ...(headers && { headers: normalizeStrings(headers) }),
      ...(body !== undefined && { body: typeof body === 'string' ? short(body) : normalize(body) }),
      status: answer.status,
      ...(answers.length > 0 && { answers: Object.fromEntries(answers) }),
      answer: isJson ? normalize(answer.body) : short(answer.text),
    })
    return answer
  }

  /** Sends a request that prepares a case. */
  async send(request: string, options: StorageCall = {}): Promise<StorageAnswer> {
    const { as = 'alice', headers, body } = options
    const [method = '', path = ''] = request.split(/ (.*)/s)
    const isText = typeof body === 'string' || body instanceof FormData
    const response = await fetch(path.startsWith('http') ? path : `${this.address.url}${path}`, {
      method,
      headers: {
        ...(as !== 'nobody' && { authorization: `Bearer ${this.token(as)}` }),
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...(typeof body === 'string' && { 'content-type': 'text/plain' }),
        ...headers,
      },
      body: body === undefined ? null : isText ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: readJson(text) }
  }

  /** Signs claims that are valid for an hour. */
  sign(claims: object, seconds = 3600, secret = this.address.jwtSecret): string {
    return signClaims(claims, seconds, secret)
  }

  token(as: NonNullable<StorageCall['as']>): string {
    if (typeof as !== 'string') return as.token
    if (as === 'service') return this.sign({ role: 'service_role' })
    if (as === 'anon' || as === 'nobody') return this.sign({ role: 'anon' })
    return this.sign({ role: 'authenticated', aud: 'authenticated', sub: PEOPLE[as] })
  }
}

function readJson(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return text
  }
}

function short(text: string): string {
  const shown = normalizeText(text)
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown
}

function normalizeHeader(name: string, value: string): string {
  if (name === 'expires' || name === 'last-modified') return '<time>'
  return name === 'location'
    ? value.replace(/^.*\/upload\/resumable/, '<origin>').replace(/[\w-]+$/, '<id>')
    : value
}

function normalizeStrings(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, normalizeText(one)]))
}

/** Replaces the values that differ at every run by their kind, and a token by its claims. */
function normalize(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => normalize(item))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(entries.map(([name, item]) => [name, normalize(item, name)]))
  }
  if (/^(nextCursor|cursor)$/.test(key)) return '<cursor>'
  if (typeof value === 'number' && /^(exp|iat)$/.test(key)) return '<seconds>'
  return typeof value === 'string' ? normalizeText(value) : value
}

function normalizeText(text: string): string {
  const names = Object.entries(PEOPLE).reduce(
    (all, [name, id]) => all.replaceAll(id, `<${name}>`),
    text,
  )
  return names
    .replace(/eyJ[\w-]*\.([\w-]*)\.[\w-]*/g, (_, claims) => {
      const shown = Buffer.from(claims, 'base64url').toString()
      return `<token ${shown.replace(/"(exp|iat)":\d+/g, '"$1":0')}>`
    })
    .replace(/(?<=resumable\/(?:sign\/)?)[\w-]{20,}/g, '<id>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g, '<time>')
    .replace(/http:\/\/127\.0\.0\.1:\d+(\/storage\/v1)?/g, '<origin>')
}
