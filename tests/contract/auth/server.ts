import { createHmac } from 'node:crypto'
import type postgres from 'postgres'
import type { Stack } from '../../../tools/local-stack/stack.ts'
import { normalize, normalizeLocation } from './normal.ts'

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever the server answers
type Body = any

/** What the server answered to one call, and what changed in its tables and mails. */
export interface Entry {
  name: string
  call: string
  headers?: Record<string, string>
  body?: unknown
  status?: number
  location?: unknown
  answer?: unknown
  /** The sentence of an answer, where a program reads the sentence. */
  sentence?: string
  /** How the number of rows and mails changed. */
  changes?: Record<string, number>
  /** Rows that a query returned, or a value that was computed from several answers. */
  rows?: unknown
}

export interface CallOptions {
  body?: unknown
  /** The access token of the caller, or the secret key. The default is the publishable key. */
  as?: string | 'secret' | undefined
  headers?: Record<string, string>
  /** Whether the sentence of the answer is part of the contract. */
  sentence?: boolean
}

export interface Answer {
  status: number
  body: Body
  location: string | null
}

/** A mail in the local inbox. */
export interface Mail {
  to: string
  links: string[]
  code: string | null
}

/** Calls Auth and notes each named answer. */
export class AuthServer {
  readonly entries: Entry[] = []

  constructor(
    readonly stack: Stack,
    readonly sql: postgres.Sql,
  ) {}

  /** Sends a request, such as `POST /signup`, and notes the answer under a name. */
  async call(name: string, request: string, options: CallOptions = {}): Promise<Answer> {
    const before = await this.#count()
    const answer = await this.send(request, options)
    const after = await this.#count()
    const changes = Object.keys(after).filter((key) => after[key] !== before[key])
    this.note({
      name,
      call: normalize(request) as string,
      ...(options.as && { headers: { as: options.as === 'secret' ? 'secret key' : 'user' } }),
      ...(options.headers && { headers: options.headers }),
      ...(options.body !== undefined && { body: normalize(options.body) }),
      status: answer.status,
      ...(answer.location
        ? { location: normalizeLocation(answer.location) }
        : { answer: normalize(answer.body) }),
      ...(options.sentence && { sentence: sentenceOf(answer.body) }),
      changes: Object.fromEntries(
        changes.map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]),
      ),
    })
    return answer
  }

  /** Sends a request that prepares a case. */
  async send(request: string, { body, as, headers }: CallOptions = {}): Promise<Answer> {
    const [method = '', path = ''] = request.split(' ')
    const { publishableKey, secretKey, url } = this.stack
    const apikey = as === 'secret' ? secretKey : publishableKey
    const response = await fetch(`${url}/auth/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        apikey,
        'content-type': 'application/json',
        ...(as && as !== 'secret' && { authorization: `Bearer ${as}` }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.text()
    const location = response.headers.get('location')
    return { status: response.status, body: readJson(text), location }
  }

  /** Notes the rows of a query. */
  async rows(name: string, query: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
    const rows = await query.catch((error: Error) => [{ error: error.message }])
    this.value(
      name,
      [...rows].map((row) => withoutNulls(row)),
    )
  }

  /** Notes a value that was computed from several answers. */
  value(name: string, value: unknown): void {
    this.note({ name, call: 'see the calls before', rows: normalize(value) })
  }

  note(entry: Entry): void {
    if (this.entries.some(({ name }) => name === entry.name))
      throw new Error(`twice: ${entry.name}`)
    this.entries.push(entry)
  }

  /** Signs up a person whose address is confirmed, and returns the answer with the session. */
  async signUp(name: string, more: Record<string, unknown> = {}): Promise<Body> {
    const body = { email: `${name}@example.com`, password: 'password-1', ...more }
    return (await this.send('POST /signup', { body })).body ?? {}
  }

  /** Signs in with a password, and returns the answer with the session. */
  async signIn(name: string, password = 'password-1'): Promise<Body> {
    const body = { email: `${name}@example.com`, password }
    return (await this.send('POST /token?grant_type=password', { body })).body ?? {}
  }

  /** Returns the latest mail to a person. */
  async mail(name: string): Promise<{ link: string; hash: string; code: string; mail: Mail }> {
    const mails: Mail[] = await (await fetch(`${this.stack.mailUrl}/messages`)).json()
    const mail = mails.find(({ to }) => to === `${name}@example.com`)
    const link = mail?.links[0] ?? 'http://none/auth/v1/verify?none'
    const hash = new URL(link).searchParams.get('token') ?? 'none'
    const path = link.slice(link.indexOf('/verify'))
    return { link: path, hash, code: mail?.code ?? 'none', mail: mail ?? none }
  }

  async #count(): Promise<Record<string, number>> {
    const [row] = await this.sql`
      select
        (select count(*)::int from auth.users) as users,
        (select count(*)::int from auth.users where confirmed_at is not null) as confirmed,
        (select count(*)::int from auth.identities) as identities,
        (select count(*)::int from auth.sessions) as sessions,
        (select count(*)::int from auth.sessions where aal = 'aal2') as sessions_aal2,
        (select count(*)::int from auth.refresh_tokens) as refresh_tokens,
        (select count(*)::int from auth.refresh_tokens where revoked) as revoked_tokens,
        (select count(*)::int from auth.one_time_tokens) as one_time_tokens,
        (select count(*)::int from auth.mfa_factors) as factors,
        (select count(*)::int from auth.mfa_challenges) as challenges,
        (select count(*)::int from auth.mfa_amr_claims) as amr_claims,
        (select count(*)::int from auth.flow_state) as flows`
    const mails: Mail[] = await (await fetch(`${this.stack.mailUrl}/messages`)).json()
    return { ...row, mails: mails.length }
  }
}

const none: Mail = { to: '', links: [], code: null }

function readJson(text: string): Body {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    return text.startsWith('<') ? '<html>' : text
  }
}

function sentenceOf(body: Body): string {
  return String(body?.msg ?? body?.message).replace(/\d+ seconds/, 'N seconds')
}

function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
}

/** Returns the TOTP code of a secret for the present half minute. */
export function totp(secret = ''): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
