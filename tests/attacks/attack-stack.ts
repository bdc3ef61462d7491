import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { startStack } from '../../tools/local-stack/stack.ts'

/** A person who sends requests with an access token. */
export interface Attacker {
  name: string
  id: string
  email: string
  token: string
  refresh: string
}

/** One HTTP request. A body that is neither a string nor bytes is sent as JSON. */
export interface Ask {
  as?: Attacker | undefined
  method?: string
  path: string
  headers?: Record<string, string>
  body?: unknown
}

export interface Answer {
  status: number
  text: string
  headers: Headers
  milliseconds: number
}

export interface AttackStack {
  url: string
  databaseUrl: string
  publishableKey: string
  secretKey: string
  sql: postgres.Sql
  people: Record<string, Attacker>
  /** Maps a name such as `luna's post` to the id of the person, post or comment. */
  ids: Record<string, string>
  /** Maps the name of each post to the path of its file in the bucket social-media. */
  files: Record<string, string>
  ask: (ask: Ask) => Promise<Answer>
  /** Returns a hash of all rows in all tables, except in unlogged tables. */
  state: () => Promise<string>
  close: () => Promise<void>
}

export const PASSWORD = 'analytical engine'

/** Starts a stack that no other test uses, so that only the attacks can change rows. */
export async function openAttackStack(): Promise<AttackStack> {
  const running = await startStack({ purges: false })
  const sql = postgres(running.databaseUrl, { max: 1, onnotice() {} })
  const ask = (request: Ask) => send(running.url, running.publishableKey, request)
  const close = async () => {
    await sql.end()
    await running.stop()
  }
  const { url, databaseUrl, publishableKey, secretKey } = running
  const state = () => digest(sql)
  const shared = { url, databaseUrl, publishableKey, secretKey, sql, ask, state, close }
  return { ...shared, people: {}, ids: {}, files: {} }
}

async function send(url: string, key: string, ask: Ask): Promise<Answer> {
  const { as, method = 'GET', path, headers = {}, body } = ask
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const started = performance.now()
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      apikey: key,
      'accept-profile': 'social',
      'content-profile': 'social',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(as && { authorization: `Bearer ${as.token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: (isRaw ? body : JSON.stringify(body)) as BodyInit }),
  })
  const text = await response.text()
  const milliseconds = performance.now() - started
  const { status, headers: answered } = response
  return { status, text: inOneLine(text, answered), headers: answered, milliseconds }
}

/** Joins the lines of a list. PostgREST writes each row of a list on a line of its own. */
function inOneLine(text: string, headers: Headers): string {
  const isList = /json/.test(headers.get('content-type') ?? '') && text.startsWith('[')
  // A line break inside a value of JSON is escaped.
  return isList ? text.replaceAll(/\s*\n\s*/g, '') : text
}

/** Signs a person up. If `isNamed` is false, the login gets no profile. */
export async function register(
  { ask }: AttackStack,
  name: string,
  isNamed = true,
): Promise<Attacker> {
  const tag = randomBytes(4).toString('hex')
  const email = `${name}.${tag}@example.com`
  const data = isNamed ? { social_username: `${name}_${tag}` } : {}
  const answer = await ask({
    ...{ method: 'POST', path: '/auth/v1/signup' },
    body: { email, password: PASSWORD, data },
  })
  const { access_token: token, refresh_token: refresh, user } = JSON.parse(answer.text)
  return { name, id: user.id, email, token, refresh }
}

/** Calls a function of schema social and throws if the call fails. */
export async function call(
  { ask }: AttackStack,
  as: Attacker | undefined,
  name: string,
  body: object,
) {
  const answer = await ask({ as, method: 'POST', path: `/rest/v1/rpc/${name}`, body })
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`)
  return JSON.parse(answer.text)
}

/** Returns a hash of all rows. Leaves out unlogged tables, because they are caches. */
async function digest(sql: postgres.Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and relpersistence = 'p' and (
      relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      or oid in ('auth.users'::regclass, 'auth.sessions'::regclass,
        'storage.objects'::regclass, 'storage.buckets'::regclass)
    ) order by 1`
  const parts = tables.map(
    ({ name }) => `(select md5(string_agg(t::text, '|' order by t::text)) from ${name} as t)`,
  )
  const [row] = await sql.unsafe(`select concat_ws(' ', ${parts.join(', ')}) as digest`)
  return String(row?.digest)
}
