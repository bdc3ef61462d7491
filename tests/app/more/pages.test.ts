import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { befriend, type Person, people, publish, staff } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { openBrowser, type VisitOptions, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { loading } = strings.app
let alice: Person
let bob: Person
let mona: Person
let post: string

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  mona = await staff('mona', 'administrator')
  await befriend(alice, bob)
  await befriend(bob, alice)
  post = (await publish(bob, { caption: 'A bay. #bay' })).id
  await alice.social.posts.like(post)
  await alice.social.posts.save(post)
  await alice.social.comments.create(post, 'Where is it?')
  await bob.social.posts.update(post, { caption: 'A bay in the north. #bay' })
  await alice.social.profiles.mute(bob.id)
  await alice.social.words.mute('spoiler')
  await alice.social.posts.report(post, { reason: 'spam' })
})

const open = [
  '/',
  '/login',
  '/signup',
  '/forgot-password',
  '/reset-password',
  '/confirm',
  '/nothing',
]

const own = [
  ...['/?feed=for-you', '/explore', '/tags', '/tags/bay', '/search', '/new', '/notifications'],
  ...['/people', '/requests', '/close-friends', '/saved', '/archive', '/settings'],
  ...['/settings/profile', '/settings/username', '/settings/privacy', '/settings/blocked'],
  ...['/settings/muted', '/settings/words', '/settings/notifications', '/settings/feed'],
  ...['/settings/password', '/settings/sessions', '/settings/deleted', '/settings/reports'],
  ...['/settings/sanctions', '/settings/export', '/settings/account'],
]

const desk = ['/staff', '/staff/appeals', '/staff/audit', '/staff/statistics', '/staff/team']

/** Opens one page after another, and lists the barriers of all. */
async function findAll(paths: readonly string[], options: VisitOptions): Promise<string[]> {
  const visitor = await visit(browser, '/', options)
  const found: string[] = []
  for (const path of paths) {
    await visitor.open(path)
    await isLoaded(visitor.page)
    for (const barrier of await findBarriers(visitor.page)) found.push(`${path}: ${barrier}`)
    if (await scrollsSideways(visitor.page)) found.push(`${path}: is wider than the window`)
  }
  await visitor.leave()
  return found
}

async function isLoaded(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  const waits = page.getByText(loading, { exact: true })
  await expect.poll(() => waits.count(), { timeout: 20_000 }).toBe(0)
}

function scrollsSideways(page: Page): Promise<boolean> {
  return page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
}

describe.skipIf(!browser)('nobody meets a barrier on', { timeout: 300_000 }, () => {
  it('the pages before the login, on a phone', async () => {
    expect(await findAll(open, { device: 'phone' })).toEqual([])
  })

  it('the pages of a member, on a phone', async () => {
    const about = [`/p/${post}`, `/p/${post}/likes`, `/p/${post}/history`]
    const ofBob = ['', '/followers', '/following'].map((page) => `/u/${bob.username}${page}`)
    const paths = [...own, ...about, ...ofBob]
    expect(await findAll(paths, { as: alice, device: 'phone' })).toEqual([])
  })

  it('the staff desk', async () => {
    expect(await findAll(desk, { as: mona })).toEqual([])
    expect(await findAll(desk, { as: mona, device: 'phone' })).toEqual([])
  })
})
