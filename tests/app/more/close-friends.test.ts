import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { befriend, type Person, people } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, field, seen } from '../support/find.ts'
import { choosePictures } from '../support/pictures.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { people: words, composer, post, errors } = strings
let alice: Person
let bob: Person
let carol: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  await befriend(bob, alice)
  await befriend(carol, alice)
})

describe.skipIf(!browser)('close friends', () => {
  it('see what other followers do not', async () => {
    const author = await visit(browser, '/close-friends', { as: alice })
    const { page } = author
    await button(page, words.addOf(bob.username)).click()
    expect(await seen(button(page, words.removeOf(bob.username)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await author.open('/new')
    await choosePictures(page, 'green')
    await field(page, composer.caption).fill('For few.')
    await field(page, composer.whoSees).selectOption({ label: post.visibility.close_friends })
    await button(page, composer.share).click()
    expect(await seen(page.getByText(composer.shared))).toBe(true)
    const path = new URL(page.url()).pathname

    const friend = await visit(browser, path, { as: bob, device: 'phone' })
    expect(await seen(friend.page.getByText('For few.'))).toBe(true)
    const follower = await visit(browser, path, { as: carol })
    expect(await seen(follower.page.getByText(errors.post_not_found))).toBe(true)
    await follower.leave()
    await friend.leave()
    await author.leave()
  })
})
