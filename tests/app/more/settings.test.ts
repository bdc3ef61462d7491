import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { befriend, elsewhere, nobody, type Person, people, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, field, gone, heading, link, menuItem, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { home, profile, settings } = strings
const { muted, words, notifications, feed, password, username } = settings
let alice: Person
let bob: Person

beforeAll(async () => {
  if (!browser) return
  ;[alice, bob] = await people('alice', 'bob')
  await befriend(alice, bob)
})

describe.skipIf(!browser)('the settings', () => {
  it('list whom somebody mutes, and bring their posts back', async () => {
    await publish(bob, { caption: 'Loud.' })
    const visitor = await visit(browser, `/u/${bob.username}`, { as: alice, device: 'phone' })
    const { page } = visitor
    await button(page, profile.more).click()
    await menuItem(page, profile.mute).click()
    expect(await seen(page.getByText(profile.isMuted))).toBe(true)
    await visitor.open('/')
    expect(await seen(page.getByText(home.empty))).toBe(true)
    await visitor.open('/settings/muted')
    const unmute = button(page, muted.unmutePerson(bob.username))
    await unmute.click()
    expect(await gone(unmute)).toBe(true)
    expect(await seen(page.getByText(muted.empty))).toBe(true)
    await visitor.open('/')
    expect(await seen(page.getByText('Loud.'))).toBe(true)
    await visitor.leave()
  })

  it('hide posts with a word, until somebody wants to read it again', async () => {
    await publish(bob, { caption: 'A spoiler.' })
    const visitor = await visit(browser, '/settings/words', { as: alice })
    const { page } = visitor
    await field(page, words.label).fill('Spoiler')
    await field(page, words.until).selectOption(words.durations.week)
    await button(page, words.mute).click()
    const unmute = button(page, words.unmuteWord('Spoiler'))
    expect(await seen(unmute)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    const [word] = unwrap(await alice.social.words.list()).items
    expect(Date.parse(word?.expires_at ?? '')).toBeGreaterThan(Date.now() + 6 * 86_400_000)
    await visitor.open('/')
    expect(await seen(page.getByText('Loud.'))).toBe(true)
    expect(await page.getByText('A spoiler.').count()).toBe(0)
    await visitor.open('/settings/words')
    await unmute.click()
    expect(await gone(unmute)).toBe(true)
    await visitor.open('/')
    expect(await seen(page.getByText('A spoiler.'))).toBe(true)
    await visitor.leave()
  })

  it('choose what notifies somebody, and what For You consists of', async () => {
    const visitor = await visit(browser, '/settings/notifications', { as: bob })
    const { page } = visitor
    const likes = field(page, notifications.kinds.post_like ?? '')
    await likes.selectOption(notifications.from.nobody)
    expect(await seen(page.getByText(settings.saved))).toBe(true)
    await page.reload()
    await expect.poll(() => likes.inputValue()).toBe('nobody')
    const { id } = await publish(bob)
    unwrap(await alice.social.posts.like(id))
    unwrap(await alice.social.comments.create(id, 'Quiet.'))
    const { items } = unwrap(await bob.social.notifications.list())
    const about = items.filter(({ post_id }) => post_id === id)
    expect(about.map(({ kind }) => kind)).toEqual(['comment'])

    await visitor.open('/settings/feed')
    const weight = field(page, feed.weights.explore)
    await weight.fill('0')
    await button(page, feed.save).click()
    expect(await seen(page.getByText(settings.saved))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    expect(unwrap(await bob.social.feed.weights()).explore).toBe(0)
    await button(page, feed.reset).click()
    await expect.poll(() => weight.inputValue()).not.toBe('0')
    await visitor.leave()
  })

  it('change the password, which ends the other sessions', async () => {
    const { email } = alice
    const other = await elsewhere(alice)
    const visitor = await visit(browser, '/settings/password', { as: alice })
    const { page } = visitor
    await field(page, password.current).fill('not the password')
    await field(page, password.next).fill('the second password')
    await button(page, password.save).click()
    const current = field(page, password.current)
    await expect.poll(() => current.getAttribute('aria-invalid')).toBe('true')
    expect(await findBarriers(page)).toEqual([])
    await current.fill(alice.password)
    await field(page, password.next).fill('the second password')
    await button(page, password.save).click()
    expect(await seen(page.getByText(password.done))).toBe(true)
    expect((await other.supabase.auth.refreshSession()).error).not.toBeNull()
    unwrap(await nobody().social.auth.signIn({ email, password: 'the second password' }))
    await visitor.leave()
  })

  it('change the username, and the old address still leads to the person', async () => {
    const name = `new_${bob.username.slice(-10)}`
    const visitor = await visit(browser, '/settings/username', { as: bob, device: 'phone' })
    const { page } = visitor
    const label = field(page, username.label)
    await label.fill(alice.username)
    await expect.poll(() => label.getAttribute('aria-invalid')).toBe('true')
    expect(await findBarriers(page)).toEqual([])
    await label.fill(name)
    expect(await seen(page.getByText(username.status.available))).toBe(true)
    await button(page, username.save).click()
    expect(await seen(page.getByText(settings.saved))).toBe(true)
    await visitor.open(`/u/${bob.username}`)
    expect(await seen(heading(page, `@${name}`))).toBe(true)
    expect(await seen(link(page, profile.edit))).toBe(true)
    await visitor.leave()
  })
})
