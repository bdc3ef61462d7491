import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, person } from '../../support/people.ts'
import { realFile } from '../../support/real-files.ts'
import { article, button, field, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { composer, post } = strings
let alice: Person

beforeAll(async () => {
  if (browser) alice = await person('alice')
})

/** Files as a device hands them over. Not every device knows the type of a video of a phone. */
const chosen = [
  { name: 'IMG_0001.MOV', mimeType: '', buffer: realFile('iphone.mov') },
  // No Chromium of Debian plays HEVC.
  { name: 'IMG_0002.MOV', mimeType: 'video/quicktime', buffer: realFile('iphone-hevc.mov') },
  { name: 'photo.jpeg', mimeType: 'image/pjpeg', buffer: realFile('phone.jpg') },
  // Chromium shows no HEIC.
  { name: 'IMG_0003.HEIC', mimeType: '', buffer: realFile('iphone.heic') },
]

describe.skipIf(!browser)('the page for a new post', () => {
  it('shows and shares the files of a phone, also those that the browser cannot show', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    await page.locator('input[type=file]').setInputFiles(chosen)
    await expect.poll(() => page.getByText(composer.ready).count(), { timeout: 60_000 }).toBe(4)
    const rows = page.getByRole('list', { name: composer.details }).getByRole('listitem')
    const shown = (index: number) => rows.nth(index).locator('img, video')
    // The server has made a thumbnail of the second file.
    await expect.poll(() => shown(1).getAttribute('src')).toMatch(/\/object\/sign\/social-media\//)
    const widths = (index: number) =>
      shown(index).evaluate((one) => (one as { naturalWidth?: number }).naturalWidth)
    await expect.poll(() => widths(1)).toBeGreaterThan(0)
    await expect.poll(() => widths(3)).toBeGreaterThan(0)
    expect(await button(page, composer.cropPicture(1)).count()).toBe(0)
    expect(await button(page, composer.cropPicture(2)).count()).toBe(0)
    expect(await seen(button(page, composer.cropPicture(3)))).toBe(true)
    await field(page, composer.caption).fill('A day at the sea.')
    await button(page, composer.share).click()
    await page.waitForURL(/\/p\//, { timeout: 60_000 })
    const shared = article(page, post.by(alice.username))
    expect(await seen(shared.getByText('A day at the sea.'))).toBe(true)
    const poster = () => shared.locator('video').first().getAttribute('poster')
    await expect.poll(poster).toMatch(/\/thumbnail\.jpg\?/)
    await author.leave()
  })

  it('says what is wrong with a file of another kind, and what to do', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    const file = { name: 'clip.webm', mimeType: 'video/webm', buffer: realFile('clip.webm') }
    await page.locator('input[type=file]').setInputFiles(file)
    const alert = page.getByRole('alert')
    await expect.poll(() => alert.textContent(), { timeout: 20_000 }).toMatch(/WebM.*MP4/)
    await author.leave()
  })
})
