import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'
import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { mp4 } from '../../../tests/support/files.ts'
import { createHandler } from './handler.ts'
import { store } from './store.ts'

type Row = Record<string, unknown>

/**
 * Creates a fake database and a fake Storage in memory. `calls` lists the database functions that
 * the handler called.
 */
function fake(raw: Uint8Array, upload: Row = {}) {
  const files = new Map([['social-uploads/anna/1.jpg', new Blob([raw as BlobPart])]])
  const calls: string[] = []
  let ready: Row = {
    ...{ id: '1', owner_id: 'anna', purpose: 'post', source_path: 'anna/1.jpg', path: null },
    ...{ bytes: raw.length, image_bytes: 10_485_760, ...upload },
  }
  const rpc = (name: string, args: Row) => {
    calls.push(name)
    if (name === 'complete_ingest') ready = { ...ready, ...args, id: '1' }
    return Promise.resolve({ data: ready, error: null, status: 200 })
  }
  const from = (bucket: string) => ({
    download: (path: string) => ({
      asStream: () =>
        Promise.resolve({ data: files.get(`${bucket}/${path}`)?.stream(), error: null }),
    }),
    exists: (path: string) => Promise.resolve({ data: files.has(`${bucket}/${path}`) }),
    remove: (paths: string[]) => {
      for (const path of paths) files.delete(`${bucket}/${path}`)
      return Promise.resolve({ error: null })
    },
    upload: async (path: string, body: Blob | ReadableStream) => {
      if (files.has(`${bucket}/${path}`)) return { error: new Error('The resource already exists') }
      files.set(`${bucket}/${path}`, await new Response(body).blob())
      return { error: null }
    },
  })
  const client = { schema: () => ({ rpc }), storage: { from } } as unknown as SupabaseClient
  return { client, calls, files }
}

async function call({ client }: ReturnType<typeof fake>, ingest = store) {
  const handle = createHandler({ asPerson: () => client, asProject: () => client }, ingest)
  const headers = {
    ...{ authorization: 'Bearer anna', apikey: 'public', 'content-type': 'application/json' },
  }
  const body = JSON.stringify({ upload_id: '0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a001' })
  const response = await handle(new Request('http://localhost', { method: 'POST', headers, body }))
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8)
  const pixels = deflateSync(Buffer.alloc(Math.min(height, 1000) * (width + 1)))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    ...[signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))],
  ])
}

Deno.test('a picture is stored in two sizes, and the raw file is removed', async () => {
  const scene = fake(png(900, 600))
  const { status, body } = await call(scene)
  equal([status, body.width, body.height, body.mime_type], [200, 900, 600, 'image/jpeg'])
  equal(
    [...scene.files.keys()],
    ['social-media/anna/1/display.jpg', 'social-media/anna/1/thumbnail.jpg'],
  )
  equal(scene.calls, ['begin_ingest', 'complete_ingest'])
  equal('source_path' in body || 'owner_id' in body, false)
})

Deno.test('the steps have the order that the tests of interleavings assume', async () => {
  const steps: string[] = []
  for (const raw of [png(9, 6), Buffer.from('<svg/>')]) {
    const { client, calls } = fake(raw)
    const traced = (bucket: string) => {
      const files = client.storage.from(bucket)
      return new Proxy(files, {
        get:
          (target, name) =>
          (path: string | string[], ...rest: unknown[]) => {
            calls.push(`${String(name)} ${bucket}/${[path].flat().join()}`)
            return (target as unknown as Record<PropertyKey, (...args: unknown[]) => unknown>)[
              name
            ]?.(...[path, ...rest])
          },
      })
    }
    const scene = { ...client, storage: { from: traced } } as unknown as SupabaseClient
    await call({ ...fake(raw), client: scene })
    steps.push(...calls)
  }
  equal(steps, [
    ...['begin_ingest', 'download social-uploads/anna/1.jpg'],
    ...['upload social-media/anna/1/display.jpg', 'upload social-media/anna/1/thumbnail.jpg'],
    ...['complete_ingest', 'remove social-uploads/anna/1.jpg'],
    ...['begin_ingest', 'download social-uploads/anna/1.jpg'],
    ...['refuse_ingest', 'remove social-uploads/anna/1.jpg'],
  ])
})

Deno.test('a video that changes after its check is not stored', async () => {
  const scene = fake(mp4())
  const { from } = scene.client.storage as unknown as { from(bucket: string): Row }
  let downloads = 0
  const storage = {
    from: (bucket: string) => ({
      ...from(bucket),
      // Storage accepts a second upload of the same path that began before the first one ended.
      download: () => {
        const bytes = downloads++ === 0 ? mp4() : mp4().fill('<script>')
        const data = new Blob([bytes as BlobPart]).stream()
        return { asStream: () => Promise.resolve({ data }) }
      },
      upload: async (path: string, body: ReadableStream) => {
        const error = await new Response(body).blob().then(
          (blob) => void scene.files.set(`${bucket}/${path}`, blob),
          (reason) => reason,
        )
        return { error }
      },
    }),
  }
  const client = { ...scene.client, storage } as unknown as SupabaseClient
  equal((await call({ ...scene, client })).status, 500)
  equal([...scene.files.keys()], ['social-uploads/anna/1.jpg'])
  equal(scene.calls.includes('complete_ingest'), false)
})

