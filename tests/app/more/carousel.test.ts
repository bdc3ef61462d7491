import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, person, publish, upload } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { article, button, list, seen } from '../support/find.ts'
import { swipe } from '../support/swipe.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { post } = strings
let bob: Person
let path: string

beforeAll(async () => {
  if (!browser) return
  bob = await person('bob')
  const ids = [await upload(bob), await upload(bob), await upload(bob)]
  const media = ids.map((id, at) => ({ id, altText: `Picture ${at + 1}` }))
  path = `/p/${(await publish(bob, { caption: 'Three pictures.', media })).id}`
})

/** Opens the post, and watches whether anything in it jumps. */
async function open(device: 'phone' | 'desktop') {
  const visitor = await visit(browser, path, { as: bob, device })
  const { page } = visitor
  const card = article(page, post.by(bob.username))
  const says = (place: number) =>
    seen(card.getByRole('status').getByText(post.picture(place, 3), { exact: true }))
  expect(await says(1)).toBe(true)
  await page.evaluate(`
    globalThis.shift = 0
    new PerformanceObserver((entries) => {
      for (const { value } of entries.getEntries()) globalThis.shift += value
    }).observe({ type: 'layout-shift', buffered: true })`)
  return { ...visitor, card, says, shift: () => page.evaluate<number>('globalThis.shift') }
}

describe.skipIf(!browser)('a post with several pictures', () => {
  it('turns by its buttons, which keep the focus', async () => {
    const { card, says, page, shift, leave } = await open('desktop')
    const next = button(card, post.next)
    await next.focus()
    // Two quick presses lead two pictures further.
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await says(3)).toBe(true)
    expect(await next.getAttribute('aria-disabled')).toBe('true')
    expect(await next.evaluate((one) => one.matches(':focus'))).toBe(true)
    await next.press('Enter')
    expect(await says(3)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(card, post.previous).click()
    expect(await says(2)).toBe(true)
    expect(await shift()).toBe(0)
    await leave()
  })

  it('turns by the arrow keys', async () => {
    const { card, says, page, shift, leave } = await open('desktop')
    await list(card, post.pictures(3)).focus()
    await page.keyboard.press('ArrowRight')
    expect(await says(2)).toBe(true)
    await page.keyboard.press('End')
    expect(await says(3)).toBe(true)
    await page.keyboard.press('ArrowLeft')
    expect(await says(2)).toBe(true)
    await page.keyboard.press('Home')
    expect(await says(1)).toBe(true)
    expect(await shift()).toBe(0)
    await leave()
  })

  it('turns by a swipe on a phone', async () => {
    const { card, says, page, shift, leave } = await open('phone')
    await swipe(page, list(card, post.pictures(3)), { x: -250, y: 0 })
    expect(await says(2)).toBe(true)
    await swipe(page, list(card, post.pictures(3)), { x: 250, y: 0 })
    expect(await says(1)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    expect(await shift()).toBe(0)
    await leave()
  })
})
