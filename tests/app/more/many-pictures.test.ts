import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, person } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { article, button, field, gone, picture, region, seen } from '../support/find.ts'
import { hold } from '../support/hold.ts'
import { choosePictures } from '../support/pictures.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { composer, post } = strings
const COLOURS = ['red', 'green', 'blue', 'gold', 'pink', 'teal', 'navy', 'plum', 'lime', 'tan']
let alice: Person

beforeAll(async () => {
  if (browser) alice = await person('alice')
})

describe.skipIf(!browser)('a post with many pictures', () => {
  it('shows how far the upload of each is, and is shared as soon as all are there', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    const uploads = await hold(page, (request) => request.url().includes('/storage/v1/object/'))
    await choosePictures(page, ...COLOURS, 'grey')
    expect(await seen(page.getByText(composer.tooMany(COLOURS.length)))).toBe(true)
    for (const [at, colour] of COLOURS.entries()) {
      await field(page, composer.altLabel(at + 1)).fill(`All ${colour}`)
    }
    expect(await field(page, composer.altLabel(COLOURS.length + 1)).count()).toBe(0)
    expect(await page.locator('input[type=file]').count()).toBe(0)
    const upload = page.getByRole('progressbar', { name: composer.uploading(1), exact: true })
    expect(await seen(upload)).toBe(true)
    await expect.poll(uploads.count).toBeGreaterThan(0)
    expect(await page.getByText(composer.ready).count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
    await button(page, composer.share).click()
    expect(await seen(page.getByText(composer.waiting))).toBe(true)

    await uploads.release()
    await page.waitForURL(/\/p\//, { timeout: 120_000 })
    const shared = article(page, post.by(alice.username))
    const shown = picture(region(shared, post.pictures(COLOURS.length)), /^All /)
    const names = () => shown.evaluateAll((all) => all.map((one) => one.getAttribute('alt')))
    await expect.poll(names).toEqual(COLOURS.map((colour) => `All ${colour}`))
    expect(await gone(page.getByText(composer.waiting))).toBe(true)
    await author.leave()
  })

  it('takes a picture out again', async () => {
    const author = await visit(browser, '/new', { as: alice, device: 'phone' })
    const { page } = author
    await choosePictures(page, 'red', 'blue')
    await field(page, composer.altLabel(2)).fill('All blue')
    await button(page, composer.removePicture(1)).click()
    expect(await gone(field(page, composer.altLabel(2)))).toBe(true)
    expect(await field(page, composer.altLabel(1)).inputValue()).toBe('All blue')
    await button(page, composer.share).click()
    await page.waitForURL(/\/p\//, { timeout: 60_000 })
    const shared = article(page, post.by(alice.username))
    expect(await seen(picture(shared, 'All blue'))).toBe(true)
    expect(await button(shared, post.next).count()).toBe(0)
    await author.leave()
  })
})
