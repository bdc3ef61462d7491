import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { createHandler } from './handler.ts'

/** The arguments of all functions that the worker calls. */
interface Args {
  max_count?: number
  max_rows?: number
  ids?: string[]
  row_ids?: string[]
  error?: string
}

/** Creates a fake database with deletable rows and a queue of files, and a fake Storage. */
function fake(
  queue: { id: string; bucket_id: string; path: string }[],
  brokenBucket?: string,
  rows = 0,
) {
  const removed: string[] = []
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
    ...{ client, removed, noted, requests: () => requests },
    left: () => queue.map(({ path }) => path),
  }
}

function post(headers: Record<string, string> = { apikey: 'secret' }) {
  return new Request('http://localhost/social-worker', { method: 'POST', headers })
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
  const response = await createHandler(() => client)(post())
  equal(await response.json(), { erased: 0, removed: 3, failed: 0, exported: 0, hasMore: false })
  equal(removed, ['social-media/a.jpg', 'social-media/c.jpg', 'social-avatars/b.jpg'])
  equal(left(), [])
})

Deno.test('a file that Storage cannot remove stays in the queue', async () => {
  const { client, left } = fake(files, 'social-media')
  const response = await createHandler(() => client)(post())
  equal(await response.json(), { erased: 0, removed: 1, failed: 2, exported: 0, hasMore: false })
  equal(left(), ['a.jpg', 'c.jpg'])
})

Deno.test('a file that Storage refuses does not keep the other files of its batch', async () => {
  const bad = { id: '4', bucket_id: 'social-media', path: 'bad.jpg' }
  const { client, left, noted } = fake([...files, bad])
  const response = await createHandler(() => client)(post())
  equal(await response.json(), { erased: 0, removed: 3, failed: 1, exported: 0, hasMore: false })
  equal(left(), ['bad.jpg'])
  equal(noted, [{ ids: ['4'], error: 'StorageApiError 400 Bad' }])
})

Deno.test('a call sends few requests while Storage is down', async () => {
  const many = Array.from({ length: 100 }, (_, i) => ({
    ...{ id: `${i}`, bucket_id: 'social-media', path: `${i}.jpg` },
  }))
  const { client, requests } = fake(many, 'social-media')
  const response = await createHandler(() => client)(post())
  equal((await response.json()).failed, 100)
  equal(requests(), 5)
})

Deno.test('many files that Storage refuses do not keep the files after them', async () => {
  const many = Array.from({ length: 60 }, (_, i) => ({
    ...{ id: `${i}`, bucket_id: 'social-media', path: `${i < 10 ? 'bad' : 'good'}-${i}.jpg` },
  }))
  const { client, left, noted } = fake(many)
  const response = await createHandler(() => client)(post())
  equal((await response.json()).failed, 10)
  equal([left().length, noted.length], [10, 10])
})

Deno.test('files are removed although rows cannot be deleted', async () => {
  const { client, left } = fake(files, undefined, -1)
  const response = await createHandler(() => client)(post())
  equal([response.status, (await response.json()).message], [502, 'down'])
  equal(left(), [])
})

Deno.test('one call removes more than one batch of files', async () => {
  const many = Array.from({ length: 2500 }, (_, i) => ({
    id: `${i}`,
    bucket_id: 'social-media',
    path: `${i}.jpg`,
  }))
  const { client, left } = fake(many)
  const response = await createHandler(() => client)(post())
  equal(await response.json(), { erased: 0, removed: 2500, failed: 0, exported: 0, hasMore: false })
  equal(left(), [])
})

Deno.test('one call deletes rows in batches until none are left', async () => {
  const response = await createHandler(() => fake([], undefined, 2500).client)(post())
  equal(await response.json(), { erased: 2500, removed: 0, failed: 0, exported: 0, hasMore: false })
})

Deno.test('a call that cannot delete all rows reports that more work is left', async () => {
  const response = await createHandler(() => fake([], undefined, 60_000).client)(post())
  equal(await response.json(), {
    erased: 50_000,
    removed: 0,
    failed: 0,
    exported: 0,
    hasMore: true,
  })
})

Deno.test('the log says with which code an export failed, and contains no message', async () => {
  const error = { name: 'PostgrestError', code: 'P0001', message: 'a secret' }
  const rpc = (name: string) => {
    if (name === 'claim_export') return Promise.resolve({ data: null, error })
    const done = name === 'run_maintenance' ? { erased_rows: 0, is_done: true } : []
    return Promise.resolve({ data: done, error: null })
  }
  const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
  const lines: unknown[][] = []
  const log = console.error
  console.error = (...line) => lines.push(line)
  const response = await createHandler(() => client)(post())
  console.error = log
  equal([response.status, lines], [200, [['export:', 'PostgrestError P0001']]])
})

Deno.test('a call without a key is refused', async () => {
  const response = await createHandler(() => fake([]).client)(post({}))
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
    const response = await createHandler(() => client)(post({ apikey: 'invented' }))
    equal([response.status, (await response.json()).code], [403, 'forbidden'])
  }
})

Deno.test('a body that is not a JSON object is refused, and nothing is done', async () => {
  const bodies = ['null', '[]', '7', '"x"', 'true', '{', '{}{}', ' ', 'x'.repeat(100_000)]
  for (const body of bodies) {
    const { client, left } = fake(files)
    const headers = { apikey: 'secret', 'content-type': 'application/json' }
    const request = new Request('http://localhost', { method: 'POST', headers, body })
    const response = await createHandler(() => client)(request)
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
    equal([(await createHandler(() => client)(request)).status, left()], [200, []])
  }
})
