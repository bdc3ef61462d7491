import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, heading, link, option, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { explore, hashtags, post, search } = strings
let dora: Person
let emil: Person
let tag: string

beforeAll(async () => {
  if (!browser) return
  ;[dora, emil] = await people('dora', 'emil')
  tag = `Fog${Date.now().toString(36)}`
  await publish(emil, { caption: `A quiet lighthouse. #${tag}` })
})

describe.skipIf(!browser)('discovery', () => {
  it('shows posts of people one does not follow', async () => {
    const { page, leave } = await visit(browser, '/explore', { as: dora, device: 'phone' })
    expect(await seen(heading(page, explore.title))).toBe(true)
    const tile = link(page, `${post.by(emil.username)}: A grey pixel`)
    expect(await seen(tile)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await tile.click()
    expect(await seen(page.getByText('A quiet lighthouse.'))).toBe(true)
    await leave()
  })

  it('suggests people while somebody types, and opens one by keyboard', async () => {
    const { page, leave } = await visit(browser, '/search', { as: dora })
    const box = page.getByRole('combobox', { name: search.label })
    await expect
      .poll(() => box.evaluate((input) => input.ownerDocument.activeElement === input))
      .toBe(true)
    await page.keyboard.type(emil.username)
    expect(await seen(option(page, new RegExp(emil.username)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await seen(heading(page, `@${emil.username}`))).toBe(true)
    await leave()
  })

  it('finds posts by a word, and keeps the search when somebody comes back', async () => {
    const { page, leave } = await visit(browser, '/search?q=lighthouse', { as: dora })
    const tile = link(page, `${post.by(emil.username)}: A grey pixel`)
    expect(await seen(tile)).toBe(true)
    await page.getByLabel(search.orders).selectOption(search.relevance)
    expect(await seen(tile)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await tile.click()
    expect(await seen(page.getByText('A quiet lighthouse.'))).toBe(true)
    await page.goBack()
    expect(await seen(tile)).toBe(true)
    expect(page.url()).toContain('sort=relevance')
    await leave()
  })

  it('follows a hashtag, and lists it', async () => {
    const { page, leave } = await visit(browser, `/tags/${tag.toLowerCase()}`, { as: dora })
    await button(page, hashtags.followOf(tag)).click()
    expect(await seen(button(page, hashtags.followingOf(tag)))).toBe(true)
    await link(page, hashtags.top).click()
    expect(await seen(link(page, `${post.by(emil.username)}: A grey pixel`))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.goto('/tags')
    expect(await seen(link(page, `#${tag}`))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await leave()
  })
})
