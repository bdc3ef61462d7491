import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { article, button, dialog, field, gone, heading, menuItem, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { post } = strings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (browser) [alice, bob] = await people('alice', 'bob')
})

describe.skipIf(!browser)('the page of a post', () => {
  it('carries a conversation between two people', async () => {
    const { id } = await publish(bob, { caption: 'The pier in fog.' })
    const reader = await visit(browser, `/p/${id}`, { as: alice })
    expect(await seen(heading(reader.page, post.title(bob.username)))).toBe(true)
    await field(reader.page, post.commentLabel).fill('Where is this?')
    await button(reader.page, post.send).click()
    const question = article(reader.page, post.commentBy(alice.username))
    expect(await seen(question)).toBe(true)

    const author = await visit(browser, `/p/${id}`, { as: bob, device: 'phone' })
    const comment = article(author.page, post.commentBy(alice.username))
    expect(await seen(comment.getByText('Where is this?'))).toBe(true)
    await button(comment, post.reply).click()
    await field(comment, post.replyLabel(alice.username)).fill('In the north.')
    await button(comment, post.send).click()
    const answer = (page: Page) =>
      article(page, post.commentBy(bob.username)).getByText('In the north.')
    expect(await seen(answer(author.page))).toBe(true)
    expect(await findBarriers(author.page)).toEqual([])

    await reader.page.reload()
    await button(reader.page, post.replies(1)).click()
    expect(await seen(answer(reader.page))).toBe(true)
    expect(await findBarriers(reader.page)).toEqual([])
    await author.leave()
    await reader.leave()
  })

  it('lets its author change and delete the post', async () => {
    const { id } = await publish(bob, { caption: 'The first words.' })
    const author = await visit(browser, `/p/${id}`, { as: bob })
    const { page } = author
    await button(page, post.more).click()
    await menuItem(page, post.edit).click()
    const form = dialog(page, post.editTitle)
    expect(await seen(form)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await field(form, post.caption).fill('Better words.')
    await button(form, strings.app.save).click()
    expect(await gone(form)).toBe(true)
    expect(await seen(page.getByText('Better words.'))).toBe(true)
    await button(page, post.more).click()
    await menuItem(page, post.history).click()
    expect(await seen(page.getByText('The first words.'))).toBe(true)
    await page.goBack()
    await button(page, post.more).click()
    await menuItem(page, post.delete).click()
    await button(dialog(page, post.deleteTitle), strings.app.delete).click()
    expect(await seen(page.getByText(post.deleted))).toBe(true)
    expect((await alice.social.posts.get(id)).error?.code).toBe('post_not_found')
    await author.leave()
  })
})
