import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, person } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { article, button, dialog, field, gone, picture, seen } from '../support/find.ts'
import { choosePictures } from '../support/pictures.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { composer, crop, post, app } = strings
let alice: Person

beforeAll(async () => {
  if (browser) alice = await person('alice')
})

describe.skipIf(!browser)('the page for a new post', () => {
  it('uploads a picture again after the network failed, and keeps the draft', async () => {
    const author = await visit(browser, '/new', { as: alice, device: 'phone' })
    const { page } = author
    await page.route('**/storage/v1/object/**', (route) => route.abort())
    await choosePictures(page, 'red')
    const again = button(page, composer.retryPicture(1))
    expect(await seen(again)).toBe(true)
    expect(await seen(page.getByText(composer.failed))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.unroute('**/storage/v1/object/**')
    await again.click()
    expect(await seen(page.getByText(composer.ready))).toBe(true)
    await field(page, composer.caption).fill('A draft.')
    await field(page, composer.altLabel(1)).fill('Red')
    expect(await seen(page.getByText(composer.draftKept))).toBe(true)
    // The draft is on the device once the page has had a moment to write it.
    await expect
      .poll(async () => {
        await page.reload()
        await field(page, composer.caption).waitFor()
        return field(page, composer.caption).inputValue()
      })
      .toBe('A draft.')
    expect(await seen(field(page, composer.altLabel(1)))).toBe(true)
    await button(page, composer.discard).click()
    await button(dialog(page, composer.discard), composer.discard).click()
    expect(await gone(field(page, composer.altLabel(1)))).toBe(true)
    await author.leave()
  })

  it('crops a picture', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    await choosePictures(page, 'red', 'blue')
    await field(page, composer.altLabel(1)).fill('Red')
    await field(page, composer.altLabel(2)).fill('Blue')
    await button(page, composer.cropPicture(1)).click()
    const form = dialog(page, crop.title)
    expect(await seen(form)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(form, crop.done).click()
    expect(await gone(form)).toBe(true)
    await button(page, composer.share).click()
    await page.waitForURL(/\/p\//, { timeout: 60_000 })
    const shared = article(page, post.by(alice.username))
    const names = () =>
      picture(shared, /Red|Blue/).evaluateAll((all) => all.map((one) => one.getAttribute('alt')))
    await expect.poll(names).toEqual(['Red', 'Blue'])
    expect(await seen(button(page, app.menu))).toBe(true)
    await author.leave()
  })
})
