import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, people, publish, staff } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import {
  button,
  dialog,
  field,
  heading,
  link,
  menuItem,
  radio,
  region,
  seen,
} from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { errors, post, profile, settings, staff: desk } = strings
let alice: Person
let bob: Person
let mona: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  mona = await staff('mona', 'administrator')
  await publish(bob, { caption: 'Nothing bad.' })
})

describe.skipIf(!browser)('the staff desk', () => {
  it('suspends somebody whom a person reported, and tells that person', async () => {
    const reader = await visit(browser, `/u/${bob.username}`, { as: alice, device: 'phone' })
    await button(reader.page, profile.more).click()
    await menuItem(reader.page, profile.report).click()
    const form = dialog(reader.page, profile.reportTitle)
    await radio(form, post.reportReasons.impersonation).check()
    await button(form, post.reportSend).click()
    expect(await seen(reader.page.getByText(post.reported))).toBe(true)

    const member = await visit(browser, '/staff', { as: mona })
    const { page } = member
    await link(page, new RegExp(desk.targetOf(desk.targets.profile, bob.username))).click()
    expect(await seen(heading(page, desk.snapshot))).toBe(true)
    await radio(page, new RegExp(`^${desk.actions.suspend}`)).check()
    await field(page, desk.reason).fill('This is somebody else.')
    expect(await findBarriers(page)).toEqual([])
    await button(page, desk.decide).click()
    expect(await seen(page.getByText(desk.decided))).toBe(true)
    await link(page, desk.audit).click()
    const log = region(page, desk.audit)
    expect(await seen(log.getByText('This is somebody else.'))).toBe(true)
    await member.leave()

    await reader.open(`/u/${bob.username}`)
    expect(await seen(reader.page.getByText(errors.profile_not_found))).toBe(true)
    await reader.open('/settings/reports')
    const decision = reader.page.getByText(settings.reports.decisions.action_taken)
    expect(await seen(decision)).toBe(true)
    await reader.leave()

    const subject = await visit(browser, '/settings/sanctions', { as: bob })
    expect(await seen(subject.page.getByText('This is somebody else.'))).toBe(true)
    expect(await seen(button(subject.page, settings.sanctions.appeal))).toBe(true)
    await subject.leave()
  })
})
