import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'
import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { mp4 } from '../../../tests/support/files.ts'
import { createHandler } from './handler.ts'
import { inspect } from './inspect.ts'
import { judge } from './judge.ts'
import { makePicture } from './picture.ts'
import { store } from './store.ts'
import { makeTile } from './tile.ts'

type Row = Record<string, unknown>

/**
 * Creates a fake database and a fake Storage in memory. `calls` lists the database functions that
 * the handler called. If a poster is given, it belongs to the upload.
 */
function fake(raw: Uint8Array, upload: Row = {}, poster?: Uint8Array) {
  const files = new Map([['social-uploads/anna/1.jpg', new Blob([raw as BlobPart])]])
  if (poster) files.set('social-uploads/anna/2.jpg', new Blob([poster as BlobPart]))
  const calls: string[] = []
  let ready: Row = {
    ...{ id: '1', owner_id: 'anna', purpose: 'post', source_path: 'anna/1.jpg', path: null },
    ...{ poster_path: poster ? 'anna/2.jpg' : null, is_animation_dropped: false },
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
        Promise.resolve(
          files.has(`${bucket}/${path}`)
            ? { data: files.get(`${bucket}/${path}`)?.stream(), error: null }
            : { data: null, error: Object.assign(new Error('Object not found'), { status: 400 }) },
        ),
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

async function bytesOf({ files }: ReturnType<typeof fake>, name: string): Promise<Uint8Array> {
  const file = files.get(`social-media/anna/1/${name}`)
  if (!file) throw new Error(`${name} is not stored`)
  return await file.bytes()
}

/** Replaces functions of the fake Storage. */
function withStorage(scene: ReturnType<typeof fake>, change: (bucket: string) => Row) {
  const { from } = scene.client.storage as unknown as { from(bucket: string): Row }
  const storage = { from: (bucket: string) => ({ ...from(bucket), ...change(bucket) }) }
  return { ...scene, client: { ...scene.client, storage } as unknown as SupabaseClient }
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
  equal(
    ['source_path', 'poster_path', 'owner_id'].filter((name) => name in body),
    [],
  )
  equal(body.is_animation_dropped, false)
})

Deno.test('a picture of more than 1080 pixels is stored in three sizes', async () => {
  const scene = fake(png(1500, 1000))
  const { body } = await call(scene)
  equal(
    [body.path, body.medium_path, body.thumbnail_path],
    ['anna/1/display.jpg', 'anna/1/medium.jpg', 'anna/1/thumbnail.jpg'],
  )
  equal([...scene.files.keys()].sort(), [
    ...['social-media/anna/1/display.jpg', 'social-media/anna/1/medium.jpg'],
    'social-media/anna/1/thumbnail.jpg',
  ])
  const { width, height } = inspect(await bytesOf(scene, 'medium.jpg'))
  equal([width, height], [1080, 720])
  equal((await call(fake(png(1080, 900)))).body.medium_path, null)
  const avatar = fake(png(1500, 1500), { purpose: 'avatar' })
  equal([(await call(avatar)).body.medium_path, avatar.files.size], [null, 1])
})

Deno.test('the steps have the order that the tests of interleavings assume', async () => {
  const steps: string[] = []
  for (const [raw, poster] of [[png(9, 6)], [Buffer.from('<svg/>')], [mp4(), png(9, 6)]] as const) {
    const { client, calls } = fake(raw, {}, poster)
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
    await call({ ...fake(raw, {}, poster), client: scene })
    steps.push(...calls)
  }
  equal(steps, [
    ...['begin_ingest', 'download social-uploads/anna/1.jpg'],
    ...['upload social-media/anna/1/display.jpg', 'upload social-media/anna/1/thumbnail.jpg'],
    ...['complete_ingest', 'remove social-uploads/anna/1.jpg'],
    ...['begin_ingest', 'download social-uploads/anna/1.jpg'],
    ...['refuse_ingest', 'remove social-uploads/anna/1.jpg'],
    ...['begin_ingest', 'download social-uploads/anna/1.jpg'],
    ...['exists social-media/anna/1/display.mp4', 'download social-uploads/anna/1.jpg'],
    ...['upload social-media/anna/1/display.mp4', 'download social-uploads/anna/2.jpg'],
    ...['upload social-media/anna/1/thumbnail.jpg', 'complete_ingest'],
    'remove social-uploads/anna/1.jpg,anna/2.jpg',
  ])
})

Deno.test('a video that changes after its check is refused and not stored', async () => {
  const scene = fake(mp4())
  let downloads = 0
  const changing = withStorage(scene, (bucket) => ({
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
  }))
  const { status, body } = await call(changing)
  equal([status, body.code], [404, 'upload_not_found'])
  equal([scene.files.size, scene.calls], [0, ['begin_ingest', 'refuse_ingest']])
})

Deno.test('a call succeeds if an interrupted call has already stored the picture', async () => {
  const [earlier, scene] = [fake(png(9, 6)), fake(png(9, 6))]
  await call(earlier)
  const display = 'social-media/anna/1/display.jpg'
  scene.files.set(display, earlier.files.get(display) as Blob)
  equal((await call(scene)).status, 200)
})

Deno.test('an upload of which another picture is stored already is refused', async () => {
  for (const name of ['display.jpg', 'thumbnail.jpg']) {
    const [other, scene] = [fake(png(9, 6)), fake(png(8, 6))]
    await call(other)
    const path = `social-media/anna/1/${name}`
    scene.files.set(path, other.files.get(path) as Blob)
    const { status, body } = await call(scene)
    equal([status, body.code], [404, 'upload_not_found'])
    equal(scene.calls, ['begin_ingest', 'refuse_ingest'])
  }
})

Deno.test('a Storage error is ignored if a concurrent call stored the same file', async () => {
  const scene = fake(png(9, 6))
  const failing = withStorage(scene, (bucket) => ({
    upload: (path: string, body: Blob) => {
      scene.files.set(`${bucket}/${path}`, body)
      return Promise.resolve({ error: new Error('Internal server error') })
    },
  }))
  equal((await call(failing)).status, 200)
})

Deno.test('a picture is sent to Storage again if the connection breaks, and a video is not', async () => {
  const answers = []
  for (const raw of [png(9, 6), mp4()]) {
    const scene = fake(raw)
    let attempts = 0
    const flaky = withStorage(scene, (bucket) => {
      const files = scene.client.storage.from(bucket)
      const originalError = new TypeError('broken pipe')
      const broken = { error: Object.assign(new Error('broken pipe'), { originalError }) }
      const upload = (path: string, body: Blob) =>
        attempts++ === 0 ? Promise.resolve(broken) : files.upload(path, body)
      return { upload }
    })
    const { status } = await call(flaky)
    answers.push([status, attempts])
  }
  equal(answers, [
    [200, 3],
    [500, 1],
  ])
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
  const { body } = await call(fake(png(9, 6), { image_bytes: 10 }))
  equal([body.code, body.hint], ['file_too_large', 'Reduce the picture to at most 0 MB.'])
  const large = Buffer.concat([png(9, 6), Buffer.alloc(2 * 2 ** 20)])
  const { hint } = (await call(fake(large, { image_bytes: 2 * 2 ** 20 }))).body
  equal(hint, 'Reduce the picture to at most 2 MB.')
})

Deno.test('an avatar cannot be a video, and the answer says what it can be', async () => {
  const { body } = await call(fake(mp4(), { purpose: 'avatar' }))
  equal([body.code, /cannot be a video.*HEIC/.test(body.hint)], ['file_type_invalid', true])
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

Deno.test('a video has its poster as thumbnail, and both raw files are removed', async () => {
  const scene = fake(mp4(), {}, png(1920, 1080))
  const { status, body } = await call(scene)
  equal(
    [status, body.path, body.thumbnail_path, body.mime_type, body.width],
    [200, 'anna/1/display.mp4', 'anna/1/thumbnail.jpg', 'video/mp4', 1920],
  )
  equal(/^[\w+/]{10,}=*$/.test(body.thumbhash), true)
  equal(
    [...scene.files.keys()],
    ['social-media/anna/1/display.mp4', 'social-media/anna/1/thumbnail.jpg'],
  )
  const { width, height } = inspect(await bytesOf(scene, 'thumbnail.jpg'))
  equal([width, height, body.medium_path], [480, 270, null])
})

Deno.test('a video without a usable poster has a tile', async () => {
  const posters = [undefined, Buffer.from('<svg/>'), Buffer.alloc(0), png(300, 200).subarray(0, 40)]
  const scenes = [
    ...posters.map((poster) => fake(mp4(), {}, poster)),
    fake(mp4(), { image_bytes: 50 }, png(900, 600)),
    fake(mp4(), { poster_path: 'anna/gone.jpg' }),
  ]
  for (const scene of scenes) {
    const { status, body } = await call(scene)
    equal([status, body.thumbnail_path], [200, 'anna/1/tile.jpg'])
    equal(
      [...scene.files.keys()],
      ['social-media/anna/1/display.mp4', 'social-media/anna/1/tile.jpg'],
    )
  }
})

Deno.test('a tile is a JPEG with the shape of the video and a colour of its own', async () => {
  const shapes = [
    ...[
      [1920, 1080, 480, 270],
      [1080, 1920, 270, 480],
      [16, 16, 480, 480],
    ],
    ...[
      [20_000, 1, 480, 1],
      [1, 20_000, 1, 480],
    ],
  ] as [number, number, number, number][]
  for (const [width, height, ...size] of shapes) {
    const tile = makeTile('0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a001', { width, height })
    const { display, thumbhash } = await makePicture(inspect(tile.bytes), 'post')
    equal([display.width, display.height], size)
    // Both hashes are of the same gradient, in a few colours more or less.
    const [first, second] = [thumbhash, tile.thumbhash].map((hash) => atob(hash).charCodeAt(0))
    if (Math.abs(Number(first) - Number(second)) > 2) throw new Error(`${first}, not ${second}`)
  }
  const [one, two] = ['a', 'b'].map((id) => makeTile(`${id}00`, { width: 9, height: 9 }).thumbhash)
  equal(one === two, false)
})

Deno.test('a file that causes an unforeseen error is refused, but not if Storage or the decoder is at fault', async () => {
  const scene = fake(mp4())
  const failing = (error: Error) => () => judge(() => Promise.reject(error))
  const { status, body } = await call(scene, failing(new RangeError('Offset is outside')))
  equal([status, body.code, scene.files.size], [422, 'file_damaged', 0])
  const broken = withStorage(fake(mp4()), () => ({
    download: () => {
      const data = new ReadableStream({
        start: (controller) => controller.enqueue(mp4().subarray(0, 100)),
        pull: (controller) => controller.error(new Error('cut')),
      })
      return { asStream: () => Promise.resolve({ data, error: null }) }
    },
  }))
  const answer = await call(broken)
  equal([answer.status, answer.body.code, broken.files.size], [500, 'unknown', 1])
})

Deno.test('a video of a size that no row may have is refused', async () => {
  const wide = mp4()
  wide.writeUInt32BE(30_000 << 16, wide.indexOf('tkhd') + 4 + 76)
  const scene = fake(wide)
  equal([(await call(scene)).body.code, scene.files.size], ['file_damaged', 0])
})

Deno.test('a file is refused if the database refuses its values', async () => {
  const scene = fake(png(9, 6))
  const rpc = (name: string) => {
    const error = name === 'complete_ingest' ? { code: '23514', message: 'check' } : null
    scene.calls.push(name)
    const data = { id: '1', owner_id: 'anna', purpose: 'post', source_path: 'anna/1.jpg' }
    return Promise.resolve({ data: { ...data, image_bytes: 999_999 }, error, status: 400 })
  }
  const client = { ...scene.client, schema: () => ({ rpc }) } as unknown as SupabaseClient
  equal((await call({ ...scene, client })).body.code, 'file_damaged')
  equal(scene.calls, ['begin_ingest', 'complete_ingest', 'refuse_ingest'])
})

Deno.test('a video that is larger than Storage accepts is refused', async () => {
  const error = Object.assign(new Error('Too large'), { status: 400, statusCode: '413' })
  const scene = fake(mp4())
  const small = withStorage(scene, () => ({ upload: () => Promise.resolve({ error }) }))
  equal([(await call(small)).body.code, scene.files.size], ['file_too_large', 0])
})

Deno.test('a call whose raw file is gone returns that there is no such upload', async () => {
  const scene = fake(png(9, 6))
  scene.files.clear()
  let calls = 0
  const gone = { code: 'PT404', message: 'upload_not_found', details: 'No.', hint: null }
  const rpc = () => {
    const data = { id: '1', owner_id: 'anna', purpose: 'post', source_path: 'anna/1.jpg' }
    return Promise.resolve(
      calls++ === 0 ? { data, error: null, status: 200 } : { data: null, error: gone, status: 404 },
    )
  }
  const client = { ...scene.client, schema: () => ({ rpc }) } as unknown as SupabaseClient
  const { status, body } = await call({ ...scene, client })
  equal([status, body.code], [404, 'upload_not_found'])
})

Deno.test('an empty file is refused, even if Storage sends no body', async () => {
  const scene = fake(Buffer.alloc(0))
  const empty = withStorage(scene, () => ({
    download: () => ({ asStream: () => Promise.resolve({ data: null, error: null }) }),
  }))
  equal([(await call(empty)).body.code, scene.files.size], ['file_type_invalid', 0])
})
