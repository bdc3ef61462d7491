import { afterAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { photograph } from '../support/files.ts'
import { person } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, dialog, field, gone, radio, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { composer, crop } = strings

const pictures = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ name: `${at}.jpg`, mimeType: 'image/jpeg', buffer: photograph },
  }))

describe.skipIf(!browser)('the composer', () => {
  it('keeps a draft, orders pictures by keyboard, crops one, and shares the post', async () => {
    const author = await person('kim')
    const visitor = await visit(browser, '/new', { as: author })
    const { page } = visitor
    await page.locator('input[type=file]').setInputFiles(pictures(3))
    await field(page, composer.altLabel(1)).fill('The first')
    await field(page, composer.caption).fill('Three of them')
    expect(await seen(page.getByText(composer.ready).nth(2))).toBe(true)
    expect(await findBarriers(page)).toEqual([])

    await page.reload()
    expect(await seen(page.getByText(composer.ready).nth(2))).toBe(true)
    expect(await field(page, composer.caption).inputValue()).toBe('Three of them')

    await button(page, composer.moveHandle(1)).press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => field(page, composer.altLabel(3)).inputValue()).toBe('The first')

    await button(page, composer.cropPicture(3)).click()
    await radio(page, crop.shapes.square).check()
    expect(await findBarriers(page)).toEqual([])
    await button(page, crop.done).click()
    expect(await gone(dialog(page, crop.title))).toBe(true)

    await button(page, composer.share).click()
    await page.waitForURL((url) => url.pathname.startsWith('/p/'))
    const { data } = await author.social.posts.get(new URL(page.url()).pathname.slice(3))
    expect(data?.caption).toBe('Three of them')
    const [, , last] = data?.media ?? []
    expect(last?.alt_text).toBe('The first')
    expect(last?.width).toBe(last?.height)
    await visitor.open('/new')
    expect(await field(page, composer.caption).inputValue()).toBe('')
    await visitor.leave()
  })

  it('says which picture did not upload, and uploads it again', async () => {
    const visitor = await visit(browser, '/new', { as: await person('lin'), device: 'phone' })
    const { page } = visitor
    await page.route('**/functions/v1/**', (route) =>
      route.fulfill({ status: 422, json: { code: 'file_damaged', message: 'file_damaged' } }),
    )
    await page.locator('input[type=file]').setInputFiles(pictures(1))
    expect(await seen(page.getByText(composer.failed))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.unroute('**/functions/v1/**')
    await button(page, composer.retryPicture(1)).click()
    expect(await seen(page.getByText(composer.ready))).toBe(true)
    await button(page, composer.share).click()
    await page.waitForURL((url) => url.pathname.startsWith('/p/'))
    await visitor.leave()
  })
})
