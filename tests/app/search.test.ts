import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { refreshDiscovery } from './support/discovery.ts'
import { heading, link, list, option, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { search } = strings
let alice: Person
let bob: Person
let word: string

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  word = `lantern${bob.username.slice(-8)}`
  await publish(bob, { caption: `A ${word} at night.` })
  await refreshDiscovery()
})

describe.skipIf(!browser)('search', () => {
  it('suggests a person while somebody types, and opens it by keyboard', async () => {
    const visitor = await visit(browser, '/search', { as: alice })
    const { page } = visitor
    const box = page.getByRole('combobox', { name: search.label })
    // The field waits for letters as soon as the page is open.
    await box.and(page.locator(':focus')).waitFor()
    await page.keyboard.type(bob.username.slice(0, -1))
    expect(await seen(option(page, new RegExp(`@${bob.username}`)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await box.press('ArrowDown')
    await box.press('Enter')
    expect(await seen(heading(page, `@${bob.username}`))).toBe(true)
    await page.goBack()
    expect(await seen(heading(page, search.title))).toBe(true)
    await visitor.leave()
  })

  it('finds posts by a word, and people by their name', async () => {
    const visitor = await visit(browser, '/search', { as: alice, device: 'phone' })
    const { page } = visitor
    const box = page.getByRole('combobox', { name: search.label })
    await box.fill(word)
    await box.press('Enter')
    expect(await seen(link(list(page, search.grid(word)), /A grey pixel/))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await visitor.open(`/search?q=${bob.username}`)
    await link(page, search.people).click()
    expect(await seen(link(list(page, search.people), bob.username))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await visitor.open('/search?q=nobodyiscalledthis')
    expect(await seen(page.getByText(search.nothing('nobodyiscalledthis')))).toBe(true)
    await visitor.leave()
  })
})
