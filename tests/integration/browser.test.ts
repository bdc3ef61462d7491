import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../support/browser.ts'
import type { UploadIn } from '../support/browser-page.ts'
import { avif, box, photograph, png, withPlace } from '../support/files.ts'
import { metadataOf } from '../support/metadata.ts'
import { type Person, people } from '../support/people.ts'
import { sql } from '../support/stack.ts'
import { openWindow, type Window } from '../support/window.ts'

const chromium = await startChromium()
const install = 'apt-get install chromium, or say in SOCIAL_CHROMIUM where one is'
if (!chromium) console.warn(`SKIPPED, as no Chromium starts here: ${install}`)
/** A part of the address to which raw files are sent. */
const RAW = '/object/social-uploads/'
let alice: Person
let window: Window
/** A photo of 4000 × 3000 pixels with EXIF rotation, as phones store it in portrait orientation. */
let large: Buffer

beforeAll(async () => {
  if (!chromium) return
  ;[alice] = await people('alice')
  window = await openWindow(chromium, alice)
  large = withPlace(await window.paint('photograph', 4000, 3000))
})
afterEach(() => {
  if (window) Object.assign(window.line, { sent: [], meets: () => undefined })
})
afterAll(async () => {
  window?.close()
  await chromium?.close()
})

const upload = (file: Buffer, options?: UploadIn) => window.upload(file, 'image/jpeg', options)

/** Returns two numbers for an upload: how many processed media and how many raw files it has. */
async function traces(id: string) {
  const [found] = await sql`
    select (select count(*)::int from social_private.uploads where id = ${id} and path <> '') as media,
      (select count(*)::int from storage.objects
        where bucket_id = 'social-uploads' and name like ${`%${id}%`}) as raw`
  return found
}

describe.skipIf(!chromium)('a picture uploaded from a web page of another origin', () => {
  it('is scaled down, rotated and stripped of metadata before the upload if it is large', async () => {
    expect(metadataOf(large)).toEqual(expect.arrayContaining(['exif', 'gps', 'Anna']))
    const { code, media } = await upload(large)
    expect([code, media]).toMatchObject([undefined, { width: 1536, height: 2048 }])
    const [raw] = window.puts()
    // The sent file contains the sRGB colour profile and no other metadata.
    expect([raw?.type, metadataOf(raw?.body ?? large)]).toEqual([
      'image/jpeg',
      ['icc', 'ICC_PROFILE'],
    ])
    const { upper, lower, ...size } = await window.look(raw?.body, 'image/jpeg')
    expect(size).toMatchObject({ width: 1536, height: 2048 })
    expect(upper[0]).toBeGreaterThan(150)
    expect(lower[2]).toBeGreaterThan(150)
    const avatar = await upload(large, { purpose: 'avatar', isDeaf: true })
    expect(avatar.media).toMatchObject({ width: 512, height: 512 })
  })

  it('is sent unchanged if the picture is small', async () => {
    expect((await upload(withPlace(photograph))).media?.mime_type).toBe('image/jpeg')
    expect(window.puts()[0]?.body.equals(withPlace(photograph))).toBe(true)
  })

  it('keeps its transparency and is sent as WebP', async () => {
    const large = await window.upload(png(3000, 1500, { alpha: 90 }), 'image/png')
    expect(large.media).toMatchObject({ mime_type: 'image/webp', width: 2048, height: 1024 })
    const other = await window.upload(avif, 'image/avif')
    expect(other.media).toMatchObject({ mime_type: 'image/webp', width: 64, height: 32 })
    expect(window.puts().map(({ type }) => type)).toEqual(['image/webp', 'image/webp'])
    const { data } = await alice.supabase.storage
      .from('social-media')
      .download(large.media?.path ?? '')
    const stored = Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer())
    for (const file of [...window.puts().map(({ body }) => body), stored]) {
      const { upper } = await window.look(file, 'image/webp')
      expect(upper[3]).toBeCloseTo(90, -1)
    }
  })

  it('with fine lines is scaled down to an avatar without moiré patterns', async () => {
    const lines = await window.paint('lines', 8000, 3000)
    const { media } = await window.upload(lines, 'image/png', { purpose: 'avatar' })
    expect(media).toMatchObject({ width: 512, height: 512 })
    const { width, reds } = await window.look(window.puts()[0]?.body, 'image/webp')
    expect(width).toBe(1365)
    expect(Math.max(...reds) - Math.min(...reds)).toBeLessThan(40)
  })

  it('is rejected if the browser or the server cannot decode it', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    const heic = Buffer.concat([box('ftyp', 'heic\0\0\0\0heic'), box('mdat', 'pixels')])
    const refused = [
      await window.upload(svg, 'image/svg+xml'),
      await window.upload(svg, 'image/jpeg'),
      await window.upload(Buffer.from('II*\0 and more'), ''),
    ]
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('file_type_invalid'))
    expect(window.line.sent).toEqual([])
    expect((await window.upload(heic, '')).code).toMatch(/^file_(type_invalid|damaged)$/)
    expect((await upload(large.subarray(0, 300))).code).toBe('file_damaged')
  })
})

describe.skipIf(!chromium)('an upload from a web page of another origin', () => {
  it('reports its progress', async () => {
    const { progress } = await window.slowly(600_000, () => upload(large))
    expect(progress).toEqual([...progress].sort((one, other) => one - other))
    expect([progress[0], progress.at(-1)]).toEqual([0, 1])
    expect(progress.filter((done) => done > 0 && done < 0.9).length).toBeGreaterThanOrEqual(3)
  })

  it('can be aborted half-way and repeated afterwards', async () => {
    const id = randomUUID()
    const given = await window.slowly(100_000, () => upload(large, { id, abortAt: 0.2 }))
    expect(given).toMatchObject({ code: 'aborted', media: null })
    expect(await traces(id)).toEqual({ media: 0, raw: 0 })
    const again = await upload(large, { id })
    expect([again.code, again.media?.id]).toEqual([undefined, id])
  })

  it('can be aborted before the first byte is sent', async () => {
    const id = randomUUID()
    window.line.meets = async ({ method, path }) => {
      if (method === 'OPTIONS' || !path.includes(RAW)) return undefined
      await window.abort()
      return 'holding'
    }
    expect((await upload(large, { id, isDeaf: true })).code).toBe('aborted')
    expect(await traces(id)).toEqual({ media: 0, raw: 0 })
  })

  it('is retried when the connection breaks, and is registered only once', async () => {
    const id = randomUUID()
    const asked = (what: string) =>
      window.line.sent.filter(({ method, path }) => method === 'POST' && path.includes(what))
    // Browsers also repeat a request by themselves if a reused connection fails.
    window.line.meets = ({ method, path }) => {
      if (method === 'POST' && path.includes(RAW) && asked(RAW).length < 2) return 'sending'
      return path.includes('/social-ingest') && asked('/social-ingest').length < 3
        ? 'answering'
        : undefined
    }
    const { code, media, progress } = await upload(large, { id })
    expect([code, media?.id, progress.at(-1)]).toEqual([undefined, id, 1])
    expect(progress).toEqual([...progress].sort((one, other) => one - other))
    expect(asked(RAW).length).toBeGreaterThanOrEqual(2)
    expect(asked('/social-ingest').length).toBeGreaterThanOrEqual(3)
    expect(await traces(id)).toEqual({ media: 1, raw: 0 })
  })
})
