import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, dialog, field, heading, link, list, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { auth, profile, errors, settings } = strings
const { account, gate, deleted } = settings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (browser) [alice, bob] = await people('alice', 'bob')
})

describe.skipIf(!browser)('an account', () => {
  it('takes a break and comes back', async () => {
    await publish(alice, { caption: 'Still here.' })
    const visitor = await visit(browser, '/settings/account', { as: alice })
    const { page } = visitor
    await button(page, account.deactivateButton).click()
    const question = dialog(page, account.deactivate)
    expect(await seen(question)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(question, account.deactivateConfirm).click()
    expect(await seen(heading(page, gate.deactivated))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    const other = await visit(browser, `/u/${alice.username}`, { as: bob })
    expect(await seen(other.page.getByText(errors.profile_not_found))).toBe(true)
    await button(page, gate.reactivate).click()
    expect(await seen(page.getByText(gate.welcome))).toBe(true)
    await other.page.reload()
    expect(await seen(link(list(other.page, profile.grid(alice.username)), /grey/))).toBe(true)
    await other.leave()
    await visitor.leave()
  })

  it('is deleted, and restored after the next login', async () => {
    const visitor = await visit(browser, '/settings/account', { as: bob, device: 'phone' })
    const { page } = visitor
    await button(page, account.deleteButton).click()
    const form = dialog(page, account.delete)
    await field(form, account.deletePassword).fill(bob.password)
    expect(await findBarriers(page)).toEqual([])
    await button(form, account.deleteConfirm).click()
    expect(await seen(heading(page, auth.logInTo))).toBe(true)
    await field(page, auth.email).fill(bob.email)
    await field(page, auth.password).fill(bob.password)
    await button(page, auth.logIn).click()
    expect(await seen(heading(page, gate.deleted))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(page, gate.restore).click()
    expect(await seen(page.getByText(gate.welcome))).toBe(true)
    expect(await seen(heading(page, strings.home.title))).toBe(true)
    await visitor.leave()
  })

  it('restores a deleted post', async () => {
    const { id } = await publish(alice, { caption: 'Gone and back.' })
    await alice.social.posts.delete(id)
    const visitor = await visit(browser, '/settings/deleted', { as: alice })
    const { page } = visitor
    await button(page, deleted.restorePost('Gone and back.')).click()
    expect(await seen(page.getByText(deleted.postBack))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await visitor.open(`/p/${id}`)
    expect(await seen(page.getByText('Gone and back.'))).toBe(true)
    await visitor.leave()
  })
})
