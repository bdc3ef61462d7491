import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { type Person, people, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import {
  article,
  button,
  dialog,
  field,
  gone,
  link,
  list,
  menuItem,
  seen,
} from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { app, errors, people: words, post, profile } = strings
let alice: Person
let bob: Person
let carol: Person

beforeAll(async () => {
  if (browser) [alice, bob, carol] = await people('alice', 'bob', 'carol')
})

describe.skipIf(!browser)('the page of a post', () => {
  it('leads to the people who like the post, and lets somebody follow them', async () => {
    const { id } = await publish(bob)
    unwrap(await carol.social.posts.like(id))
    const reader = await visit(browser, `/p/${id}`, { as: alice })
    const { page } = reader
    await button(page, post.like).click()
    await link(page, post.showLikers(2)).click()
    expect(await seen(link(page, carol.username))).toBe(true)
    expect(await seen(link(page, alice.username))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await button(page, `${words.follow} @${carol.username}`).click()
    expect(await seen(button(page, `${words.following} @${carol.username}`))).toBe(true)
    // Nobody can follow themselves.
    expect(await button(page, new RegExp(`@${alice.username}`)).count()).toBe(0)

    await reader.open(`/u/${carol.username}/followers`)
    const followers = list(page, profile.followersTitle(carol.username))
    expect(await seen(link(followers, alice.username))).toBe(true)
    await reader.leave()
  })

  it('lets people like, change and delete comments', async () => {
    const { id } = await publish(bob)
    unwrap(await alice.social.comments.create(id, 'A nice lihgt.'))
    const author = await visit(browser, `/p/${id}`, { as: bob, device: 'phone' })
    const liked = article(author.page, post.commentBy(alice.username))
    await button(liked, `${post.like}: ${post.likes(0)}`).click()
    const heart = button(liked, `${post.like}: ${post.likes(1)}`)
    await expect.poll(() => heart.getAttribute('aria-pressed')).toBe('true')
    await author.leave()

    const reader = await visit(browser, `/p/${id}`, { as: alice })
    const { page } = reader
    const own = article(page, post.commentBy(alice.username))
    expect(await seen(button(own, `${post.like}: ${post.likes(1)}`))).toBe(true)
    await button(own, post.commentMore).click()
    await menuItem(page, post.editComment).click()
    await field(own, post.editComment).fill('A nice light.')
    expect(await findBarriers(page)).toEqual([])
    await button(own, app.save).click()
    expect(await seen(own.getByText('A nice light.'))).toBe(true)
    expect(await seen(own.getByText(post.edited))).toBe(true)
    await button(own, post.commentMore).click()
    await menuItem(page, post.delete).click()
    await button(dialog(page, post.deleteComment), post.delete).click()
    expect(await seen(page.getByText(post.commentDeleted))).toBe(true)
    expect(await gone(own)).toBe(true)
    await button(page, app.undo).click()
    expect(await seen(own.getByText('A nice light.'))).toBe(true)
    await reader.leave()
  })

  it('saves a post, until its author archives it', async () => {
    const { id } = await publish(bob, { caption: 'For later.' })
    const reader = await visit(browser, `/p/${id}`, { as: alice })
    await button(reader.page, post.save).click()
    const mark = button(reader.page, post.save)
    await expect.poll(() => mark.getAttribute('aria-pressed')).toBe('true')
    await expect.poll(async () => (await alice.social.posts.get(id)).data?.is_saved).toBe(true)
    await reader.open('/saved')
    const saved = link(list(reader.page, profile.savedTitle), /A grey pixel/)
    expect(await seen(saved)).toBe(true)

    const author = await visit(browser, `/p/${id}`, { as: bob })
    await button(author.page, post.more).click()
    await menuItem(author.page, post.archive).click()
    expect(await seen(author.page.getByText(post.archived))).toBe(true)
    await author.open('/archive')
    const archive = list(author.page, profile.archiveTitle)
    expect(await seen(link(archive, 'A grey pixel'))).toBe(true)
    await reader.page.reload()
    expect(await seen(reader.page.getByText(profile.savedEmpty))).toBe(true)
    await reader.open(`/p/${id}`)
    expect(await seen(reader.page.getByText(errors.post_not_found))).toBe(true)

    await link(archive, 'A grey pixel').click()
    await button(author.page, post.more).click()
    await menuItem(author.page, post.unarchive).click()
    expect(await seen(author.page.getByText(post.unarchived))).toBe(true)
    await reader.page.reload()
    expect(await seen(reader.page.getByText('For later.'))).toBe(true)
    await author.leave()
    await reader.leave()
  })
})
