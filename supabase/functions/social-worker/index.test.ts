import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

/** The arguments of all functions that the worker calls. */
interface Args {
  project?: string
  server?: string
  key_hash?: string
  run_id?: string
  erased?: number
  max_count?: number
  max_rows?: number
  ids?: string[]
  row_ids?: string[]
  error?: string
}

const project = 'https://ours.example'
/** The SHA-256 of the text `worker key`. */
const keyHash = '2dcd964ac77e6bc5a6361d5eacd98a31addb2d73c7476d1a3f8f45f57751dbe3'

/** Creates the handler for one client, as which every caller connects. */
function handler(supabase: SupabaseClient) {
  return createHandler({ project, asCaller: () => supabase, asProject: () => supabase })
}

/** The answer of a run that did nothing but what is given. */
function done(what: Partial<Record<string, unknown>> = {}) {
  const zero = { project, erased: 0, removed: 0, failed: 0, exported: 0, hasMore: false }
  return { ...zero, errors: [], ...what }
}

/** Creates a fake database with deletable rows and a queue of files, and a fake Storage. */
function fake(
  queue: { id: string; bucket_id: string; path: string }[],
  brokenBucket?: string,
  rows = 0,
) {
  const removed: string[] = []
  const ended: Args[] = []
  const noted: { ids: string[]; error: string }[] = []
  let requests = 0
  const leased = new Set<string>()
  const rpc = (name: string, args: Args) => {
    if (name === 'run_maintenance' && rows < 0) {
      return Promise.resolve({ data: null, error: { message: 'down' }, status: 500 })
    }
    if (name === 'note_failed_work') {
      noted.push({ ids: args.row_ids ?? [], error: args.error ?? '' })
      return Promise.resolve({ data: args.row_ids?.length, error: null })
    }
    if (name === 'run_maintenance') {
      const erased_rows = Math.min(rows, args.max_rows ?? 0)
      rows -= erased_rows
      return Promise.resolve({ data: { erased_rows, is_done: rows === 0 }, error: null })
    }
    if (name === 'begin_work') return Promise.resolve({ data: 'run', error: null })
    if (name === 'finish_work') {
      ended.push(args)
      return Promise.resolve({ data: 1, error: null })
    }
    if (name === 'claim_export') return Promise.resolve({ data: null, error: null })
    if (name === 'claim_file_deletions') {
      const claimed = queue.filter(({ id }) => !leased.has(id)).slice(0, args.max_count)
      for (const { id } of claimed) leased.add(id)
      return Promise.resolve({ data: claimed, error: null })
    }
    queue = queue.filter(({ id }) => !args.ids?.includes(id))
    return Promise.resolve({ data: args.ids?.length, error: null })
  }
  const from = (bucket: string) => ({
    remove(paths: string[]) {
      requests++
      if (bucket === brokenBucket || paths.some((path) => path.startsWith('bad'))) {
        const error = { name: 'StorageApiError', status: 400, message: 'a secret', code: 'Bad' }
        return Promise.resolve({ data: null, error })
      }
      removed.push(...paths.map((path) => `${bucket}/${path}`))
      return Promise.resolve({ data: [], error: null })
    },
  })
  const client = { schema: () => ({ rpc }), storage: { from } } as unknown as SupabaseClient
  return {
    ...{ client, removed, noted, ended, requests: () => requests },
    left: () => queue.map(({ path }) => path),
  }
}

function post(headers: Record<string, string> = { apikey: 'secret' }) {
  return new Request('http://localhost/social-worker', { method: 'POST', headers })
}

