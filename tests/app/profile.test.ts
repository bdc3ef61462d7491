import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { lock, type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, dialog, gone, heading, link, list, menuItem, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { profile, people: words } = strings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  await lock(bob)
  await publish(bob, { caption: 'Behind the gate.' })
})

const named = (word: string, { username }: Person) => `${word} @${username}`

describe.skipIf(!browser)('the page of a private person', () => {
  it('shows the posts once the person accepts the request', async () => {
    const guest = await visit(browser, `/u/${bob.username}`, { as: alice })
    const { page } = guest
    expect(await seen(heading(page, `@${bob.username}`))).toBe(true)
    expect(await seen(page.getByText(profile.privateTitle))).toBe(true)
    await button(page, named(words.follow, bob)).click()
    expect(await seen(button(page, named(words.requested, bob)))).toBe(true)
    expect(await seen(page.getByText(profile.privateWaits))).toBe(true)
    expect(await findBarriers(page)).toEqual([])

    const owner = await visit(browser, '/requests', { as: bob, device: 'phone' })
    const accept = button(owner.page, words.acceptOf(alice.username))
    expect(await seen(accept)).toBe(true)
    expect(await findBarriers(owner.page)).toEqual([])
    await accept.click()
    expect(await seen(owner.page.getByText(words.accepted(alice.username)))).toBe(true)
    expect(await gone(accept)).toBe(true)

    await page.reload()
    const posts = list(page, profile.grid(bob.username))
    expect(await seen(link(posts, 'A grey pixel'))).toBe(true)
    expect(await seen(button(page, named(words.following, bob)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await owner.open(`/u/${bob.username}/followers`)
    const followers = list(owner.page, profile.followersTitle(bob.username))
    expect(await seen(link(followers, alice.username))).toBe(true)
    await owner.leave()
    await guest.leave()
  })

  it('disappears for somebody whom the person blocks', async () => {
    const owner = await visit(browser, `/u/${alice.username}`, { as: bob })
    await button(owner.page, profile.more).click()
    await menuItem(owner.page, profile.block).click()
    const question = dialog(owner.page, profile.blockTitle(`@${alice.username}`))
    await button(question, profile.block).click()
    expect(await seen(owner.page.getByText(profile.blocked(alice.username)))).toBe(true)
    const guest = await visit(browser, `/u/${bob.username}`, { as: alice })
    expect(await seen(guest.page.getByText(strings.errors.profile_not_found))).toBe(true)
    await guest.leave()
    await owner.leave()
  })
})
