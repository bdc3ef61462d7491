import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { type Person, person } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { article, button, field, picture, seen } from './support/find.ts'
import { choosePictures } from './support/pictures.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { composer, post } = strings
let alice: Person

beforeAll(async () => {
  if (browser) alice = await person('alice')
})

describe.skipIf(!browser)('the page for a new post', () => {
  it('shares two pictures with their descriptions', async () => {
    const author = await visit(browser, '/new', { as: alice })
    const { page } = author
    await choosePictures(page, 'red', 'blue')
    await expect.poll(() => page.getByText(composer.ready).count(), { timeout: 60_000 }).toBe(2)
    await field(page, composer.altLabel(1)).fill('Something red')
    await field(page, composer.altLabel(2)).fill('Something blue')
    await field(page, composer.caption).fill('Two colours.')
    expect(await findBarriers(page)).toEqual([])
    await button(page, composer.share).click()
    expect(await seen(page.getByText(composer.shared))).toBe(true)

    const shared = article(page, post.by(alice.username))
    expect(await seen(shared.getByText('Two colours.'))).toBe(true)
    const red = picture(shared, 'Something red')
    expect(await seen(red)).toBe(true)
    // A column of 620 pixels needs no more than the medium size.
    const file = () =>
      red.evaluate((image) => (image as unknown as { currentSrc: string }).currentSrc)
    await expect.poll(file).toMatch(/\/medium\.jpg\?/)
    await button(shared, post.next).click()
    expect(await seen(picture(shared, 'Something blue'))).toBe(true)
    await author.leave()
  })
})
