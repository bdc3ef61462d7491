import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Post } from '../../../src/sdk/types.ts'
import { type Person, person, publish, staff } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, dialog, field, heading, link, region, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { staff: desk, settings } = strings
const { sanctions } = settings
let bob: Person
let mona: Person
let post: Post

beforeAll(async () => {
  if (!browser) return
  bob = await person('bob')
  mona = await staff('mona', 'administrator')
  post = await publish(bob, { caption: 'A watch.' })
  // Somebody else of the staff has to decide about an appeal.
  const nina = await staff('nina')
  unwrap(await nina.social.moderation.hidePost(post.id, { reason: 'Advertising' }))
})

describe.skipIf(!browser)('the staff desk', () => {
  it('lifts a decision after an appeal, and the log says so', async () => {
    const author = await visit(browser, '/settings/sanctions', { as: bob, device: 'phone' })
    await button(author.page, sanctions.appeal).click()
    const form = dialog(author.page, sanctions.appealTitle)
    await field(form, sanctions.appealReason).fill('It was a present.')
    expect(await findBarriers(author.page)).toEqual([])
    await button(form, sanctions.appealSend).click()
    expect(await seen(author.page.getByText(sanctions.appealed))).toBe(true)

    const member = await visit(browser, '/staff/appeals', { as: mona })
    const { page } = member
    const appeal = page.getByRole('listitem').filter({ hasText: `@${bob.username}` })
    expect(await seen(appeal.getByText('It was a present.'))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(appeal, desk.overturn).click()
    const decision = dialog(page, desk.appealTitle.overturned)
    await field(decision, desk.reason).fill('We see it now.')
    await button(decision, desk.decide).click()
    expect(await seen(page.getByText(desk.appealDecided))).toBe(true)
    await link(page, desk.audit).click()
    const log = region(page, desk.audit)
    expect(await seen(log.getByText('We see it now.'))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await author.page.reload()
    expect(await seen(author.page.getByText(sanctions.decisions.overturned))).toBe(true)
    unwrap(await bob.social.posts.get(post.id))
    await author.leave()
    await member.leave()
  })

  it('shows the numbers of each day, and the team', async () => {
    const member = await visit(browser, '/staff/statistics', { as: mona })
    const { page } = member
    expect(await seen(heading(page, desk.series.post_count))).toBe(true)
    expect(await seen(page.locator('svg.recharts-surface'))).toBe(true)
    await page.getByText(desk.table).click()
    expect(await seen(page.getByRole('columnheader', { name: desk.day }))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await link(page, desk.team).click()
    await field(page, desk.addUsername).fill(bob.username)
    await button(page, desk.add).click()
    expect(await seen(page.getByText(desk.added(bob.username)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(page, desk.removePerson(bob.username)).click()
    await button(page, desk.removePerson(bob.username)).waitFor({ state: 'hidden' })
    await member.leave()
  })
})
