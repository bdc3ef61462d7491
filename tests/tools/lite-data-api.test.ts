import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, openLab } from '../support/lab.ts'

let lab: Lab
let alice: Awaited<ReturnType<Lab['person']>>

beforeAll(async () => {
  lab = await openLab()
  alice = await lab.person()
})
afterAll(() => lab?.stop())

const ask = (path: string, headers: HeadersInit, init: RequestInit = {}) =>
  fetch(`${lab.stack.url}${path}`, { ...init, headers })

describe('a function call through the local Data API', () => {
  it('runs with the role of the caller and the statement timeout of this role', async () => {
    const { data } = await alice.client.rpc('who')
    expect(data).toMatchObject({ id: alice.id, role: 'authenticated', timeout: '8s' })
    expect(data.session).toMatch(/^[0-9a-f-]{36}$/)
    expect((await lab.client().rpc('who')).data).toMatchObject({ role: 'anon', timeout: '3s' })
    const service = lab.client(lab.stack.secretKey)
    expect((await service.rpc('who')).data).toMatchObject({ role: 'service_role' })
  })

  it('does not change the grants of a table', async () => {
    await alice.client.from('notes').select('id')
    const [rights] = await lab.sql`
      select has_table_privilege('authenticated', 'public.notes', 'delete') as notes,
        has_table_privilege('anon', 'auth.users', 'select') as users`
    expect(rights).toEqual({ notes: false, users: false })
  })

  it('runs in a read-only transaction if it is a GET request', async () => {
    const { data } = await alice.client.rpc('who', {}, { get: true })
    expect(data.read_only).toBe('on')
  })

  it('is cancelled by the statement timeout of its role', async () => {
    const { error, status } = await lab.client().rpc('nap')
    expect([status, error?.code]).toEqual([500, '57014'])
  })

  const values = {
    words: ['a', 'b'],
    ids: ['00000000-0000-4000-8000-000000000001'],
    data: { x: [1, null, { y: 'z' }] },
    amount: 1.5,
    at: '2026-01-02T03:04:05.123456+00:00',
  }

  it.each(['007', '1.50', 'true', 'null', '{"a":1}', ' x ', '12345678901234567890', 'a,b&c=%'])(
    'passes %j unchanged to a text argument, by GET and by POST',
    async (word) => {
      for (const get of [true, false]) {
        // supabase-js cannot put an object into a URL, so the test sends its JSON text.
        const data = get ? JSON.stringify(values.data) : values.data
        const sent = { word, ...values, data }
        const answer = await alice.client.rpc('echo', sent, { get })
        expect(answer.data).toEqual([{ word, ...values, flag: null, big: 12345678901 }])
      }
    },
  )

  it.each([
    [{ word: true }, { word: 'true' }],
    [{ word: 1.5 }, { word: '1.5' }],
    [{ word: { a: 1 } }, { word: '{"a":1}' }],
    [{ flag: true }, { flag: true }],
    [{ flag: 'true' }, { flag: true }],
    [{ flag: 'no' }, { flag: false }],
    [{ flag: 0 }, { flag: false }],
    [{ amount: '2.5' }, { amount: 2.5 }],
  ])('converts %j to the argument type of the function', async (sent, read) => {
    expect((await alice.client.rpc('echo', sent)).data).toMatchObject([read])
  })

  it.each([{ flag: 'maybe' }, { flag: {} }, { ids: true }])(
    'rejects %j, which does not fit the argument type of the function',
    async (sent) => {
      const { error, status } = await alice.client.rpc('echo', sent)
      expect([status, error?.code]).toEqual([400, '22P02'])
    },
  )

  it('returns composite values, and arrays of them, as objects', async () => {
    const best = { name: 'The "Top", (old)', height: 12, is_open: true }
    const other = { name: '', height: null, is_open: false, built_at: null }
    expect((await alice.client.rpc('places')).data).toEqual([
      { best: { ...best, built_at: '2026-01-02T03:04:05+00:00' }, others: [other, null] },
    ])
  })

  it('accepts empty arrays and nulls', async () => {
    const { data } = await alice.client.rpc('echo', { words: [], ids: [] }, { get: true })
    expect(data).toMatchObject([{ words: [], ids: [], data: null }])
    const posted = await alice.client.rpc('echo', { words: ['a', null], data: 'text' })
    expect(posted.data).toMatchObject([{ words: ['a', null], data: 'text' }])
  })
})

