import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import type { Post } from '../../src/sdk/types.ts'
import { type Person, people, publish, staff } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import {
  button,
  dialog,
  field,
  gone,
  heading,
  link,
  menuItem,
  radio,
  seen,
} from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { app, home, staff: desk, post: words, settings } = strings
let alice: Person
let bob: Person
let mona: Person
let post: Post

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  mona = await staff('mona')
  post = await publish(bob, { caption: 'Buy my watches.' })
})

describe.skipIf(!browser)('the staff desk', () => {
  it('leads from a report to a decision, which its subject can read', async () => {
    const reader = await visit(browser, `/p/${post.id}`, { as: alice, device: 'phone' })
    await button(reader.page, words.more).click()
    await menuItem(reader.page, words.report).click()
    const form = dialog(reader.page, words.reportTitle)
    await radio(form, words.reportReasons.spam).check()
    await field(form, words.reportNote).fill('An advertisement.')
    expect(await findBarriers(reader.page)).toEqual([])
    await button(form, words.reportSend).click()
    expect(await seen(reader.page.getByText(words.reported))).toBe(true)
    await reader.leave()

    const member = await visit(browser, '/staff', { as: mona })
    const { page } = member
    const entry = link(page, new RegExp(desk.targetOf(desk.targets.post, bob.username)))
    expect(await seen(entry)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await entry.click()
    expect(await seen(heading(page, desk.snapshot))).toBe(true)
    expect(await seen(page.getByText('Buy my watches.'))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await radio(page, new RegExp(`^${desk.actions.hide_post}`)).check()
    await field(page, desk.reason).fill('This is an advertisement.')
    await button(page, desk.decide).click()
    expect(await seen(page.getByText(desk.decided))).toBe(true)
    expect(await seen(heading(page, desk.reports))).toBe(true)
    expect(await gone(entry)).toBe(true)
    expect((await alice.social.posts.get(post.id)).error?.code).toBe('post_not_found')
    await member.leave()

    const author = await visit(browser, '/settings/sanctions', { as: bob })
    expect(await seen(author.page.getByText('This is an advertisement.'))).toBe(true)
    expect(await seen(button(author.page, settings.sanctions.appeal))).toBe(true)
    expect(await findBarriers(author.page)).toEqual([])
    await author.leave()
  })

  it('is in the menu of staff only, and costs no call before the menu opens', async () => {
    const visitor = async (as: Person) => {
      const { page, leave } = await visit(browser, '/', { as })
      let calls = 0
      page.on('request', (request) => {
        if (request.url().includes('/rpc/staff_members')) calls++
      })
      await heading(page, home.title).waitFor()
      await page.waitForTimeout(500)
      expect(calls).toBe(0)
      const answered = page.waitForResponse(/staff_members/)
      await button(page, app.menu).click()
      await answered
      await menuItem(page, app.settings).waitFor()
      return { page, leave }
    }
    const member = await visitor(mona)
    expect(await seen(menuItem(member.page, app.staff))).toBe(true)
    // The browser remembers it, so that the next menu is complete at once.
    await member.page.reload()
    await button(member.page, app.menu).click()
    expect(await seen(menuItem(member.page, app.staff))).toBe(true)
    await member.leave()

    const other = await visitor(alice)
    await other.page.waitForTimeout(300)
    expect(await menuItem(other.page, app.staff).count()).toBe(0)
    await other.leave()
  })

  it('is closed to everybody else', async () => {
    const visitor = await visit(browser, '/staff', { as: alice })
    expect(await seen(visitor.page.getByText(strings.errors.not_staff))).toBe(true)
    await visitor.leave()
  })
})
