import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site, startChromium } from '../support/browser.ts'
import { photograph } from '../support/files.ts'
import { heicFile, heicGrid, quarters } from '../support/heic-files.ts'
import type { App } from '../support/heic-page.ts'

declare const app: App

const chromium = await startChromium()
const [red, green, blue, white] = ['255,0,0', '0,255,0', '0,0,255', '255,255,255']
let site: Site
let page: Page

beforeAll(async () => {
  if (!chromium) return
  site = await openSite('tests/support/heic-page.ts')
  page = await site.open(chromium)
}, 120_000)
afterAll(async () => {
  site?.close()
  await chromium?.close()
})

const convert = (file: Buffer, type = 'image/heic') =>
  page.evaluate((given) => app.convert(...given), [file.toString('base64'), type] as const)

/** Rounds the colors that an encoder has changed a little. */
const rounded = (corners: number[][]) =>
  corners.map((color) =>
    color
      .slice(0, 3)
      .map((value) => (value > 127 ? 255 : 0))
      .join(),
  )

describe.skipIf(!chromium)('convertHeic in a browser that cannot show HEIC', () => {
  it('returns other files and damaged ones unchanged, and loads no decoder for them', async () => {
    const before = site.asked.length
    const damaged = heicFile('still.heic').subarray(0, 100)
    for (const [file, type] of [
      ...([
        [photograph, 'image/jpeg'],
        [heicFile('still.avif'), 'image/avif'],
      ] as const),
      ...([
        [Buffer.alloc(0), 'image/heic'],
        [Buffer.from('a text'), 'text/plain'],
      ] as const),
    ]) {
      expect((await convert(file, type)).isUnchanged, type).toBe(true)
    }
    expect(site.asked.length).toBe(before)
    expect((await convert(damaged)).isUnchanged).toBe(true)
  })

  it('turns a grid of tiles into an upright JPEG, whatever type the file declares', async () => {
    const options = { columns: 2, width: 128, height: 96, turns: 1 }
    const heic = heicGrid(quarters, options)
    for (const type of ['image/heic', '']) {
      const { corners, ...converted } = await convert(heic, type)
      expect(converted).toMatchObject({ type: 'image/jpeg', width: 96, height: 128, step: 8 })
      expect(rounded(corners)).toEqual([green, white, red, blue])
    }
  })

  it('keeps the transparency, as WebP', async () => {
    const { type, corners } = await convert(heicFile('alpha.heic'))
    expect(type).toBe('image/webp')
    expect(corners[0]?.[3]).toBe(255)
    expect(corners[1]?.[3]).toBeCloseTo(90, -1)
  })

  it('scales a picture of 24 megapixels down, which the server would refuse', async () => {
    const tile = heicFile('tile.heic')
    const times = []
    const browser = await chromium?.newBrowserCDPSession()
    const spent = async () => {
      const { processInfo } = (await browser?.send('SystemInfo.getProcessInfo')) ?? {
        processInfo: [],
      }
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    }
    for (const [count, columns, width, height] of [
      [48, 8, 4032, 3024],
      [108, 12, 5712, 4284],
    ] as const) {
      const given = heicGrid(Array(count).fill(tile), { columns, width, height })
      const before = await spent()
      const converted = await convert(given)
      const cpu = (await spent()) - before
      expect(converted).toMatchObject({ type: 'image/jpeg' })
      expect([converted.width, converted.height]).toEqual(
        count === 48 ? [2016, 1512] : [2048, 1536],
      )
      const time = (converted.time / 1000).toFixed(2)
      times.push(`${(width * height) / 1e6} MP: ${time} s, ${cpu.toFixed(2)} s of CPU`)
    }
    console.log(`convertHeic in Chromium: ${times.join(', ')}`)
  }, 120_000)
})