describe('an error of the local stack', () => {
  it.each([
    ['P0001', 400],
    ['23514', 400],
    ['22023', 400],
    ['PT404', 404],
    ['PT429', 429],
    ['23505', 409],
    ['42501', 403],
    ['40001', 500],
    ['XY123', 400],
  ])('with the SQLSTATE %s has the HTTP status %i', async (code, expected) => {
    const { error, status } = await alice.client.rpc('fail', { code })
    expect(status).toBe(expected)
    expect(error).toMatchObject({ code, message: 'a_word', details: 'Why.' })
  })

  it('with the SQLSTATE PGRST has the body, the status and the headers that the function chose', async () => {
    const body = { code: 'PT429', message: 'a_word', details: 'Why.', hint: 'What.' }
    const { publishableKey: apikey, url } = lab.stack
    const fail = (message: string) =>
      fetch(`${url}/rest/v1/rpc/fail_with_headers`, {
        method: 'POST',
        headers: { apikey, 'content-type': 'application/json' },
        body: JSON.stringify({ message }),
      })
    const answer = await fail(JSON.stringify(body))
    const { status, headers } = answer
    expect([status, await answer.json()]).toEqual([429, body])
    expect([headers.get('retry-after'), headers.get('x-reason')]).toEqual(['7', 'lab'])
    const malformed = await fail('a_word')
    expect([malformed.status, (await malformed.json()).code]).toEqual([500, 'PGRST121'])
  })

  it('has the same status and code as in PostgREST', async () => {
    const { client } = alice
    const answers = [
      await client.from('notes').insert({ title: 'x'.repeat(30) }),
      await client.from('notes').select('*'),
      await lab.client().from('notes').select('id'),
      await client.from('nothing').select(),
      await client.rpc('nothing'),
      await client
        .schema('auth' as 'public')
        .from('users')
        .select(),
      await client.rpc('echo', { ids: ['x'] }),
      await client.rpc('echo', { word: 'a\u0000b' }),
      await client.rpc('echo', { word: 'half \ud800' }),
    ]
    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
      [400, '23514'],
      [403, '42501'],
      [401, '42501'],
      [404, 'PGRST205'],
      [404, 'PGRST202'],
      [406, 'PGRST106'],
      [400, '22P02'],
      [400, '22P05'],
      [400, 'PGRST102'],
    ])
  })

  it.each([
    [401, '/rest/v1/notes', {}],
    [401, '/rest/v1/notes', { apikey: 'wrong' }],
    [401, '/rest/v1/notes', { authorization: 'Bearer x' }],
    [401, '/rest/v1/notes', { authorization: 'Bearer a.b.c' }],
    [401, '/auth/v1/user', {}],
    [404, '/nothing', {}],
    [404, '/functions/v1/nothing', {}],
    [404, '/functions/v1/_shared', {}],
    [404, '/storage/v1/nothing', {}],
    [404, '/_system/config', {}],
  ])('has the status %i and a JSON body for the path %s', async (status, path, headers) => {
    const sent = new Headers(headers as Record<string, string>)
    if (sent.has('authorization')) sent.set('apikey', lab.stack.publishableKey)
    const response = await ask(path, sent)
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toHaveProperty('message')
  })

  it('has the status 413 for a request body that is too large', async () => {
    const headers = { apikey: lab.stack.publishableKey, 'content-type': 'application/json' }
    const body = JSON.stringify({ word: 'x'.repeat(11e6) })
    const response = await ask('/rest/v1/rpc/echo', headers, { method: 'POST', body })
    expect(response.status).toBe(413)
  })
})
