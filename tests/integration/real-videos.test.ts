import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { type Person, people } from '../support/people.ts'
import { expected, ingestAll, playAll, realVideos, type Shown } from '../support/real-videos.ts'

const browser = await startChromium()
let alice: Person
let paths: string[]

beforeAll(async () => {
  ;[alice] = await people('alice')
  paths = await ingestAll(alice)
}, 120_000)
afterAll(() => browser?.close())

/** Returns the media data of a video: the content of its boxes `mdat`. */
function mediaData(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = bytes.indexOf('mdat'); at >= 0; at = bytes.indexOf('mdat', at + 1)) {
    parts.push(bytes.subarray(at, at + bytes.readUInt32BE(at - 4)))
  }
  return Buffer.concat(parts)
}

/** Expects that of the frames and sound only a text of the encoder was erased. */
function expectErased(stored: Buffer, raw: Buffer): void {
  expect(stored.length).toBe(raw.length)
  const changed = [...raw.keys()].filter((at) => raw[at] !== stored[at])
  expect(changed.every((at) => stored[at] === 0xff)).toBe(true)
  const [first = 0, last = 0] = [changed[0], changed.at(-1)]
  if (first < last) expect(raw.toString('latin1', first, last)).toMatch(/x26[45].*options/)
  expect(last - first).toBeLessThan(2500)
}

describe('a video that a device or an app made', () => {
  it.each(realVideos.map((video, index) => ({ ...video, index })))(
    '$name is stored without its metadata',
    async ({ bytes, hasMore, noBox = 0, index }) => {
      const words = /Anna|Leica|Apple|\+52\.5|home|VideoHandler|2024-05-06|x26[45]/
      expect(bytes.toString('latin1')).toMatch(words)
      const path = paths[index] ?? ''
      expect(path).toMatch(/display\.mp4$/)
      const { data } = await alice.supabase.storage.from('social-media').download(path)
      const stored = Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer())
      expect(stored.length).toBe(bytes.length - noBox)
      expect(stored.toString('latin1')).not.toMatch(words)
      if (!hasMore) expectErased(mediaData(stored), mediaData(bytes))
    },
  )

  it.skipIf(!browser)(
    'plays in Chromium',
    async () => {
      const page = await (await browser?.newContext())?.newPage()
      const all = await page?.evaluate<Shown[]>(await playAll(alice, paths))
      for (const [index, video] of realVideos.entries()) {
        if (!video.browsers.includes('Chromium')) continue
        expect.soft(all?.[index], video.name).toEqual(expected(video, 'Chromium'))
      }
    },
    120_000,
  )
})
