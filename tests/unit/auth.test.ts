import { describe, expect, it, vi } from 'vitest'
import type { Social } from '../../src/sdk/client.ts'
import type { Result } from '../../src/sdk/result.ts'
import { server, session, token, tokenWith } from '../support/auth-answers.ts'
import type { Answer } from '../support/fake.ts'

describe('setting a new password', () => {
  const answers = {
    '/token': () => ({ body: session() }),
    '/verify': () => ({ body: session(token('otp')) }),
    '/user': () => ({ body: session().user }),
    '/logout': () => ({ status: 204 }),
  }

  it('checks the current password, keeps the current session and ends all other sessions', async () => {
    const { social, supabase, sent } = server(answers)
    await supabase.auth.setSession(session())
    const before = (await supabase.auth.getSession()).data.session?.access_token
    const change = { currentPassword: 'old', newPassword: 'new' }
    expect(await social.auth.updatePassword(change)).toEqual({ data: true, error: null })
    const calls = sent.map(({ method, path, query }) => `${method} ${path} ${query}`)
    expect(calls.slice(-4)).toEqual([
      'POST /auth/v1/token grant_type=password',
      'POST /auth/v1/logout scope=local',
      'PUT /auth/v1/user ',
      'POST /auth/v1/logout scope=others',
    ])
    expect(sent.at(-2)?.body).toMatchObject({ password: 'new', current_password: 'old' })
    expect((await supabase.auth.getSession()).data.session?.access_token).toBe(before)
  })

  it('fails when the current password is wrong', async () => {
    const body = { code: 'invalid_credentials', msg: 'Invalid login credentials' }
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    const wrong = () => ({ status: 400, body, headers })
    const { social, supabase, sent } = server({ ...answers, '/token': wrong })
    await supabase.auth.setSession(session())
    const change = { currentPassword: 'guess', newPassword: 'new' }
    expect((await social.auth.updatePassword(change)).error?.code).toBe('current_password_invalid')
    expect(sent.some(({ method }) => method === 'PUT')).toBe(false)
  })

  it('returns an error when the password is changed but the other sessions do not end', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const { social, supabase } = server({ ...answers, '/logout': () => new Error('fetch failed') })
    await supabase.auth.setSession(session())
    const { error } = await social.auth.updatePassword({ currentPassword: 'a', newPassword: 'b' })
    expect(error?.code).toBe('network')
    expect(error?.hint).toContain('The password is changed')
  })

  it.each([
    ['says password', { amr: [{ method: 'password', timestamp: 1 }] }],
    ['says oauth and totp', { amr: [{ method: 'totp' }, { method: 'oauth' }] }],
    ['says nothing', {}],
    ['says null', { amr: null }],
    ['is empty', { amr: [] }],
    ['is a word', { amr: 'otp' }],
    ['is an object', { amr: { method: 'otp' } }],
    ['contains null', { amr: [null, { method: 'otp' }] }],
    ['contains a list', { amr: [{ method: ['otp'] }] }],
  ])('with resetPassword requires a code if the claim amr of the token %s', async (_, claims) => {
    const { social, supabase, sent } = server(answers)
    await supabase.auth.setSession(session(tokenWith(claims)))
    const refused = await social.auth.resetPassword({ newPassword: 'new' })
    expect(refused.error?.code).toBe('otp_expired')
    expect(sent.some(({ method }) => method === 'PUT')).toBe(false)
  })

  it.each([
    [{ amr: [{ method: 'otp' }] }],
    [{ amr: [{ method: 'recovery' }] }],
    [{ amr: [{ method: 'totp' }, { method: 'magiclink' }] }],
    [{ amr: [{ method: 'invite' }] }],
    [{ amr: ['pwd', 'otp'] }],
  ])('with resetPassword requires no code in a session that a mail started: %j', async (claims) => {
    const { social, supabase } = server(answers)
    await supabase.auth.setSession(session(tokenWith(claims)))
    expect(await social.auth.resetPassword({ newPassword: 'new' })).toMatchObject({ data: true })
  })

  it('with resetPassword and without a code requires a session', async () => {
    const { social } = server(answers)
    const { error } = await social.auth.resetPassword({ newPassword: 'new' })
    expect(error?.code).toBe('link_invalid')
  })

  it.each([
    ['link_invalid', { tokenHash: '' }],
    ['link_invalid', { tokenHash: 'a\u0000b' }],
    ['link_invalid', { tokenHash: 5 as unknown as string }],
    ['otp_expired', { email: 'anna@example.com', code: '' }],
    ['otp_expired', { email: 'anna@example.com', code: ' ' }],
    ['otp_expired', { email: 'anna@example.com', code: '12\u0000' }],
    ['email_address_invalid', { email: 'a\u0000@example.com', code: '123456' }],
    ['email_address_invalid', { email: 5 as unknown as string, code: '123456' }],
  ])('with resetPassword returns %s for %o without a request', async (code, proof) => {
    const { social, sent } = server(answers)
    const { error } = await social.auth.resetPassword({ ...proof, newPassword: 'new' })
    expect(error?.code).toBe(code)
    expect(sent).toEqual([])
  })

  it.each([
    ['anonymous_user', true],
    ['current_password_invalid', false],
  ])('returns %s for a user without an e-mail address who is anonymous: %s', async (code, is) => {
    const user = { ...session().user, email: '', phone: '', is_anonymous: is }
    const { social, supabase, sent } = server({ ...answers, '/user': () => ({ body: user }) })
    await supabase.auth.setSession(session())
    const change = { currentPassword: 'old', newPassword: 'new' }
    expect((await social.auth.updatePassword(change)).error?.code).toBe(code)
    expect((await social.account.delete({ password: 'old' })).error?.code).toBe(code)
    expect(sent.some(({ path }) => path.endsWith('/token'))).toBe(false)
  })

  it.each([
    [{ email: 'anna@example.com', code: '123456' }, { token: '123456' }],
    [{ tokenHash: 'hash' }, { token_hash: 'hash' }],
  ])('accepts %o as proof that the person may reset the password', async (proof, body) => {
    const { social, sent } = server(answers)
    expect((await social.auth.resetPassword({ ...proof, newPassword: 'new' })).data).toBe(true)
    expect(sent[0]).toMatchObject({ path: '/auth/v1/verify', body: { type: 'recovery', ...body } })
  })
})

