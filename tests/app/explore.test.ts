import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { refreshDiscovery } from './support/discovery.ts'
import { article, button, heading, link, list, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { explore, hashtags, post } = strings
let alice: Person
let bob: Person
let tag: string

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  tag = `Harbour${bob.username.slice(-8)}`
  await publish(bob, { caption: `Boats. #${tag}` })
  await refreshDiscovery()
})

describe.skipIf(!browser)('explore', () => {
  it('shows posts of strangers, and opens one', async () => {
    const visitor = await visit(browser, '/explore', { as: alice })
    const { page } = visitor
    const tile = link(list(page, explore.posts), new RegExp(post.by(bob.username)))
    expect(await seen(tile)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await tile.first().click()
    expect(await seen(article(page, post.by(bob.username)))).toBe(true)
    await page.goBack()
    expect(await seen(heading(page, explore.title))).toBe(true)
    await visitor.leave()
  })
})

describe.skipIf(!browser)('the page of a hashtag', () => {
  it('lets somebody follow the hashtag', async () => {
    const visitor = await visit(browser, `/tags/${tag.toLowerCase()}`, {
      as: alice,
      device: 'phone',
    })
    const { page } = visitor
    expect(await seen(heading(page, `#${tag}`))).toBe(true)
    expect(await seen(link(list(page, hashtags.grid(tag)), /A grey pixel/))).toBe(true)
    await button(page, hashtags.followOf(tag)).click()
    expect(await seen(button(page, hashtags.followingOf(tag)))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await link(page, hashtags.top).click()
    expect(await seen(link(list(page, hashtags.grid(tag)), /A grey pixel/))).toBe(true)
    await visitor.open('/tags')
    const followed = list(page, hashtags.followed)
    expect(await seen(link(followed, `#${tag}`))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await visitor.leave()
  })
})
