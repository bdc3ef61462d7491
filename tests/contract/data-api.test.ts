import { readFileSync } from 'node:fs'
import { request as send } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { type Call, calls } from './data-api/calls.ts'
import { differences } from './data-api/differences.ts'

/**
 * The contract of the Data API. `npm test` compares the answers of a stack of its own. With
 * SOCIAL_DATA_API=postgrest, the test compares those of a real PostgREST, which may have no
 * difference: SOCIAL_URL, SOCIAL_PUBLISHABLE_KEY and SOCIAL_DATABASE_URL name it.
 */
const isReal = process.env.SOCIAL_DATA_API === 'postgrest'
const known = new Set(differences.flatMap((difference) => difference.calls))

type Server = Pick<Stack, 'url' | 'publishableKey' | 'databaseUrl'>
let server: Server
let own: Stack | undefined
const tokens = new Map<string, string>()

beforeAll(async () => {
  own = isReal ? undefined : await startStack({ purges: false })
  server = own ?? {
    url: process.env.SOCIAL_URL ?? '',
    publishableKey: process.env.SOCIAL_PUBLISHABLE_KEY ?? '',
    databaseUrl: process.env.SOCIAL_DATABASE_URL ?? '',
  }
  await withDatabase(readFileSync(new URL('data-api/setup.sql', import.meta.url), 'utf8'))
  tokens.set('person', await signUp('contract-person'))
  tokens.set('unknown role', await signUp('contract-role', 'nobody_there'))
  const isKnown = async () =>
    expect((await ask({ request: 'GET /contract_books' })).status).toBe(200)
  await vi.waitFor(isKnown, { timeout: 20_000, interval: 100 })
})

afterAll(async () => {
  await withDatabase(readFileSync(new URL('data-api/remove.sql', import.meta.url), 'utf8'))
  await own?.stop()
})

test('every difference names calls of the contract, and is a row of docs/local-stack.md', () => {
  const names = calls.map(({ name }) => name)
  expect([...known].filter((name) => !names.includes(name))).toEqual([])
  const page = readFileSync(`${root}docs/local-stack.md`, 'utf8')
  const section = page.split('## Data API')[1]?.split('\n## ')[0] ?? ''
  const rows = differences.map((one) => `| ${one.subject} | ${one.local} | ${one.hosted} |`)
  expect(section.match(/^\|.*\|$/gm)?.slice(2)).toEqual(rows)
})

for (const call of calls) {
  const differs = !isReal && known.has(call.name)
  test(`${call.name}: ${differs ? 'differs' : 'alike'}`, async () => {
    const answer = await ask(call)
    const isAlike = expect.objectContaining(expectedOf(call))
    if (differs)
      expect(answer, 'alike now: remove it from data-api/differences.ts').not.toEqual(isAlike)
    else expect(answer).toEqual(isAlike)
  })
}

interface Answer {
  status: number
  headers: Record<string, unknown>
  answer: unknown
}

function expectedOf({ status, answered = {}, answer }: Call): object {
  const headers = Object.entries(answered).map(([name, value]) => [name, value ?? undefined])
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer)
  return {
    status,
    headers: expect.objectContaining(Object.fromEntries(headers)),
    ...(answer !== undefined && { answer: isObject ? expect.objectContaining(answer) : answer }),
  }
}

/** Sends a call by node:http, because `fetch` sends no body with a GET request. */
async function ask({ request, as, headers, body }: Partial<Call>): Promise<Answer> {
  const [method = '', path = ''] = (request ?? '').split(' ')
  const token = typeof as === 'object' ? as.token : tokens.get(as ?? '')
  return new Promise((resolve, reject) => {
    const sent = send(
      `${server.url}/rest/v1${path}`,
      {
        method,
        headers: {
          apikey: server.publishableKey,
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers: withUndefined(headers), answer: readJson(text) })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Names the headers that an answer may lack, so that a call can expect their absence. */
function withUndefined(headers: Record<string, unknown>): Record<string, unknown> {
  const names = ['www-authenticate', 'content-profile', 'preference-applied', 'proxy-status']
  return { ...Object.fromEntries(names.map((name) => [name, undefined])), ...headers }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Signs somebody up, and returns a token of this role. */
async function signUp(name: string, role?: string): Promise<string> {
  const person = { email: `${name}@example.com`, password: 'correct horse' }
  const post = async (path: string) => {
    const response = await fetch(`${server.url}/auth/v1${path}`, {
      method: 'POST',
      headers: { apikey: server.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify(person),
    })
    return (await response.json()) as { access_token: string }
  }
  const { access_token: first } = await post('/signup')
  if (!role) return first
  await withDatabase(`update auth.users set role = '${role}' where email = '${person.email}'`)
  return (await post('/token?grant_type=password')).access_token
}

async function withDatabase(text: string): Promise<void> {
  const url = new URL(server.databaseUrl)
  if (own) url.username = SUPERUSER
  const sql = connect(url.href)
  try {
    await sql.unsafe(text)
  } finally {
    await sql.end()
  }
}
