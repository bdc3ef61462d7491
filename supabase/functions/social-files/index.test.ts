import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

type Row = Record<string, unknown>

/**
 * Creates a fake database and a fake Storage. `signed` lists the calls of Storage: the bucket, the
 * number of files and the seconds.
 */
function fake(answer: Row) {
  const signed: string[] = []
  const asked: unknown[] = []
  const rpc = (_name: string, args: Row) => {
    asked.push(args)
    return Promise.resolve({ data: null, error: null, status: 200, ...answer })
  }
  const from = (bucket: string) => ({
    createSignedUrls: (paths: string[], seconds: number) => {
      signed.push(`${bucket} ${paths.length} ${seconds}`)
      const data = paths.map((path) => ({
        ...{ path, error: null },
        signedUrl: `http://kong:8000/storage/v1/object/sign/${bucket}/${path}?token=x`,
      }))
      return Promise.resolve({ data, error: null })
    },
  })
  const client = { schema: () => ({ rpc }), storage: { from } } as unknown as SupabaseClient
  return { client, signed, asked }
}

const readable = (...paths: string[]) => ({
  data: { files: paths.map((path) => ({ bucket_id: 'social-media', path })), seconds: 300 },
})

async function call(
  { client }: ReturnType<typeof fake>,
  body: unknown,
  headers: Record<string, string> = { apikey: 'public' },
) {
  const handle = createHandler({ asCaller: () => client, asProject: () => client })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await handle(
    new Request('http://localhost', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    }),
  )
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

Deno.test('a readable file gets a URL without an address, and every other path gets null', async () => {
  const scene = fake(readable('a/1/display.jpg'))
  const { status, body } = await call(scene, { paths: ['a/1/display.jpg', 'b/2/display.jpg'] })
  equal(
    [status, body.urls],
    [
      200,
      {
        'a/1/display.jpg': '/storage/v1/object/sign/social-media/a/1/display.jpg?token=x',
        'b/2/display.jpg': null,
      },
    ],
  )
  equal(scene.signed, ['social-media 1 300'])
})

Deno.test('a caller can shorten the lifetime of a URL, and cannot extend it', async () => {
  for (const [asked, given] of [
    [60, 60],
    [300, 300],
    [301, 300],
    [1e9, 300],
    [null, 300],
    [undefined, 300],
  ]) {
    const scene = fake(readable('a/1/display.jpg'))
    const before = Date.now()
    const { body } = await call(scene, { paths: ['a/1/display.jpg'], expires_in: asked })
    equal(scene.signed, [`social-media 1 ${given}`])
    const lifetime = Date.parse(body.expires_at) - before
    equal(Math.round(lifetime / 1000), given)
  }
})

Deno.test('Storage is not called if the caller may read no file', async () => {
  const scene = fake(readable())
  const { body } = await call(scene, { paths: ['b/2/display.jpg'] })
  equal(body, { urls: { 'b/2/display.jpg': null }, expires_at: null })
  equal(scene.signed, [])
})

Deno.test('a body of another form is refused before the database is asked', async () => {
  for (const body of [
    ...['', 'null', '[]', '"x"', '{', '{}', '0', 'true', '{"paths":"x"}', '{"paths":[1]}'],
    ...['{"paths":null}', '{"paths":{"length":1}}', '{"paths":[],"expires_in":"60"}'],
    ...['{"paths":[],"expires_in":0}', '{"paths":[],"expires_in":-1}'],
    ...['{"paths":[],"expires_in":1.5}', '{"paths":[],"expires_in":1e999}'],
    ...['{"paths":[],"expires_in":[60]}', `{"paths":["${'x'.repeat(256 * 1024)}"]}`],
  ]) {
    const scene = fake(readable())
    const { status, body: answer } = await call(scene, body)
    equal([status, answer.code, scene.asked], [400, 'invalid_input', []])
  }
})

Deno.test('a call without a key and without a token is refused', async () => {
  const scene = fake(readable())
  const { status, body } = await call(scene, { paths: [] }, {})
  equal([status, body.code, scene.asked], [401, 'not_signed_in', []])
})

Deno.test('the response hides database errors, except errors of social functions', async () => {
  for (const [error, status, code] of [
    [{ code: 'PT422', message: 'files_too_many', details: 'No.' }, 422, 'files_too_many'],
    [{ code: '22P05', message: 'unsupported Unicode escape sequence' }, 400, 'invalid_input'],
    [{ code: 'PGRST102', message: 'invalid JSON' }, 400, 'invalid_input'],
    [{ code: 'PGRST301', message: 'JWT expired' }, 401, 'not_signed_in'],
    [{ code: '42501', message: 'permission denied' }, 403, 'forbidden'],
    [{ code: 'XX000', message: 'relation social_private.accounts' }, 500, 'unknown'],
  ] as const) {
    const answer = await call(fake({ error, status }), { paths: [] })
    equal(answer.body.code, code)
    equal(JSON.stringify(answer.body).includes('social_private'), false)
  }
})

Deno.test('the response to a rate limit has the seconds of its hint in a header', async () => {
  for (const [hint, seconds] of [
    ['Try again in 42 seconds.', '42'],
    ['This action is switched off.', null],
    [null, null],
  ]) {
    const error = { code: 'PT429', message: 'rate_limited', details: 'Too many requests.', hint }
    const { status, headers, body } = await call(fake({ error, status: 429 }), { paths: [] })
    equal([status, body.code, body.hint], [429, 'rate_limited', hint])
    equal(headers.get('retry-after'), seconds)
    equal(headers.get('access-control-expose-headers'), 'retry-after')
  }
})

Deno.test('an error of Storage gives no URL and no details', async () => {
  const scene = fake(readable('a/1/display.jpg'))
  const from = () => ({
    createSignedUrls: () => Promise.resolve({ data: null, error: new Error('secret at 10.0.0.1') }),
  })
  const client = { ...scene.client, storage: { from } } as unknown as SupabaseClient
  const { status, body } = await call({ ...scene, client }, { paths: ['a/1/display.jpg'] })
  equal([status, body.code, JSON.stringify(body).includes('secret')], [500, 'unknown', false])
})
