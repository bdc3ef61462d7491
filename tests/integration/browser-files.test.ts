import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../support/browser.ts'
import { photograph, png } from '../support/files.ts'
import { type Person, people } from '../support/people.ts'
import { realFile } from '../support/real-files.ts'
import {
  animatedGif,
  animatedPng,
  animatedWebp,
  halves,
  noise,
  turnedPng,
  turnedWebp,
} from '../support/turned-files.ts'
import { ofOthers, ofPhones } from '../support/upload-journey.ts'
import { openWindow, type Window } from '../support/window.ts'

const chromium = await startChromium()
if (!chromium) console.warn('SKIPPED, as no Chromium starts here.')
const LARGE = { width: 2200, height: 1100 }
let alice: Person
let window: Window

beforeAll(async () => {
  if (!chromium) return
  ;[alice] = await people('alice')
  window = await openWindow(chromium, alice)
})
afterEach(() => {
  if (window) Object.assign(window.line, { sent: [], meets: () => undefined })
})
afterAll(async () => {
  window?.close()
  await chromium?.close()
})

async function stored(path: string | null | undefined): Promise<Buffer> {
  const { data, error } = await alice.supabase.storage.from('social-media').download(path ?? '')
  if (error) throw error
  return Buffer.from(await data.arrayBuffer())
}

/** Returns the colours of the left and right half, or of the upper and lower half. */
async function halvesOf(file: Buffer, type: string): Promise<string> {
  const { width, height, upper, lower, reds } = await window.look(file, type)
  const red = (value = 0) => (value > 150 ? 'red' : 'blue')
  return width > height
    ? `${red(reds[0])} | ${red(reds.at(-1))}`
    : `${red(upper[0])} / ${red(lower[0])}`
}

describe.skipIf(!chromium)('a file that a web page uploads', () => {
  it.each(ofPhones)('%s is stored', async (_, file) => {
    const { code, media } = await window.upload(file.make(), '')
    expect(code).toBeUndefined()
    expect(media).toMatchObject({ ...file.stored, thumbnail_path: expect.any(String) })
  })

  it.each(ofOthers)(
    '%s is stored as the browser draws it, or refused with a remedy',
    async (_, file) => {
      const { code, hint, media } = await window.upload(file.make(), '')
      if (media) return expect(window.puts()[0]?.type).toBe('image/webp')
      expect(code).toBe(file.refused?.code)
      expect(hint).toMatch(file.refused?.says as RegExp)
    },
  )

  it.each(['', 'text/plain', 'application/octet-stream', 'image/svg+xml', 'video/mp4'])(
    'is scaled down whatever its declared type is: %j',
    async (type) => {
      const { media } = await window.upload(png(3000, 1500), type)
      expect(media).toMatchObject({ mime_type: 'image/jpeg', width: 2048, height: 1024 })
      expect(window.puts()[0]?.type).toBe('image/webp')
    },
  )
})

describe.skipIf(!chromium)('a picture that EXIF turns', () => {
  const turned = [
    ...['red | blue', 'blue | red', 'blue | red', 'red | blue'],
    ...['red / blue', 'red / blue', 'blue / red', 'blue / red'],
  ].map((seen, index) => [index + 1, seen] as const)

  it.each(turned)('by the orientation %i is upright: %s', async (orientation, seen) => {
    const files = [
      turnedWebp(orientation, 'large'),
      turnedPng(orientation, LARGE),
      // The browser sends small pictures as they are, and the server turns them.
      turnedWebp(orientation),
      turnedPng(orientation),
    ]
    for (const [index, file] of files.entries()) {
      const { media } = await window.upload(file, '')
      const isSent = window.puts()[index]?.body.equals(file)
      expect([isSent, await halvesOf(await stored(media?.path), 'image/jpeg')]).toEqual([
        index > 1,
        seen,
      ])
    }
  })
})

describe.skipIf(!chromium)('a picture', () => {
  it.each([
    ['a GIF', animatedGif(2, 3000, 1500)],
    ['a WebP', animatedWebp('large')],
    ['a PNG', animatedPng(LARGE)],
  ])('that is %s with frames is sent as it is', async (_, file) => {
    await window.upload(file, 'image/jpeg')
    expect(window.puts()[0]?.body.equals(file)).toBe(true)
  })

  it('of a sequence that only the browser reads is stored alone, and the answer says so', async () => {
    const { code, media } = await window.upload(realFile('animated.avif'), '')
    expect(code).toBeUndefined()
    expect(media).toMatchObject({ width: 64, height: 48, is_animation_dropped: true })
  })

  it('of many bytes is encoded again', async () => {
    const noisy = noise(800, 600)
    expect((await window.upload(noisy, '')).media).toMatchObject({ width: 800, height: 600 })
    expect(window.puts()[0]?.body.length).toBeLessThan(noisy.length)
  })

  it('of one colour is drawn with its size', async () => {
    const { media } = await window.upload(halves({ width: 4096, height: 2 }), '')
    expect(media).toMatchObject({ width: 2048, height: 1 })
  })
})

describe.skipIf(!chromium)('a video', () => {
  it.each([
    ['android.mp4', 180, 320],
    ['iphone.mov', 180, 320],
    ['faststart.mp4', 320, 180],
    ['fragmented.mp4', 320, 180],
  ])('takes a poster along that the browser draws: %s', async (name, width, height) => {
    const { code, media } = await window.upload(realFile(name), '')
    expect(code).toBeUndefined()
    const poster = window.puts().find(({ type }) => type === 'image/jpeg')
    const size = await window.look(poster?.body, 'image/jpeg')
    expect(size).toMatchObject({ width, height })
    expect(Math.max(...size.reds) - Math.min(...size.reds)).toBeGreaterThan(50)
    const asked = window.line.sent.filter(({ path }) => path.endsWith('/social-ingest'))
    const { upload_id, poster_id } = JSON.parse(`${asked.at(-1)?.body}`)
    expect(upload_id).toBe(media?.id)
    expect(poster?.path).toContain(poster_id)
    expect(media?.thumbnail_path).toContain('/thumbnail.')
  })

  it('that the browser cannot play is sent alone', async () => {
    const broken = Buffer.concat([realFile('faststart.mp4').subarray(0, 40), Buffer.alloc(500)])
    await window.upload(broken, 'video/mp4')
    expect(window.puts().map(({ type }) => type)).toEqual(['video/mp4'])
  })
})

describe.skipIf(!chromium)('ten pictures that a web page uploads at the same time', () => {
  it('are sent three at a time, so that the app can still use the line', async () => {
    let [under, most] = [0, 0]
    window.line.meets = async ({ method, path }) => {
      if (method !== 'POST' || !path.includes('/object/social-uploads/')) return undefined
      most = Math.max(most, ++under)
      await new Promise((resolve) => setTimeout(resolve, 300))
      under -= 1
      return undefined
    }
    const codes = await window.uploadAll(Array(10).fill(photograph), 'image/jpeg')
    expect(codes).toEqual(Array(10).fill(undefined))
    expect(window.puts()).toHaveLength(10)
    expect(most).toBe(3)
  })
})
