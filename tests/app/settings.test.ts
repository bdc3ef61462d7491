import { afterAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { elsewhere, person } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, field, seen, toggle } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { settings, auth } = strings

const pages = ['', '/profile', '/username', '/privacy', '/blocked', '/muted', '/words'].concat(
  ...['/notifications', '/feed', '/password', '/sessions', '/deleted', '/reports', '/sanctions'],
  ...['/export', '/account'],
)

describe.skipIf(!browser)('the settings', () => {
  it('have no barriers on any page', { timeout: 180_000 }, async () => {
    const visitor = await visit(browser, '/settings', { as: await person('ada'), device: 'phone' })
    for (const path of pages) {
      await visitor.open(`/settings${path}`)
      await visitor.page.waitForLoadState('networkidle')
      expect({ path, barriers: await findBarriers(visitor.page) }).toEqual({ path, barriers: [] })
    }
    await visitor.leave()
  })

  it('make the account private, mute a word and end another session', async () => {
    const owner = await person('bea')
    const other = await elsewhere(owner)
    const visitor = await visit(browser, '/settings/privacy', { as: owner })
    const { page } = visitor
    await toggle(page, settings.privacy.private).click()
    expect(await seen(page.getByText(settings.saved))).toBe(true)
    expect((await owner.social.account.get()).data?.is_private).toBe(true)

    await visitor.open('/settings/words')
    await field(page, settings.words.label).fill('spoiler')
    await button(page, settings.words.mute).click()
    expect(await seen(button(page, settings.words.unmuteWord('spoiler')))).toBe(true)

    await visitor.open('/settings/sessions')
    await page.getByRole('button', { name: /^End the session/ }).click()
    expect(await seen(page.getByText(settings.sessions.ended))).toBe(true)
    expect((await other.social.auth.getUser()).error?.code).toBe('not_signed_in')
    await visitor.leave()
  })

  it('make a copy of the data, delete the account and restore it', async () => {
    const owner = await person('cleo')
    const visitor = await visit(browser, '/settings/export', { as: owner })
    const { page } = visitor
    await button(page, settings.export.request).click()
    expect(await seen(page.getByRole('button', { name: /^Download/ }))).toBe(true)

    await visitor.open('/settings/account')
    await button(page, settings.account.deleteButton).click()
    await field(page, settings.account.deletePassword).fill(owner.password)
    await button(page, settings.account.deleteConfirm).click()
    await page.waitForURL((url) => url.pathname === '/login')
    await field(page, auth.email).fill(owner.email)
    await field(page, auth.password).fill(owner.password)
    await button(page, auth.logIn).click()
    await button(page, settings.gate.restore).click()
    expect(await seen(page.getByText(settings.gate.welcome))).toBe(true)
    await visitor.leave()
  })
})
