import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { befriend, type Person, people, publish } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { article, button, heading, link, seen } from './support/find.ts'
import { openBrowser, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { home, post, app } = strings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  await befriend(alice, bob)
  for (let number = 1; number <= 24; number++) await publish(bob, { caption: `Number ${number}.` })
})

describe.skipIf(!browser)('home', () => {
  it('shows the posts of people one follows, page by page, to the end', async () => {
    const visitor = await visit(browser, '/', { as: alice, device: 'phone' })
    const { page } = visitor
    expect(await seen(heading(page, home.title))).toBe(true)
    const posts = article(page, post.by(bob.username))
    expect(await seen(posts.first().getByText('Number 24.'))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    // Somebody scrolls until nothing more comes.
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4000)
          return page.getByText(home.end).isVisible()
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBe(true)
    expect(await posts.count()).toBe(24)
    const places = await posts.evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-posinset')),
    )
    expect(places).toEqual(Array.from(places, (_, index) => String(index + 1)))
    await visitor.leave()
  })

  it('shows the first post before the libraries load, where the app then shows it', async () => {
    for (const device of ['phone', 'desktop'] as const) {
      const visitor = await visit(browser, '/', { as: alice, device })
      const { page } = visitor
      let load = () => {}
      const loading = new Promise<void>((resolve) => {
        load = resolve
      })
      await page.route('**/assets/*.js', async (route) => {
        await loading
        await route.continue()
      })
      await page.goto('/', { waitUntil: 'commit' })
      const early = page.locator('#first-screen article')
      const own = page.locator('#root article').first()
      expect(await seen(early.getByText(bob.username))).toBe(true)
      const box = await early.boundingBox()
      expect(await own.count()).toBe(0)
      load()
      expect(await seen(own)).toBe(true)
      expect(await early.count()).toBe(0)
      const { x, y, width } = box ?? {}
      expect(await own.boundingBox()).toMatchObject({ x, y, width })
      await page.unroute('**/assets/*.js')
      await visitor.leave()
    }
  })

  it('takes a like back if the network fails, and keeps it if the network works', async () => {
    const visitor = await visit(browser, '/', { as: alice })
    const { page } = visitor
    const newest = article(page, post.by(bob.username)).first()
    const isLiked = () => button(newest, post.like).getAttribute('aria-pressed')
    let meet: (route: Route) => void = () => {}
    const asked = new Promise<Route>((resolve) => {
      meet = resolve
    })
    await page.route('**/rest/v1/rpc/like_post*', meet)
    await button(newest, post.like).click()
    // The heart is filled while the server has not answered yet.
    expect(await isLiked()).toBe('true')
    await (await asked).abort()
    await expect.poll(isLiked).toBe('false')
    await page.unroute('**/rest/v1/rpc/like_post*')

    await button(newest, post.like).click()
    await expect.poll(isLiked).toBe('true')
    expect(await seen(link(newest, post.showLikers(1)))).toBe(true)
    // The same like shows on the page of the post, which opens from what is loaded already.
    await newest.getByRole('link', { name: /ago|now/ }).click()
    const opened = article(page, post.by(bob.username))
    await expect.poll(() => button(opened, post.like).getAttribute('aria-pressed')).toBe('true')
    const other = await visit(browser, new URL(page.url()).pathname, { as: bob })
    expect(await seen(link(other.page, post.showLikers(1)))).toBe(true)
    await other.leave()
    await visitor.leave()
  })

  it('says that it is offline', async () => {
    const visitor = await visit(browser, '/', { as: alice })
    expect(await seen(article(visitor.page, post.by(bob.username)))).toBe(true)
    await visitor.context.setOffline(true)
    expect(await seen(visitor.page.getByText(app.offline))).toBe(true)
    await visitor.context.setOffline(false)
    await visitor.leave()
  })
})
