import '../../support/scanned-stack.ts'

import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { createSocial } from '../../../src/sdk/client.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { openDocsPage } from '../../support/docs-pages.ts'
import { nobody } from '../../support/people.ts'
import { scan } from '../../support/scanned-stack.ts'
import { stack } from '../../support/stack.ts'

/** Creates the clients of a device, and counts the requests that they send. */
function device() {
  const sent: string[] = []
  const counting: typeof fetch = (input, init) => {
    sent.push(`${input}`)
    return fetch(input, init)
  }
  const supabase = createClient(stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, flowType: 'pkce' },
    global: { fetch: counting },
  })
  return { supabase, social: createSocial(supabase), sent }
}

/** Opens the link of the newest mail on a new device, after a scanner opened it. */
async function openMail(email: string) {
  const [visit = ''] = await scan(email)
  const there = device()
  const page = openDocsPage(visit.replace('GET ', ''), there)
  expect(there.sent).toEqual([]) // the page sends nothing before somebody presses the button
  return { ...there, page }
}

/** Signs up and confirms the address with the button of the page. */
async function confirmed() {
  const username = `paged_${randomUUID().slice(0, 8)}`
  const login = { email: `${username}@example.com`, password: 'the first one', username }
  unwrap(await device().social.auth.signUp(login))
  const { page, social } = await openMail(login.email)
  await page.press()
  expect(page).toMatchObject({ shown: [], went: ['/'] })
  return { login, social, page }
}

describe('the pages that docs/mails.md shows', () => {
  it('confirm a sign-up, and say that a used link is used up', async () => {
    const { login, social, page } = await confirmed()
    expect(unwrap(await social.account.get()).username).toBe(login.username)
    await page.press()
    expect(page.shown).toEqual(['This link is used up. Ask for a new mail.'])
  })

  it('set a new password, also after a weak one used the token hash up', async () => {
    const { email } = (await confirmed()).login
    unwrap(await device().social.auth.requestPasswordReset(email))
    const { page } = await openMail(email)
    await page.press('short')
    await page.press('the second one')
    expect(page.shown).toEqual([expect.stringContaining('password'), 'The new password is set.'])
    unwrap(await nobody().social.auth.signIn({ email, password: 'the second one' }))
  })

  it('lead an invited person from the confirmation to a password', async () => {
    const email = `paged_${randomUUID().slice(0, 8)}@example.com`
    const auth = { persistSession: false, autoRefreshToken: false }
    const admin = createClient(stack.url, stack.secretKey, { auth }).auth.admin
    expect((await admin.inviteUserByEmail(email)).error).toBeNull()
    const { page, supabase, social } = await openMail(email)
    await page.press()
    expect(page.went).toEqual(['/reset-password'])
    const next = openDocsPage('/reset-password', { supabase, social })
    await next.press('the second one')
    expect(next.shown).toEqual(['The new password is set.'])
    unwrap(await nobody().social.auth.signIn({ email, password: 'the second one' }))
  })

  it('confirm a change of the address with the buttons of both mails', async () => {
    const { login } = await confirmed()
    const { supabase, social } = device()
    unwrap(await social.auth.signIn(login))
    const next = `new_${login.email}`
    expect((await supabase.auth.updateUser({ email: next })).error).toBeNull()
    const first = await openMail(login.email)
    await first.page.press()
    expect(first.page).toMatchObject({ shown: [expect.stringContaining('other')], went: [] })
    const second = await openMail(next)
    await second.page.press()
    expect(second.page).toMatchObject({ shown: [], went: ['/'] })
    expect(unwrap(await social.auth.getUser()).email).toBe(next)
  })

  it('say that nothing is proved when somebody opens them without a link', async () => {
    const there = device()
    const page = openDocsPage('/reset-password', there)
    await page.press('the second one')
    expect(page.shown).toEqual(['The link did not sign this device in.'])
    const other = openDocsPage('/confirm?type=email', there)
    await other.press()
    expect(other.shown).toHaveLength(1)
    expect(other.went).toEqual([])
  })
})
