import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { strings } from '../../examples/web/src/strings.ts'
import { latestMail } from '../support/mail.ts'
import { nobody, person } from '../support/people.ts'
import { findBarriers } from './support/axe.ts'
import { button, field, gone, heading, link, menuItem, seen } from './support/find.ts'
import { openBrowser, type Visitor, visit } from './support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { auth, app } = strings
const at = ({ page }: Visitor, path: string) =>
  page.waitForURL((url) => url.pathname === path).then(() => path)

async function logOut({ page }: Visitor): Promise<void> {
  await button(page, app.menu).click()
  await menuItem(page, app.logOut).click()
}

async function logIn({ page }: Visitor, email: string, password: string): Promise<void> {
  await field(page, auth.email).fill(email)
  await field(page, auth.password).fill(password)
  await button(page, auth.logIn).click()
}

describe.skipIf(!browser)('the pages before the login', () => {
  it('let somebody sign up, log out and log in again', async () => {
    const visitor = await visit(browser, '/')
    const { page } = visitor
    const username = `carla.${randomBytes(5).toString('hex')}`
    const email = `${username}@example.com`
    await link(page, app.signUp).first().click()
    expect(await seen(heading(page, auth.signUpTitle))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await field(page, auth.username).fill(username)
    await field(page, auth.email).fill(email)
    await field(page, auth.password).fill('the first password')
    await button(page, auth.signUp).click()
    expect(await at(visitor, '/people')).toBe('/people')

    await logOut(visitor)
    expect(await at(visitor, '/login')).toBe('/login')
    expect(await findBarriers(page)).toEqual([])
    await logIn(visitor, email, 'a wrong password')
    expect(await seen(page.getByRole('alert').getByText(/\w/))).toBe(true)
    await logIn(visitor, email, 'the first password')
    expect(await at(visitor, '/')).toBe('/')
    expect(await seen(heading(page, strings.home.title))).toBe(true)
    await visitor.leave()
  })

  it('refuse a username that somebody has, beside the field', async () => {
    const { username } = await person('dora')
    const visitor = await visit(browser, '/signup', { device: 'phone' })
    const { page } = visitor
    await field(page, auth.username).fill(username)
    await field(page, auth.email).fill(`other_${username}@example.com`)
    await field(page, auth.password).fill('the first password')
    await button(page, auth.signUp).click()
    const name = field(page, auth.username)
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true')
    await visitor.leave()
  })

  it('set a new password with the link of the mail', async () => {
    const { email } = await person('erik')
    const visitor = await visit(browser, '/login')
    const { page } = visitor
    await link(page, auth.forgot).click()
    await field(page, auth.email).fill(email)
    await button(page, auth.sendMail).click()
    expect(await seen(heading(page, auth.mailSent))).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    const { link: address } = await latestMail(email)
    await visitor.open(address.href)
    await field(page, auth.newPassword).fill('the second password')
    await button(page, auth.setPassword).click()
    expect(await at(visitor, '/')).toBe('/')
    expect(await gone(heading(page, auth.resetTitle))).toBe(true)
    const again = await nobody().social.auth.signIn({ email, password: 'the second password' })
    expect(again.error).toBeNull()
    await visitor.leave()
  })

  it('log a demo person in with one click, and lead back to the page that was asked for', async () => {
    const visitor = await visit(browser, '/settings')
    const { page } = visitor
    expect(await at(visitor, '/login')).toBe('/login')
    await button(page, /Olga Novak/).click()
    expect(await at(visitor, '/settings')).toBe('/settings')
    await visitor.leave()
  })
})
