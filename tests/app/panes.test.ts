import { afterAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { findBarriers } from './support/axe.ts'
import { heading, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { panes, home, app, people } = strings

describe.skipIf(!browser)('two people side by side', () => {
  it('each have a session of their own', async () => {
    const visitor = await visit(browser, '/panes')
    const { page } = visitor
    expect(await seen(heading(page, panes.title))).toBe(true)
    const olga = page.frameLocator(`iframe[title="${panes.frame('Olga Novak')}"]`)
    const pavel = page.frameLocator(`iframe[title="${panes.frame('Pavel Novak')}"]`)
    for (const pane of [olga, pavel]) {
      expect(await seen(pane.getByRole('heading', { name: home.title, exact: true }))).toBe(true)
    }
    expect(await findBarriers(page)).toEqual([])
    // Olga looks for Pavel and follows him, and Pavel sees it.
    await olga.getByRole('link', { name: app.search }).click()
    await olga.getByRole('combobox').fill('@pavel')
    await olga.getByRole('option', { name: /Pavel Novak/ }).click()
    await olga.getByRole('button', { name: `${people.follow} @pavel`, exact: true }).click()
    const following = olga.getByRole('button', { name: `${people.following} @pavel` })
    expect(await seen(following)).toBe(true)
    await pavel.getByRole('link', { name: app.notifications }).click()
    expect(await seen(pavel.getByText(/Olga Novak follows you/))).toBe(true)
    await visitor.leave()
  })
})
