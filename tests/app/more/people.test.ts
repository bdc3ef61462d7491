import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { befriend, lock, type Person, people, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, dialog, gone, heading, link, menuItem, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { people: words, profile, notifications } = strings
let ada: Person
let ben: Person
let cleo: Person

beforeAll(async () => {
  if (!browser) return
  ;[ada, ben, cleo] = await people('ada', 'ben', 'cleo')
  await lock(ben)
  await publish(ben, { caption: 'Only for followers.' })
  await befriend(cleo, ada)
})

describe.skipIf(!browser)('people', () => {
  it('ask to follow a private account, which answers from its notifications', async () => {
    const owner = await visit(browser, '/notifications', { as: ben })
    expect(await seen(heading(owner.page, notifications.title))).toBe(true)
    expect(await seen(owner.page.getByText(notifications.empty))).toBe(true)

    const { page, leave } = await visit(browser, `/u/${ben.username}`, { as: ada })
    expect(await seen(page.getByText(profile.privateTitle))).toBe(true)
    await button(page, `${words.follow} @${ben.username}`).click()
    expect(await seen(button(page, `${words.requested} @${ben.username}`))).toBe(true)
    expect(await seen(page.getByText(profile.privateWaits))).toBe(true)
    expect(await findBarriers(page)).toEqual([])

    await button(owner.page, notifications.newRows(1)).click()
    const accept = button(owner.page, words.acceptOf(ada.username))
    expect(await seen(accept)).toBe(true)
    expect(await findBarriers(owner.page)).toEqual([])
    await accept.click()
    expect(await gone(accept)).toBe(true)

    await page.reload()
    expect(await seen(link(page, 'A grey pixel'))).toBe(true)
    await button(page, `${words.following} @${ben.username}`).click()
    await button(dialog(page, words.unfollowTitle(`@${ben.username}`)), words.unfollow).click()
    expect(await seen(button(page, `${words.follow} @${ben.username}`))).toBe(true)
    expect(await seen(page.getByText(profile.privateTitle))).toBe(true)
    await owner.leave()
    await leave()
  })

  it('reject a request', async () => {
    await cleo.social.profiles.follow(ben.id)
    const { page, leave } = await visit(browser, '/requests', { as: ben, device: 'phone' })
    const reject = button(page, words.rejectOf(cleo.username))
    expect(await seen(reject)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await reject.click()
    expect(await seen(page.getByText(words.requestsEmpty))).toBe(true)
    await leave()
  })

  it('block somebody, who is then gone for them', async () => {
    const { page, leave } = await visit(browser, `/u/${ada.username}`, { as: cleo })
    await button(page, profile.more).click()
    await menuItem(page, profile.block).click()
    await button(dialog(page, profile.blockTitle(`@${ada.username}`)), profile.block).click()
    expect(await seen(page.getByText(profile.blocked(ada.username)))).toBe(true)
    await page.goto(`/u/${ada.username}`)
    expect(await seen(page.getByText(strings.errors.profile_not_found))).toBe(true)
    await leave()
  })
})
