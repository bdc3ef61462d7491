import { afterAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { person, publish, staff as staffMember } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, dialog, field, heading, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { staff, settings, errors } = strings

describe.skipIf(!browser)('the staff desk', () => {
  it('leads from a report to a hidden post, an appeal and its decision', async () => {
    const [moderator, second] = [await staffMember('mod'), await staffMember('mod')]
    const [author, reporter] = [await person('vera'), await person('rosa')]
    const post = await publish(author, { caption: 'Buy this' })
    await reporter.social.posts.report(post.id, { reason: 'spam', note: 'An advertisement' })

    const desk = await visit(browser, '/staff', { as: moderator })
    const entry = desk.page.getByRole('link', { name: `@${author.username}` })
    await entry.click()
    expect(await seen(heading(desk.page, staff.snapshot))).toBe(true)
    expect(await seen(desk.page.getByText('Buy this'))).toBe(true)
    expect(await findBarriers(desk.page)).toEqual([])
    await field(desk.page, staff.reason).fill('Advertising')
    await button(desk.page, staff.decide).click()
    expect(await seen(desk.page.getByText(staff.decided))).toBe(true)
    expect((await reporter.social.posts.get(post.id)).error?.code).toBe('post_not_found')

    const home = await visit(browser, '/settings/sanctions', { as: author })
    expect(await seen(home.page.getByText('Advertising'))).toBe(true)
    expect(await findBarriers(home.page)).toEqual([])
    await button(home.page, settings.sanctions.appeal).click()
    await field(home.page, settings.sanctions.appealReason).fill('It is satire')
    await button(home.page, settings.sanctions.appealSend).click()
    expect(await seen(home.page.getByText(settings.sanctions.appealed))).toBe(true)
    await home.leave()

    const appeals = await visit(browser, '/staff/appeals', { as: second })
    const appeal = appeals.page.getByRole('listitem').filter({ hasText: author.username })
    await button(appeal, staff.overturn).click()
    const window = dialog(appeals.page, staff.appealTitle.overturned)
    await field(window, staff.reason).fill('So it is')
    await button(window, staff.decide).click()
    expect(await seen(appeals.page.getByText(staff.appealDecided))).toBe(true)
    expect((await reporter.social.posts.get(post.id)).data?.id).toBe(post.id)
    await appeals.leave()
    await desk.leave()
  })

  it('shows the statistics as charts and as a table, and the log', async () => {
    const desk = await visit(browser, '/staff/statistics', { as: await staffMember('mod') })
    const { page } = desk
    expect(await seen(page.locator('.recharts-bar-rectangle'))).toBe(true)
    await page.getByText(staff.table).click()
    expect(await seen(page.getByRole('columnheader', { name: staff.series.like_count }))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await desk.open('/staff/audit')
    expect(await seen(heading(page, staff.audit))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await desk.leave()
  })

  it('refuses everybody else', async () => {
    const visitor = await visit(browser, '/staff', { as: await person('otto') })
    expect(await seen(visitor.page.getByText(errors.not_staff))).toBe(true)
    await visitor.leave()
  })
})
