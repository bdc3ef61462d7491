import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { type Person, person } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import {
  article,
  button,
  dialog,
  field,
  gone,
  list,
  picture,
  radio,
  seen,
} from '../support/find.ts'
import { choosePictures } from '../support/pictures.ts'
import { swipe } from '../support/swipe.ts'
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

  it.each(['phone', 'desktop'] as const)('crops a picture on a %s', async (device) => {
    const author = await visit(browser, '/new', { as: alice, device })
    const { page } = author
    await choosePictures(page, 'red', 'blue')
    await field(page, composer.altLabel(1)).fill('Red')
    await field(page, composer.altLabel(2)).fill('Blue')
    await button(page, composer.cropPicture(1)).click()
    const form = dialog(page, crop.title)
    expect(await seen(form)).toBe(true)
    await radio(form, crop.shapes.square).check()
    await field(form, crop.zoom).fill('2')
    const half = { width: 37.5, height: 50 }
    const says = (x: number, y: number) => seen(form.getByText(crop.part({ x, y, ...half })))
    expect(await says(31.25, 25)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    if (device === 'phone') {
      await swipe(page, form.getByTestId('cropper'), { x: 300, y: 300 })
      expect(await says(0, 0)).toBe(true)
    } else {
      // The keyboard moves the part, and the words for a screen reader say where it is.
      await field(form, crop.area).focus()
      for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowDown')
      for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowRight')
      expect(await says(0, 0)).toBe(true)
    }
    await button(form, crop.done).click()
    expect(await gone(form)).toBe(true)
    await button(page, composer.share).click()
    await page.waitForURL(/\/p\//, { timeout: 60_000 })
    const shared = article(page, post.by(alice.username))
    const names = () =>
      picture(shared, /Red|Blue/).evaluateAll((all) => all.map((one) => one.getAttribute('alt')))
    await expect.poll(names, { timeout: 20_000 }).toEqual(['Red', 'Blue'])
    const id = page.url().split('/p/')[1] ?? ''
    const { media } = unwrap(await alice.social.posts.get(id))
    const sizes = media.map(({ width, height }) => [width, height])
    expect(sizes).toEqual([
      [180, 180],
      [480, 360],
    ])
    expect(await seen(button(page, app.menu))).toBe(true)
    await author.leave()
  })

  it('orders pictures by keyboard, and says their places', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    await chooseThree(page)
    const handle = (place: number) => button(page, composer.moveHandle(place))
    const says = (words: string) => seen(page.getByRole('status').getByText(words, { exact: true }))
    await handle(1).focus()
    await page.keyboard.press('Enter')
    expect(await says(composer.lifted(1, 3))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('ArrowRight')
    expect(await says(composer.moved(2, 3))).toBe(true)
    await page.keyboard.press('End')
    expect(await says(composer.moved(3, 3))).toBe(true)
    expect(await orderOf(page)).toEqual(['Blue', 'Green', 'Red'])
    expect(await handle(3).evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.keyboard.press('Enter')
    expect(await says(composer.dropped(3, 3))).toBe(true)
    await page.keyboard.press('ArrowLeft')
    expect(await orderOf(page)).toEqual(['Blue', 'Green', 'Red'])

    await page.keyboard.press('Space')
    await page.keyboard.press('Home')
    expect(await says(composer.moved(1, 3))).toBe(true)
    expect(await orderOf(page)).toEqual(['Red', 'Blue', 'Green'])
    await page.keyboard.press('Escape')
    expect(await says(composer.dropped(3, 3))).toBe(true)
    expect(await orderOf(page)).toEqual(['Blue', 'Green', 'Red'])
    await author.leave()
  })

  it('orders pictures by mouse', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    await chooseThree(page)
    const tiles = list(page, composer.order).getByRole('listitem')
    const from = await centreOf(tiles.nth(2))
    const to = await centreOf(tiles.nth(0))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 8 })
    await page.mouse.up()
    expect(await orderOf(page)).toEqual(['Green', 'Red', 'Blue'])
    await author.leave()
  })

  it('orders pictures by finger on a phone', async () => {
    const author = await visit(browser, '/new', { as: alice, device: 'phone' })
    const { page } = author
    await chooseThree(page)
    const tiles = list(page, composer.order).getByRole('listitem')
    await tiles.first().scrollIntoViewIfNeeded()
    const from = await centreOf(tiles.nth(0))
    const to = await centreOf(tiles.nth(2))
    const away = { x: to.x - from.x, y: to.y - from.y }
    await swipe(page, button(page, composer.moveHandle(1)), away)
    expect(await orderOf(page)).toEqual(['Blue', 'Green', 'Red'])
    expect(await button(page, composer.moveHandle(3)).getAttribute('aria-pressed')).toBe('false')
    // A finger beside the handle scrolls the page.
    await swipe(page, tiles.nth(0).getByText('1'), away)
    expect(await orderOf(page)).toEqual(['Blue', 'Green', 'Red'])
    await author.leave()
  })
})

async function chooseThree(page: Page): Promise<void> {
  await choosePictures(page, 'red', 'blue', 'green')
  for (const [at, name] of ['Red', 'Blue', 'Green'].entries()) {
    await field(page, composer.altLabel(at + 1)).fill(name)
  }
}

/** The descriptions of the pictures, in the order of the post. */
function orderOf(page: Page): Promise<string[]> {
  return field(page, /^Description of picture/).evaluateAll((all) =>
    all.map((one) => (one as unknown as { value: string }).value),
  )
}

async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('The element is not in the window.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
