import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mail } from '../../tools/local-stack/mail.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'

const home = mkdtempSync(join(tmpdir(), 'supabase-social-mails-'))
const supabase = join(home, 'supabase')
mkdirSync(supabase)
const options = { auth: { persistSession: false, autoRefreshToken: false } }
const password = 'correct horse'

let stack: Stack
beforeAll(async () => {
  writeFileSync(join(supabase, 'config.toml'), '')
  stack = await startStack({ purges: false, project: { supabase } })
})
afterAll(async () => {
  await stack?.stop()
  rmSync(home, { recursive: true, force: true })
})

async function mailsTo(email: string, { mailUrl } = stack): Promise<Mail[]> {
  const mails: Mail[] = await (await fetch(`${mailUrl}/messages`)).json()
  return mails.filter(({ to }) => to === email)
}

async function person(data: object, { url, publishableKey } = stack) {
  const client = createClient(url, publishableKey, options)
  const email = `${crypto.randomUUID()}@example.com`
  const { data: answer, error } = await client.auth.signUp({ email, password, options: { data } })
  if (error) throw error
  return { client, email, session: answer.session }
}

describe('a project without templates sends the mails that Auth has built in:', () => {
  test('a recovery has a link to Auth, and no code', async () => {
    const { client, email } = await person({})
    await client.auth.resetPasswordForEmail(email, { redirectTo: 'http://127.0.0.1:3000/a' })
    const [mail] = await mailsTo(email)
    expect(mail).toMatchObject({ subject: 'Reset your password', code: null })
    expect(mail?.links).toHaveLength(1)
    expect(mail?.links[0]).toContain(`${stack.url}/auth/v1/verify?token=`)
    expect(mail?.links[0]).toContain('&redirect_to=http://127.0.0.1:3000/a')
  })

  test('a proof of identity has a code, and no link', async () => {
    const { client, email } = await person({})
    expect((await client.auth.reauthenticate()).error).toBeNull()
    const [mail] = await mailsTo(email)
    expect(mail).toMatchObject({ links: [], subject: `${mail?.code} is your verification code` })
    expect(mail?.code).toMatch(/^\d{6}$/)
  })

  test('a second mail within a second is refused with the seconds to wait', async () => {
    const { client, email } = await person({})
    const [first, second] = [
      await client.auth.resetPasswordForEmail(email),
      await client.auth.resetPasswordForEmail(email),
    ]
    expect(first.error).toBeNull()
    const message = 'For security purposes, you can only request this after 0 seconds.'
    expect(second.error).toMatchObject({
      ...{ status: 429, code: 'over_email_send_rate_limit', message },
    })
  })
})

test('a template of config.toml is filled with the values of the mail, which are escaped', async () => {
  writeFileSync(
    join(home, 'recovery.html'),
    `<p>{{ .Email }}|{{.Data.name}}|{{ .Data.missing }}|{{ .RedirectTo }}</p>
    <a href="{{ .SiteURL }}/reset?token_hash={{ .TokenHash }}">{{- .Token -}}</a>`,
  )
  writeFileSync(
    join(supabase, 'config.toml'),
    `[auth.email.template.recovery]
    subject = "For {{ .Email }}"
    content_path = "./recovery.html"`,
  )
  await stack.configure()
  const { client, email } = await person({ name: '<b>Jo & Mo</b>' })
  await client.auth.resetPasswordForEmail(email, { redirectTo: 'http://127.0.0.1:3000/a?b=c' })
  const [mail] = await mailsTo(email)
  expect(mail?.subject).toBe(`For ${email}`)
  expect(mail?.html).not.toContain('<b>')
  expect(mail?.text).toContain(`${email}|<b>Jo & Mo</b>||http://127.0.0.1:3000/a?b=c`)
  const [page, token_hash = ''] = mail?.links[0]?.split('?token_hash=') ?? []
  expect(page).toBe('http://127.0.0.1:3000/reset')
  const byCode = await client.auth.verifyOtp({ type: 'recovery', email, token: '000000' })
  expect(byCode.error).toMatchObject({ code: 'otp_expired' })
  const byHash = await client.auth.verifyOtp({ type: 'recovery', token_hash })
  expect(byHash.data.user).toMatchObject({ email })
  const again = await client.auth.verifyOtp({ type: 'recovery', email, token: mail?.code ?? '' })
  expect(again.error).toMatchObject({ code: 'otp_expired' })
})

describe("this repository's own project with a confirmation of addresses", () => {
  let own: Stack
  beforeAll(async () => {
    own = await startStack({ purges: false, settings: { confirmsEmail: true } })
  })
  afterAll(() => own?.stop())

  test('mails a link to a page of the app, whose token confirms the address', async () => {
    const { client, email, session } = await person({ social_username: 'lia' }, own)
    expect(session).toBeNull()
    const [mail] = await mailsTo(email, own)
    const [page, token_hash = ''] = mail?.links[0]?.split(/[?&](?:token_hash|type)=/) ?? []
    expect(page).toBe('http://127.0.0.1:3000/confirm')
    const signIn = () => client.auth.signInWithPassword({ email, password })
    expect((await signIn()).error).toMatchObject({ code: 'email_not_confirmed' })
    const { data } = await client.auth.verifyOtp({ type: 'email', token_hash })
    expect(data.user).toMatchObject({ email, user_metadata: { email_verified: true } })
    expect((await signIn()).error).toBeNull()
  })

  test('confirms an address by the code of the mail too', async () => {
    const { client, email } = await person({ social_username: 'mia' }, own)
    const [mail] = await mailsTo(email, own)
    const code = mail?.code ?? ''
    const { data, error } = await client.auth.verifyOtp({ type: 'signup', email, token: code })
    expect(error).toBeNull()
    expect(data.session).not.toBeNull()
  })
})
