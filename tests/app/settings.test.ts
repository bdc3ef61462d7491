import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { unwrap } from '../../src/sdk/result.ts'
import { elsewhere, type Person, people } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, gone, heading, link, seen, toggle } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { settings } = strings
const { pages, privacy, blocked, sessions } = settings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (browser) [alice, bob] = await people('alice', 'bob')
})

describe.skipIf(!browser)('the settings', () => {
  it('make an account private', async () => {
    const visitor = await visit(browser, '/settings', { as: alice, device: 'phone' })
    const { page } = visitor
    expect(await seen(heading(page, settings.title))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await link(page, new RegExp(`^${pages.privacy[0]}`)).click()
    await toggle(page, privacy.private).check()
    expect(await seen(page.getByText(settings.saved))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await page.reload()
    await expect.poll(() => toggle(page, privacy.private).isChecked()).toBe(true)
    const { is_private } = unwrap(await bob.social.profiles.get(alice.id))
    expect(is_private).toBe(true)
    await visitor.leave()
  })

  it('list whom somebody blocks, and take it back', async () => {
    unwrap(await alice.social.profiles.block(bob.id))
    const visitor = await visit(browser, '/settings/blocked', { as: alice })
    const { page } = visitor
    const unblock = button(page, blocked.unblockPerson(bob.username))
    expect(await seen(unblock)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await unblock.click()
    expect(await gone(unblock)).toBe(true)
    expect(await seen(page.getByText(blocked.empty))).toBe(true)
    await visitor.leave()
  })

  it('end a session of another device', async () => {
    const other = await elsewhere(alice)
    const visitor = await visit(browser, '/settings/sessions', { as: alice })
    const { page } = visitor
    expect(await seen(page.getByText(sessions.current))).toBe(true)
    const end = button(page, new RegExp(`^${sessions.endSession('')}`))
    await expect.poll(() => end.count()).toBe(1)
    expect(await findBarriers(page)).toEqual([])
    await end.click()
    expect(await seen(page.getByText(sessions.ended, { exact: true }))).toBe(true)
    await expect.poll(() => end.count()).toBe(0)
    expect((await other.supabase.auth.refreshSession()).error).not.toBeNull()
    await visitor.leave()
  })
})
