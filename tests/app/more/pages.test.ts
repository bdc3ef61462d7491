import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import {
  befriend,
  lock,
  type Person,
  people,
  person,
  publish,
  staff,
} from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { DEVICES, openBrowser, type VisitOptions, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

/** The pages that anybody opens. The other pages send a person without a login to /login. */
const OPEN = [
  ...['/', '/login', '/signup', '/forgot-password', '/reset-password', '/confirm', '/panes'],
  ...['/p/$postId', '/u/$username', '/tags/$hashtag', '/tags/$hashtag?sort=top'],
]
const OWN = [
  ...['/', '/?feed=for-you', '/explore', '/tags', '/tags/$hashtag', '/new', '/notifications'],
  ...['/search', '/search?q=$hashtag', '/search?q=$username&kind=people'],
  ...['/search?q=$hashtag&kind=hashtags', '/search?q=$hashtag&sort=relevance'],
  ...['/p/$postId', '/p/$postId/likes', '/p/$postId/history'],
  ...['/me', '/u/$username', '/u/$username/followers', '/u/$username/following'],
  ...['/people', '/requests', '/close-friends', '/saved', '/archive', '/settings'],
  ...['/settings/profile', '/settings/username', '/settings/privacy', '/settings/blocked'],
  ...['/settings/muted', '/settings/words', '/settings/notifications', '/settings/feed'],
  ...['/settings/password', '/settings/sessions', '/settings/deleted', '/settings/reports'],
  ...['/settings/sanctions', '/settings/export', '/settings/account'],
  // Nothing is here, and what is here is not for everybody.
  ...['/nothing', '/u/nobody.at.all', '/p/00000000-0000-4000-8000-000000000000', '/staff'],
]
const DESK = [
  ...['/staff', '/staff?state=closed', '/staff/reports/$reportId', '/staff/audit'],
  ...['/staff/appeals', '/staff/appeals?state=closed', '/staff/statistics', '/staff/team'],
]

const { loading } = strings.app
let alice: Person
let mona: Person
/** What the addresses of pages contain. */
const values: Record<string, string> = { hashtag: 'bay' }

/** Alice has something on each of her pages. */
beforeAll(async () => {
  if (!browser) return
  const [bob, carol, dora] = await people('bob', 'carol', 'dora')
  ;[alice] = await people('alice')
  mona = await staff('mona', 'administrator')
  await befriend(alice, bob)
  await befriend(bob, alice)
  await lock(alice)
  unwrap(await dora.social.profiles.follow(alice.id))
  const { id } = await publish(bob, { caption: 'A bay. #bay' })
  unwrap(await bob.social.posts.update(id, { caption: 'A bay in the north. #bay' }))
  const { social } = alice
  unwrap(await social.posts.like(id))
  unwrap(await social.posts.save(id))
  unwrap(await social.comments.create(id, 'Where is it?'))
  unwrap(await social.hashtags.follow('bay'))
  unwrap(await social.profiles.addCloseFriend(bob.id))
  unwrap(await social.profiles.mute(carol.id))
  unwrap(await social.profiles.block((await person('erik')).id))
  unwrap(await social.words.mute('spoiler'))
  unwrap(await social.posts.archive((await publish(alice, { caption: 'Only mine.' })).id))
  unwrap(await social.posts.delete((await publish(alice, { caption: 'A mistake.' })).id))
  const { id: hidden } = await publish(alice, { caption: 'A watch.' })
  unwrap(await bob.social.posts.like(hidden))
  unwrap(await mona.social.moderation.hidePost(hidden, { reason: 'Advertising' }))
  const report = unwrap(await social.posts.report(id, { reason: 'spam', note: 'Look.' }))
  Object.assign(values, { postId: id, username: bob.username, reportId: report.id })
})

/** Opens one page after another, and lists the barriers of all. */
async function findAll(pages: readonly string[], options: VisitOptions): Promise<string[]> {
  const visitor = await visit(browser, '/login', options)
  const found: string[] = []
  for (const one of pages) {
    await visitor.open(one.replace(/\$(\w+)/g, (_, name) => values[name] ?? ''))
    await isLoaded(visitor.page)
    for (const barrier of await findBarriers(visitor.page)) found.push(`${one}: ${barrier}`)
    if (await scrollsSideways(visitor.page)) found.push(`${one}: is wider than the window`)
  }
  await visitor.leave()
  return found
}

async function isLoaded(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  const waits = page.getByText(loading, { exact: true })
  await expect.poll(() => waits.count()).toBe(0)
}

function scrollsSideways(page: Page): Promise<boolean> {
  return page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
}

const devices = Object.keys(DEVICES) as (keyof typeof DEVICES)[]

describe.skipIf(!browser).each(devices)('on a %s nobody meets a barrier on', (device) => {
  const timeout = 600_000

  it('the pages without a login', { timeout }, async () => {
    expect(await findAll(OPEN, { device })).toEqual([])
  })

  it('the pages of a member', { timeout }, async () => {
    expect(await findAll(OWN, { device, as: alice })).toEqual([])
  })

  it('the staff desk', { timeout }, async () => {
    expect(await findAll(DESK, { device, as: mona })).toEqual([])
  })
})

it('the pages above are all pages of the app', () => {
  const router = new URL('../../../examples/web/src/app/router.tsx', import.meta.url)
  const routes = readFileSync(router, 'utf8').matchAll(/(?:path: |member\(|queue\()'(\/[^']*)'/g)
  const opened = [...OPEN, ...OWN, ...DESK].map((page) => page.replace(/\?.*/, ''))
  expect(opened).toEqual(expect.arrayContaining(Array.from(routes, ([, path]) => path)))
})