/** Runs without the lines that the worker logs. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const log = console.error
  console.error = () => {}
  try {
    return await run()
  } finally {
    console.error = log
  }
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

const files = [
  { id: '1', bucket_id: 'social-media', path: 'a.jpg' },
  { id: '2', bucket_id: 'social-avatars', path: 'b.jpg' },
  { id: '3', bucket_id: 'social-media', path: 'c.jpg' },
]

Deno.test('one call removes the queued files of all buckets', async () => {
  const { client, removed, left } = fake(files)
  const response = await handler(client)(post())
  equal(await response.json(), done({ removed: 3 }))
  equal(removed, ['social-media/a.jpg', 'social-media/c.jpg', 'social-avatars/b.jpg'])
  equal(left(), [])
})

Deno.test('a file that Storage cannot remove stays in the queue', async () => {
  const { client, left } = fake(files, 'social-media')
  const response = await handler(client)(post())
  equal(await response.json(), done({ removed: 1, failed: 2 }))
  equal(left(), ['a.jpg', 'c.jpg'])
})

Deno.test('a file that Storage refuses does not keep the other files of its batch', async () => {
  const bad = { id: '4', bucket_id: 'social-media', path: 'bad.jpg' }
  const { client, left, noted } = fake([...files, bad])
  const response = await handler(client)(post())
  equal(await response.json(), done({ removed: 3, failed: 1 }))
  equal(left(), ['bad.jpg'])
  equal(noted, [{ ids: ['4'], error: 'StorageApiError 400 Bad' }])
})

Deno.test('a call sends few requests while Storage is down', async () => {
  const many = Array.from({ length: 100 }, (_, i) => ({
    ...{ id: `${i}`, bucket_id: 'social-media', path: `${i}.jpg` },
  }))
  const { client, requests } = fake(many, 'social-media')
  const response = await handler(client)(post())
  equal((await response.json()).failed, 100)
  equal(requests(), 5)
})

Deno.test('many files that Storage refuses do not keep the files after them', async () => {
  const many = Array.from({ length: 60 }, (_, i) => ({
    ...{ id: `${i}`, bucket_id: 'social-media', path: `${i < 10 ? 'bad' : 'good'}-${i}.jpg` },
  }))
  const { client, left, noted } = fake(many)
  const response = await handler(client)(post())
  equal((await response.json()).failed, 10)
  equal([left().length, noted.length], [10, 10])
})

Deno.test('files are removed although rows cannot be deleted', async () => {
  const { client, left, ended } = fake(files, undefined, -1)
  const response = await quietly(() => handler(client)(post()))
  const errors = [{ task: 'rows', code: '500' }]
  equal([response.status, await response.json()], [200, done({ removed: 3, errors })])
  equal(left(), [])
  const numbers = { erased: 0, removed: 3, failed: 0, exported: 0 }
  equal(ended, [{ run_id: 'run', ...numbers, error: 'rows 500' }])
})

Deno.test('one call removes more than one batch of files', async () => {
  const many = Array.from({ length: 2500 }, (_, i) => ({
    id: `${i}`,
    bucket_id: 'social-media',
    path: `${i}.jpg`,
  }))
  const { client, left } = fake(many)
  const response = await handler(client)(post())
  equal(await response.json(), done({ removed: 2500 }))
  equal(left(), [])
})

Deno.test('one call deletes rows in batches until none are left', async () => {
  const response = await handler(fake([], undefined, 2500).client)(post())
  equal(await response.json(), done({ erased: 2500 }))
})

Deno.test('a call that cannot delete all rows reports that more work is left', async () => {
  const response = await handler(fake([], undefined, 60_000).client)(post())
  equal(await response.json(), done({ erased: 50_000, hasMore: true }))
})

Deno.test('the log says with which code an export failed, and contains no message', async () => {
  const error = { name: 'PostgrestError', code: 'P0001', message: 'a secret' }
  const rpc = (name: string) => {
    if (name === 'claim_export') return Promise.resolve({ data: null, error })
    if (name === 'begin_work') return Promise.resolve({ data: 'run', error: null })
    const done = name === 'run_maintenance' ? { erased_rows: 0, is_done: true } : []
    return Promise.resolve({ data: done, error: null })
  }
  const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
  const lines: unknown[][] = []
  const log = console.error
  console.error = (...line) => lines.push(line)
  const response = await handler(client)(post())
  console.error = log
  equal([response.status, lines], [200, [['exports:', 'PostgrestError P0001']]])
})

/** A fake database whose functions answer as given, and that remembers the calls. */
function answering(answers: Record<string, object>) {
  const calls: [string, Args][] = []
  const fine: Record<string, object | null> = {
    begin_work: { data: 'run' },
    run_maintenance: { data: { erased_rows: 0, is_done: true, errors: [] } },
    claim_file_deletions: { data: [] },
    ...{ claim_export: { data: null }, finish_work: { data: 1 } },
  }
  const rpc = (name: string, args: Args) => {
    calls.push([name, args])
    return Promise.resolve({ data: null, error: null, ...(answers[name] ?? fine[name]) })
  }
  const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
  return { client, calls, names: () => calls.map(([name]) => name) }
}

Deno.test('an error of one task of the database is told, and the others go on', async () => {
  const errors = [{ task: 'posts', code: '23503' }]
  const { client, calls } = answering({
    run_maintenance: { data: { erased_rows: 0, is_done: true, errors } },
    claim_file_deletions: { error: { message: 'a secret' }, status: 502 },
    claim_export: { error: { message: '', code: '' }, status: 0 },
  })
  const response = await quietly(() => handler(client)(post()))
  const all = [
    ...errors,
    { task: 'files', code: '502' },
    { task: 'exports', code: 'unknown error' },
  ]
  equal([response.status, await response.json()], [200, done({ errors: all })])
  equal(calls.at(-1)?.[1].error, 'posts 23503, files 502, exports unknown error')
})

Deno.test('a run ends politely while somebody else holds the locks', async () => {
  const errors = [{ task: 'locks', code: '55P03' }]
  const { client, names } = answering({
    run_maintenance: { data: { erased_rows: 0, is_done: false, errors } },
  })
  const response = await handler(client)(post())
  equal([response.status, await response.json()], [200, done({ hasMore: true, errors })])
  equal(names().filter((name) => name === 'run_maintenance').length, 1)
})

Deno.test('a run does nothing while another run is under way', async () => {
  const { client, names } = answering({ begin_work: { data: null } })
  const response = await handler(client)(post())
  const { project, ...rest } = done()
  equal([response.status, await response.json()], [200, { project, busy: true, ...rest }])
  equal(names(), ['begin_work'])
})

