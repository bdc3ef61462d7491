import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import type { Post } from '../../src/sdk/types.ts'
import { type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { article, button, heading, link, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

/** The name of the link to the notifications. */
const bell = (unseen: number) => app.notifications + app.unseen(unseen)

const browser = await openBrowser()
afterAll(() => browser?.close())

const { app, notifications, post: words } = strings
let alice: Person
let bob: Person
let post: Post

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  post = await publish(bob, { caption: 'The lighthouse.' })
})

describe.skipIf(!browser)('notifications', () => {
  it('arrive while the page is open', async () => {
    const owner = await visit(browser, '/notifications', { as: bob })
    const { page } = owner
    expect(await seen(page.getByText(notifications.empty))).toBe(true)
    expect(await findBarriers(page)).toEqual([])

    const guest = await visit(browser, `/p/${post.id}`, { as: alice, device: 'phone' })
    await button(guest.page, words.like).click()
    const row = link(page, new RegExp(notifications.kinds.post_like(alice.username, true)))
    // A list that somebody reads does not move: it offers what is new.
    expect(await seen(row.or(button(page, notifications.newRows(1))))).toBe(true)
    if (!(await row.isVisible())) await button(page, notifications.newRows(1)).click()
    expect(await seen(row)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await row.click()
    expect(await seen(heading(page, words.title(bob.username)))).toBe(true)
    expect(await seen(article(page, words.by(bob.username)))).toBe(true)
    await guest.leave()
    await owner.leave()
  })

  it('count in the navigation of every page', async () => {
    const owner = await visit(browser, '/settings', { as: bob })
    expect(await seen(link(owner.page, bell(0)))).toBe(true)
    await alice.social.comments.create(post.id, 'A nice light.')
    expect(await seen(link(owner.page, bell(1)))).toBe(true)
    await link(owner.page, bell(1)).click()
    expect(await seen(link(owner.page, bell(0)))).toBe(true)
    await owner.leave()
  })
})
