import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type Site } from '../../support/browser.ts'
import { heicFile, heicGrid, quarters } from '../../support/heic-files.ts'
import type { Converted } from '../../support/heic-page.ts'
import { type Firefox, startFirefox } from './bidi.ts'

let firefox: Firefox
let site: Site
let context: string

beforeAll(async () => {
  ;[firefox, site] = await Promise.all([startFirefox(), openSite('tests/support/heic-page.ts')])
  const created = await firefox.send<{ context: string }>('browsingContext.create', { type: 'tab' })
  context = created.context
  await firefox.send('browsingContext.navigate', { context, url: site.url, wait: 'complete' })
})
afterAll(async () => {
  site?.close()
  await firefox?.close()
})

/** Converts a HEIC in the page. */
async function convert(file: Buffer): Promise<Converted> {
  const { result, exceptionDetails } = await firefox.send<{
    result?: { value: string }
    exceptionDetails?: { text: string }
  }>('script.callFunction', {
    ...{ target: { context }, awaitPromise: true },
    functionDeclaration: `async (bytes) => JSON.stringify(await app.convert(bytes, 'image/heic'))`,
    arguments: [{ type: 'string', value: file.toString('base64') }],
  })
  if (!result) throw new Error(exceptionDetails?.text)
  return JSON.parse(result.value)
}

it('Firefox converts HEIC to JPEG and WebP', async () => {
  const grid = await convert(heicGrid(quarters, { columns: 2, width: 128, height: 96, turns: 1 }))
  expect(grid).toMatchObject({ type: 'image/jpeg', width: 96, height: 128 })
  const colors = grid.corners.map((color) =>
    color.slice(0, 3).map((value) => Math.round(value / 255)),
  )
  expect(colors.map(String)).toEqual(['0,1,0', '1,1,1', '1,0,0', '0,0,1'])
  expect((await convert(heicFile('alpha.heic'))).type).toBe('image/webp')
  const tiles = Array(48).fill(heicFile('tile.heic'))
  const phone = await convert(heicGrid(tiles, { columns: 8, width: 4032, height: 3024 }))
  expect(phone).toMatchObject({ type: 'image/jpeg', width: 2016, height: 1512 })
  console.log(`convertHeic in Firefox ${firefox.version}: 12 MP in ${phone.time} ms`)
})