Deno.test('a call succeeds if an interrupted call has already stored the picture', async () => {
  const [earlier, scene] = [fake(png(9, 6)), fake(png(9, 6))]
  await call(earlier)
  const display = 'social-media/anna/1/display.jpg'
  scene.files.set(display, earlier.files.get(display) as Blob)
  equal((await call(scene)).status, 200)
})

Deno.test('a call fails if another call has stored another picture of the upload', async () => {
  for (const name of ['display.jpg', 'thumbnail.jpg']) {
    const [other, scene] = [fake(png(9, 6)), fake(png(8, 6))]
    await call(other)
    const path = `social-media/anna/1/${name}`
    scene.files.set(path, other.files.get(path) as Blob)
    equal((await call(scene)).status, 500)
    equal(scene.calls.includes('complete_ingest'), false)
  }
})

Deno.test('a Storage error is ignored if a concurrent call stored the same file', async () => {
  const scene = fake(png(9, 6))
  const { from } = scene.client.storage as unknown as { from(bucket: string): Row }
  const storage = {
    from: (bucket: string) => ({
      ...from(bucket),
      upload: (path: string, body: Blob) => {
        scene.files.set(`${bucket}/${path}`, body)
        return Promise.resolve({ error: new Error('Internal server error') })
      },
    }),
  }
  const client = { ...scene.client, storage } as unknown as SupabaseClient
  equal((await call({ ...scene, client })).status, 200)
})

Deno.test('an avatar is cropped to a square', async () => {
  const { body } = await call(fake(png(900, 600), { purpose: 'avatar' }))
  equal([body.path, body.width, body.height], ['anna/1.jpg', 512, 512])
})

Deno.test('an upload that is already processed is returned and not processed again', async () => {
  const scene = fake(png(9, 6), { path: 'anna/1/display.jpg' })
  equal([(await call(scene)).status, scene.calls], [200, ['begin_ingest']])
})

Deno.test('a file that is not a picture is refused and removed', async () => {
  const scene = fake(Buffer.from('<svg onload="alert(1)"/>'))
  const { status, body } = await call(scene)
  equal([status, body.code], [415, 'file_type_invalid'])
  equal([scene.files.size, scene.calls], [0, ['begin_ingest', 'refuse_ingest']])
})

Deno.test('a picture with too many pixels is refused before it is decoded', async () => {
  equal((await call(fake(png(20_000, 20_000)))).body.code, 'image_too_many_pixels')
})

Deno.test('a picture with too many bytes is refused', async () => {
  equal((await call(fake(png(9, 6), { image_bytes: 10 }))).body.code, 'file_too_large')
})

Deno.test('an internal error keeps the raw file and returns no details', async () => {
  const scene = fake(png(9, 6))
  const { status, body } = await call(scene, () => Promise.reject(new Error('secret at 10.0.0.1')))
  equal([status, body.code, scene.files.size], [500, 'unknown', 1])
  equal(JSON.stringify(body).includes('secret'), false)
})

Deno.test('the response hides database errors, except errors of social functions', async () => {
  const errors = [
    { code: 'PT404', message: 'upload_not_found', details: 'No.', hint: null },
    { code: 'XX000', message: 'relation social_private.uploads', details: null, hint: null },
  ]
  for (const [error, expected] of [
    [errors[0], 'upload_not_found'],
    [errors[1], 'unknown'],
  ] as const) {
    const rpc = () => Promise.resolve({ data: null, error, status: 404 })
    const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
    equal((await call({ ...fake(png(9, 6)), client })).body.code, expected)
  }
})

Deno.test('the response to a rate limit has the seconds of its hint in a header', async () => {
  for (const [hint, seconds] of [
    ['Try again in 42 seconds.', '42'],
    ['This action is switched off.', null],
    [null, null],
  ]) {
    const error = { code: 'PT429', message: 'rate_limited', details: 'Too many requests.', hint }
    const rpc = () => Promise.resolve({ data: null, error, status: 429 })
    const client = { schema: () => ({ rpc }) } as unknown as SupabaseClient
    const { status, headers, body } = await call({ ...fake(png(9, 6)), client })
    equal([status, body.code, body.hint], [429, 'rate_limited', hint])
    equal(headers.get('retry-after'), seconds)
    equal(headers.get('access-control-expose-headers'), 'retry-after')
  }
})

Deno.test('a call without a token is refused', async () => {
  const { client } = fake(png(9, 6))
  const handle = createHandler({ asPerson: () => client, asProject: () => client })
  equal((await handle(new Request('http://localhost', { method: 'POST' }))).status, 401)
})