it('signing in sends no address that contains NUL', async () => {
  const { social, sent } = server({})
  const { error } = await social.auth.signIn({ email: 'a\u0000@example.com', password: 'x' })
  expect(error?.code).toBe('invalid_credentials')
  expect(sent).toEqual([])
})

it('signing in tells why the password no longer meets the rules of the project', async () => {
  const weak_password = { reasons: ['length'], message: 'At least 8 characters.' }
  const { social } = server({ '/token': () => ({ body: { ...session(), weak_password } }) })
  const { data } = await social.auth.signIn({ email: 'anna@example.com', password: 'short' })
  expect(data?.weakPassword).toEqual(weak_password)
})

const versioned = { 'x-supabase-api-version': '2024-01-01' }
const mails: [string, string, (social: Social, email: string) => PromiseLike<Result<true>>][] = [
  ['requestPasswordReset', '/recover', (social, email) => social.auth.requestPasswordReset(email)],
  ['resendConfirmation', '/resend', (social, email) => social.auth.resendConfirmation(email)],
]

describe.each(mails)('%s', (_, path, ask) => {
  const forKnown = (known: Answer) =>
    server({
      [path]: ({ body }) =>
        (body as { email: string }).email === 'anna@example.com' ? known : { body: {} },
    }).social

  it.each<[string, Answer]>([
    ['the mail server is down', { status: 500, body: { code: 'unexpected_failure' } }],
    ['the answer takes too long', { status: 504, body: { code: 'request_timeout' } }],
    ['the request is cut off', new DOMException('The operation timed out', 'TimeoutError')],
    ['the network fails', new TypeError('fetch failed')],
    ['a mail was just sent', { status: 429, body: { code: 'over_email_send_rate_limit' } }],
    ['the server may not mail to it', { status: 400, body: { code: 'email_address_invalid' } }],
    ['a team may mail only', { status: 400, body: { code: 'email_address_not_authorized' } }],
    ['a hook sends mails and fails', { status: 422, body: { code: 'hook_timeout' } }],
    ['a hook refuses', { status: 403, body: { code: 'unknown', message: 'No.' } }],
  ])('answers alike for a known address and an unknown one if %s', async (_, known) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const answer = known instanceof Error ? known : { ...known, headers: versioned }
    const social = forKnown(answer)
    const unknown = await ask(social, 'nobody@example.com')
    expect(unknown).toEqual({ data: true, error: null })
    expect(await ask(social, 'anna@example.com')).toEqual(unknown)
  })

  it.each<[string, Answer, string]>([
    ['every address', { status: 500, body: { code: 'unexpected_failure' } }, 'unknown'],
    ['the network', new TypeError('fetch failed'), 'network'],
    ['a wrong key', { status: 401, body: { message: 'Unauthorized' } }, 'not_signed_in'],
    [
      'e-mail',
      { status: 400, body: { code: 'email_provider_disabled' } },
      'email_provider_disabled',
    ],
  ])('returns an error that concerns %s', async (_, answer, code) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const headers = versioned
    const { social } = server({
      [path]: () => (answer instanceof Error ? answer : { ...answer, headers }),
    })
    expect((await ask(social, 'anna@example.com')).error?.code).toBe(code)
  })

  it.each([
    [400, 'validation_failed', 'email_address_invalid'],
    [400, 'captcha_failed', 'captcha_failed'],
    [429, 'over_request_rate_limit', 'rate_limited'],
  ])('returns the error %i %s at once', async (status, code, expected) => {
    const body = { code, message: 'Unable to validate email address: invalid format' }
    const { social, sent } = server({ [path]: () => ({ status, body, headers: versioned }) })
    expect((await ask(social, 'anna@example.com')).error?.code).toBe(expected)
    expect(sent).toHaveLength(1)
  })
})

it('resendConfirmation sends the address, the page and the captcha', async () => {
  const { social, sent } = server({ '/resend': () => ({ body: {} }) })
  const options = { redirectTo: 'https://example.com/in', captchaToken: 'solved' }
  await social.auth.resendConfirmation('anna@example.com', options)
  expect(sent[0]?.query.get('redirect_to')).toBe('https://example.com/in')
  expect(sent[0]?.body).toMatchObject({
    ...{ type: 'signup', email: 'anna@example.com' },
    gotrue_meta_security: { captcha_token: 'solved' },
  })
})
