import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { befriend, type Person, people } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, field, gone, heading, link, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { people: words, profile } = strings
let ada: Person
let cleo: Person

beforeAll(async () => {
  if (!browser) return
  ;[ada, cleo] = await people('ada', 'cleo')
  await befriend(cleo, ada)
})

describe.skipIf(!browser)('people', () => {
  it('choose close friends among their followers', async () => {
    const { page, leave } = await visit(browser, '/close-friends', { as: ada })
    await button(page, words.addOf(cleo.username)).click()
    const remove = button(page, words.removeOf(cleo.username))
    expect(await seen(remove)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await remove.click()
    expect(await seen(button(page, words.addOf(cleo.username)))).toBe(true)
    await leave()
  })

  it('dismiss a suggestion, and take that back', async () => {
    const { page, leave } = await visit(browser, '/people', { as: ada })
    const dismiss = button(page, words.dismiss(cleo.username))
    expect(await seen(dismiss)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await dismiss.click()
    expect(await gone(dismiss)).toBe(true)
    await button(page, strings.app.undo).click()
    expect(await gone(page.getByText(words.dismissed(cleo.username)))).toBe(true)
    await leave()
  })

  it('change what they say about themselves', async () => {
    const { page, leave } = await visit(browser, '/settings/profile', { as: cleo })
    await field(page, profile.name).fill('Cleo of the Nile')
    await field(page, profile.website).fill('example.com')
    await button(page, strings.app.save).click()
    const website = field(page, profile.website)
    await expect.poll(() => website.getAttribute('aria-invalid')).toBe('true')
    expect(await findBarriers(page)).toEqual([])
    await website.fill('https://example.com')
    await button(page, strings.app.save).click()
    expect(await seen(heading(page, 'Cleo of the Nile'))).toBe(true)
    expect(await seen(link(page, 'example.com'))).toBe(true)
    await leave()
  })
})