Deno.test('a heartbeat that fails is sent again, and then told', async () => {
  const { client, names } = answering({ finish_work: { error: { message: '' }, status: 504 } })
  const response = await quietly(() => handler(client)(post()))
  equal((await response.json()).errors, [{ task: 'heartbeat', code: '504' }])
  equal(names().filter((name) => name === 'finish_work').length, 2)
})

Deno.test('the key of the worker reaches the database as a hash only', async () => {
  const { client, calls } = answering({})
  const asCaller = () => {
    throw new Error('This key is no key of the project.')
  }
  const worker = createHandler({ project, asCaller, asProject: () => client })
  const headers = { 'x-social-worker-key': 'worker key', apikey: 'other' }
  const body = JSON.stringify({ server: 'server' })
  const request = new Request('http://localhost/social-worker', { method: 'POST', headers, body })
  equal((await worker(request)).status, 200)
  equal(calls[0], ['begin_work', { project, server: 'server', key_hash: keyHash }])
  equal(JSON.stringify(calls).includes('worker key'), false)
})

Deno.test('an empty key of the worker is no key', async () => {
  const { client, calls } = answering({})
  const worker = createHandler({ project, asCaller: () => client, asProject: () => client })
  equal((await worker(post({ 'x-social-worker-key': '' }))).status, 401)
  equal(calls, [])
})

Deno.test('a wrong key of the worker and a call of another server are refused', async () => {
  const details = 'The database differs.'
  const cases = [
    { message: 'worker_key_invalid', code: 'PT403', status: 403, answer: [403, 'forbidden'] },
    {
      ...{ message: 'worker_project_differs', code: 'PT409', status: 409 },
      answer: [409, 'worker_project_differs'],
    },
  ]
  for (const { message, code, status, answer } of cases) {
    const error = { message, code, details, hint: '' }
    const { client, names } = answering({ begin_work: { error, status } })
    const response = await handler(client)(post({ 'x-social-worker-key': 'wrong key' }))
    const body = await response.text()
    equal([response.status, JSON.parse(body).code], answer)
    equal([names(), body.includes('wrong key')], [['begin_work'], false])
  }
})

Deno.test('a field server that is no short text is refused, and nothing is done', async () => {
  for (const server of [null, 7, {}, 'x'.repeat(101)]) {
    const { client, calls } = answering({})
    const [headers, body] = [{ apikey: 'secret' }, JSON.stringify({ server })]
    const request = new Request('http://localhost', { method: 'POST', headers, body })
    equal([(await handler(client)(request)).status, calls], [400, []])
  }
})

Deno.test('the health of the worker is told with 200 or 503', async () => {
  for (const isHealthy of [true, false]) {
    const checks = [
      { subject: 'last run', is_healthy: true },
      { subject: 'posts', is_healthy: isHealthy },
    ]
    const { client, calls } = answering({ worker_health: { data: checks } })
    const headers = { 'x-social-worker-key': 'worker key' }
    const request = new Request('http://localhost/social-worker/health', { headers })
    const response = await handler(client)(request)
    equal(response.status, isHealthy ? 200 : 503)
    equal(await response.json(), { project, healthy: isHealthy, checks })
    equal(calls, [['worker_health', { key_hash: keyHash }]])
  }
})

Deno.test('the health of the worker is told to nobody without a key', async () => {
  const { client, calls } = answering({})
  const request = new Request('http://localhost/social-worker/health')
  equal([(await handler(client)(request)).status, calls], [401, []])
})

Deno.test('a call without a key is refused', async () => {
  const response = await handler(fake([]).client)(post({}))
  equal(response.status, 401)
})

Deno.test('a call is refused if its key is invalid or is not the secret key', async () => {
  const refusals = [
    { status: 401, error: { message: 'Invalid API key', hint: null } },
    { status: 403, error: { code: '42501', message: 'permission denied', hint: null } },
  ]
  for (const refusal of refusals) {
    const rpc = () => Promise.resolve({ data: null, ...refusal })
    const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
    const response = await handler(client)(post({ apikey: 'invented' }))
    equal([response.status, (await response.json()).code], [403, 'forbidden'])
  }
})

Deno.test('a body that is not a JSON object is refused, and nothing is done', async () => {
  const bodies = ['null', '[]', '7', '"x"', 'true', '{', '{}{}', ' ', 'x'.repeat(100_000)]
  for (const body of bodies) {
    const { client, left } = fake(files)
    const headers = { apikey: 'secret', 'content-type': 'application/json' }
    const request = new Request('http://localhost', { method: 'POST', headers, body })
    const response = await handler(client)(request)
    const { code, message, hint } = await response.json()
    equal(
      [response.status, code, typeof message, typeof hint],
      [...[400, 'invalid_input', 'string', 'string']],
    )
    equal(left().length, 3)
  }
})

Deno.test('no body, an empty body and any object are accepted', async () => {
  for (const body of [null, '', '{}', '{"user_id": 1}']) {
    const { client, left } = fake(files)
    const headers = { apikey: 'secret', 'content-type': 'application/json' }
    const request = new Request('http://localhost', { method: 'POST', headers, body })
    equal([(await handler(client)(request)).status, left()], [200, []])
  }
})
