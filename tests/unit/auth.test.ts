import { describe, expect, it, vi } from 'vitest'
import { server, session, token, tokenWith } from '../support/auth-answers.ts'

const input = { email: 'anna@example.com', password: 'a good password', username: 'anna' }

describe('signing up', () => {
  it('sends the username and display name to Auth as metadata', async () => {
    const { social, sent } = server({ '/signup': () => ({ body: session() }) })
    const { data } = await social.auth.signUp({ ...input, displayName: 'Anna' })
    expect(data?.session?.access_token).toBeTruthy()
    expect(sent[0]?.body).toMatchObject({
      data: { social_username: 'anna', social_display_name: 'Anna' },
    })
  })

  it.each([
    ['taken', 'username_taken'],
    ['invalid', 'username_invalid'],
    ['available', 'unknown'],
  ])(
    'without the Auth hook, if the sign-up fails and the username is %s, returns the error %s',
    async (status, code) => {
      const { social } = server({
        '/signup': () => ({ status: 500, body: { msg: 'Database error saving new user' } }),
        '/check_username': () => ({ body: JSON.stringify(status) }),
        '/limits': () => ({ body: { display_name_length: 50 } }),
      })
      const { error } = await social.auth.signUp(input)
      expect(error?.code).toBe(code)
    },
  )

  it('without the Auth hook, if the display name is too long, returns the error display_name_too_long', async () => {
    const { social } = server({
      '/signup': () => ({ status: 500, body: { msg: 'Database error saving new user' } }),
      '/check_username': () => ({ body: '"available"' }),
      '/limits': () => ({ body: { display_name_length: 3 } }),
    })
    const { error } = await social.auth.signUp({ ...input, displayName: 'Anna' })
    expect(error?.code).toBe('display_name_too_long')
    expect((await social.auth.signUp({ ...input, displayName: '👩🏽' })).error?.code).toBe(
      'unknown',
    )
  })

  it.each(['', ' ', undefined, null, 5])(
    'sends no request for the e-mail address %j',
    async (email) => {
      const { social, sent } = server({ '/signup': () => ({ body: session() }) })
      const { error } = await social.auth.signUp({ ...input, email: email as string })
      expect(error?.code).toBe('email_address_invalid')
      expect(sent).toEqual([])
    },
  )

  it('returns an error that the supabase-js client throws', async () => {
    const { social, supabase } = server({
      '/signup': () => ({ status: 422, body: { code: 'weak_password', msg: 'Too short' } }),
    })
    vi.spyOn(supabase.auth, 'signUp').mockRejectedValue(new TypeError('fetch failed'))
    expect((await social.auth.signUp(input)).error?.code).toBe('network')
  })
})

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
    expect(error?.code).toBe('not_signed_in')
  })

  it.each([
    [{ email: 'anna@example.com', code: '123456' }, { token: '123456' }],
    [{ tokenHash: 'hash' }, { token_hash: 'hash' }],
  ])('accepts %o as proof that the person may reset the password', async (proof, body) => {
    const { social, sent } = server(answers)
    expect((await social.auth.resetPassword({ ...proof, newPassword: 'new' })).data).toBe(true)
    expect(sent[0]).toMatchObject({ path: '/auth/v1/verify', body: { type: 'recovery', ...body } })
  })

  it('returns no error when Auth rejects a second mail, because the error would reveal that the address is known', async () => {
    const body = { code: 'over_email_send_rate_limit', msg: 'Only once in 60 seconds' }
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    const { social } = server({ '/recover': () => ({ status: 429, body, headers }) })
    expect(await social.auth.requestPasswordReset('a@example.com')).toEqual({
      data: true,
      error: null,
    })
  })
})
