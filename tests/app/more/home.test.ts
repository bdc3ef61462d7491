import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { photograph } from '../../support/files.ts'
import { befriend, type Person, people, publish } from '../../support/people.ts'
import { article, button, gone, heading, link, picture, seen } from '../support/find.ts'
import { hold } from '../support/hold.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { app, explore, home, post } = strings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  await befriend(alice, bob)
})

const isPainted = (image: Locator) =>
  image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth > 0)

describe.skipIf(!browser)('home', () => {
  it('shows a blur while a picture is on its way, and moves nothing when it comes', async () => {
    const cup = unwrap(
      await bob.social.media.upload(new Blob([photograph], { type: 'image/jpeg' })),
    )
    const media = [{ id: cup.id, altText: 'A cup' }]
    unwrap(await bob.social.posts.create({ media, caption: 'Coffee.' }))
    const visitor = await visit(browser, '/settings', { as: alice, device: 'phone' })
    const { page } = visitor
    const pictures = await hold(page, (request) => request.resourceType() === 'image')
    await visitor.open('/')
    const newest = article(page, post.by(bob.username)).first()
    const image = picture(newest, 'A cup')
    await image.waitFor({ state: 'attached' })
    await expect.poll(pictures.count).toBeGreaterThan(0)
    expect(await isPainted(image)).toBe(false)
    const box = image.locator('..')
    expect(await box.getAttribute('style')).toMatch(/background-image: url\("?data:image\//)
    const size = await box.boundingBox()
    expect(size?.height).toBeGreaterThan(100)
    const below = await button(newest, post.like).boundingBox()

    await pictures.release()
    await expect.poll(() => isPainted(image)).toBe(true)
    expect(await box.boundingBox()).toEqual(size)
    expect(await button(newest, post.like).boundingBox()).toEqual(below)
    await visitor.leave()
  })

  it('offers new posts, and shows them when the reader asks for them', async () => {
    await publish(bob, { caption: 'The first.' })
    const visitor = await visit(browser, '/login', { as: alice })
    const { page } = visitor
    await page.clock.install()
    await visitor.open('/')
    expect(await seen(page.getByText('The first.'))).toBe(true)
    await publish(bob, { caption: 'The second.' })
    // Tern looks for new posts once a minute, when somebody comes back.
    await page.clock.fastForward(61_000)
    await link(page, app.explore).first().click()
    expect(await seen(heading(page, explore.title))).toBe(true)
    await link(page, app.home).first().click()
    const offer = button(page, home.newPosts(1))
    expect(await seen(offer)).toBe(true)
    expect(await page.getByText('The second.').count()).toBe(0)
    await offer.click()
    const newest = article(page, post.by(bob.username)).first()
    expect(await seen(newest.getByText('The second.'))).toBe(true)
    expect(await gone(offer)).toBe(true)
    await visitor.leave()
  })
})
