import { describe, expect, it, vi } from 'vitest'
import type { SignUpInput } from '../../src/sdk/inputs.ts'
import { type Answer, fake, type Sent } from '../support/fake.ts'

const input = { email: 'anna@example.com', password: 'a good password', username: 'anna' }
const versioned = { 'x-supabase-api-version': '2024-01-01' }
const start = '2026-01-01T00:00:00Z'

/** The answer of Auth when the address needs a confirmation. */
function user(changes: object = {}) {
  return {
    ...{ id: 'an-id', aud: 'authenticated', email: input.email, identities: [{}] },
    ...{ created_at: start, confirmation_sent_at: start },
    user_metadata: { social_username: 'anna', sub: 'an-id' },
    ...changes,
  }
}

/** The answer of Auth when the address needs no confirmation. */
function session(changes: object = {}) {
  const more = { access_token: 'a.b.c', refresh_token: 'r', expires_in: 3600 }
  return { ...more, token_type: 'bearer', user: user(changes) }
}

const refusal = (status: number, code: string, message = code): Answer => ({
  ...{ status, headers: versioned },
  body: { code, message },
})
const refusedByDatabase = (code: string): Answer => ({
  status: 409,
  body: { code: 'PT409', message: code, details: 'A sentence.', hint: 'A hint.' },
})
const failure: Answer = { status: 500, body: { msg: 'Database error saving new user' } }

/**
 * Creates a fake server. Each path has a list of answers, of which the last one repeats. A path
 * without answers succeeds.
 */
function server(answers: Record<string, Answer[]>) {
  const known = Object.entries({
    '/settings': [{ body: { mailer_autoconfirm: false } }],
    '/check_sign_up': [{ body: '"available"' }],
    '/signup': [{ body: user() }],
    '/token': [refusal(400, 'invalid_credentials')],
    ...answers,
  })
  const counts: Record<string, number> = {}
  const answer = ({ path }: Sent): Answer => {
    const [end = '', list = []] = known.find(([end]) => path.endsWith(end)) ?? []
    counts[end] = (counts[end] ?? -1) + 1
    return list[Math.min(counts[end], list.length - 1)] ?? { body: {} }
  }
  const { social, supabase, sent } = fake(answer)
  return {
    ...{ social, supabase, sent },
    paths: () => sent.map(({ path }) => path.split('/').at(-1)),
    /** Signs up, and returns the error code or `ok`. */
    async signUp(changes: Partial<SignUpInput> = {}): Promise<string> {
      return (await social.auth.signUp({ ...input, ...changes })).error?.code ?? 'ok'
    },
  }
}

describe('signing up', () => {
  it('asks the database first, and sends the username and display name to Auth as metadata', async () => {
    const { social, sent, paths } = server({ '/signup': [{ body: session() }] })
    const metadata = { social_username: 'anna' }
    const { data } = await social.auth.signUp(input)
    expect(data?.session?.access_token).toBe('a.b.c')
    expect(paths()).toEqual(['check_sign_up', 'signup'])
    expect(sent[0]?.body).toEqual({ email: input.email, username: 'anna' })
    expect(sent[1]?.body).toMatchObject({ data: metadata })
  })

  it.each(['', ' ', undefined, null, 5, 'a\u0000b@example.com'])(
    'sends no request for the e-mail address %j',
    async (email) => {
      const { signUp, sent } = server({})
      expect(await signUp({ email: email as string })).toBe('email_address_invalid')
      expect(sent).toEqual([])
    },
  )

  it.each([
    ['username_invalid', { username: 'a\u0000b' }],
    ['username_invalid', { username: undefined as unknown as string }],
    ['text_invalid', { displayName: 'a\u0000b' }],
    ['text_invalid', { displayName: 5 as unknown as string }],
  ])('returns %s for %o without a request', async (code, changes) => {
    const { signUp, sent } = server({})
    expect(await signUp(changes)).toBe(code)
    expect(sent).toEqual([])
  })

  it.each<[string, Answer]>([
    ['username_invalid', { body: '"username_invalid"' }],
    ['display_name_too_long', { body: '"display_name_too_long"' }],
    ['text_invalid', { body: '"text_invalid"' }],
    ['network', new TypeError('fetch failed')],
    ['not_installed', { status: 404, body: { code: 'PGRST202', message: 'x' } }],
  ])('creates no login if the check returns %s', async (code, answer) => {
    const { signUp, paths } = server({ '/check_sign_up': [answer] })
    expect(await signUp()).toBe(code)
    expect(paths()).not.toContain('signup')
  })

  it('continues without the check at the rate limit, which strangers may have used up', async () => {
    const limited = { status: 429, body: { code: 'PT429', message: 'rate_limited' } }
    const { signUp, paths } = server({ '/check_sign_up': [limited] })
    expect(await signUp()).toBe('ok')
    expect(paths()).toEqual(['check_sign_up', 'signup'])
  })

  it('says how long a display name may be', async () => {
    const { social } = server({
      '/check_sign_up': [{ body: '"display_name_too_long"' }],
      '/limits': [{ body: { display_name_length: 50 } }],
    })
    const { error } = await social.auth.signUp({ ...input, displayName: 'a'.repeat(51) })
    expect(error?.hint).toBe('At most 50 characters.')
  })

  it('returns an error that the supabase-js client throws', async () => {
    const { signUp, supabase } = server({})
    vi.spyOn(supabase.auth, 'signUp').mockRejectedValue(new TypeError('fetch failed'))
    expect(await signUp()).toBe('network')
  })
})

describe('if the username is taken, signing up', () => {
  const taken = { body: '"username_taken"' }

  it('sends nothing to Auth that would tell whether the address is known', async () => {
    const { signUp, paths } = server({ '/check_sign_up': [taken] })
    expect(await signUp()).toBe('username_taken')
    expect(paths()).toEqual(['check_sign_up', 'settings', 'token'])
  })

  it.each<[string, Answer]>([
    ['username_taken', refusal(400, 'user_banned')],
    ['username_taken', refusal(429, 'over_request_rate_limit')],
    ['username_taken', refusal(400, 'captcha_failed')],
    ['user_already_exists', refusal(400, 'email_not_confirmed')],
    ['user_already_exists', { body: session() }],
  ])('returns %s after the sign-in %j', async (code, answer) => {
    const { signUp } = server({ '/check_sign_up': [taken], '/token': [answer] })
    expect(await signUp()).toBe(code)
  })

  it.each<[string, Answer]>([
    ['user_already_exists', refusal(422, 'user_already_exists')],
    ['username_taken', refusal(409, 'unknown', 'username_taken')],
    ['username_taken', failure],
  ])('returns %s if the project tells of known addresses', async (code, answer) => {
    const { signUp } = server({
      '/check_sign_up': [taken],
      '/settings': [{ body: { mailer_autoconfirm: true } }],
      '/signup': [answer],
    })
    expect(await signUp()).toBe(code)
  })
})

describe('if Auth refuses a sign-up that the database accepted, signing up', () => {
  const hook = refusal(409, 'unknown', 'username_taken')

  it.each<[string, Answer]>([
    ['the hook', hook],
    ['a failure', failure],
  ])('does not blame the username for its own login after %s', async (_, answer) => {
    const { social } = server({
      '/signup': [answer],
      '/token': [refusal(400, 'email_not_confirmed')],
      '/check_sign_up': [{ body: '"available"' }, { body: '"username_taken"' }],
    })
    const { error } = await social.auth.signUp(input)
    expect(error?.code).toBe('user_already_exists')
    expect(error?.hint).toContain('confirmation')
  })

  it('repeats the sign-up once, because Auth now finds the address', async () => {
    const { signUp } = server({ '/signup': [failure, refusal(422, 'user_already_exists')] })
    expect(await signUp()).toBe('user_already_exists')
    expect(await server({ '/signup': [failure, { body: session() }] }).signUp()).toBe('ok')
  })

  it('names the username if another person took it', async () => {
    const check: Answer[] = [{ body: '"available"' }, { body: '"username_taken"' }]
    expect(await server({ '/signup': [failure], '/check_sign_up': check }).signUp()).toBe(
      'username_taken',
    )
    expect(await server({ '/signup': [hook] }).signUp()).toBe('username_taken')
  })

  it('returns unknown if nothing explains the failure', async () => {
    const { signUp, paths } = server({ '/signup': [failure] })
    expect(await signUp()).toBe('unknown')
    expect(paths().filter((path) => path === 'signup')).toHaveLength(2)
  })

  it('does not blame the username if the captcha is used up', async () => {
    const { signUp } = server({
      '/signup': [failure, refusal(400, 'captcha_failed')],
      '/check_sign_up': [{ body: '"available"' }, { body: '"username_taken"' }],
    })
    expect(await signUp({ captchaToken: 'solved' })).toBe('unknown')
  })

  it('keeps the sentence of the hook of another developer', async () => {
    const words = 'Only people of our school may sign up.'
    const { social } = server({ '/signup': [refusal(422, 'unknown', words)] })
    expect((await social.auth.signUp(input)).error).toMatchObject({
      ...{ code: 'refused_by_hook', message: words, status: 422 },
    })
  })
})

describe('if the address needs a confirmation, signing up', () => {
  it('returns the same user for a new login and for a known address', async () => {
    const real = user({ role: 'authenticated', email_confirmed_at: undefined })
    const made = user({ role: '', identities: [], user_metadata: { social_username: 'anna' } })
    const answers = [real, { ...made, invited_at: start, factors: [{}] }].map(async (body) => {
      const { social } = server({ '/signup': [{ body }] })
      return social.auth.signUp(input)
    })
    const [first, second] = await Promise.all(answers)
    expect(first?.data?.session).toBeNull()
    expect(first).toEqual(second)
  })

  it.each([
    ['another username', { user_metadata: { social_username: 'bert' } }],
    ['no username', { user_metadata: {} }],
    ['a display name', { user_metadata: { social_username: 'anna', social_display_name: 'A' } }],
  ])('is pending if Auth answers with %s', async (_, changes) => {
    const { signUp } = server({ '/signup': [{ body: user(changes) }] })
    expect(await signUp()).toBe('sign_up_pending')
  })

  it.each<[string, number, Answer]>([
    ['sign_up_pending', 1, refusal(400, 'invalid_credentials')],
    ['ok', 1, refusal(400, 'email_not_confirmed')],
    ['ok', 3600, refusal(400, 'email_not_confirmed')],
    ['ok', 1, refusal(400, 'captcha_failed')],
    ['sign_up_pending', 3600, refusal(400, 'captcha_failed')],
  ])('is %s if the login is %i seconds old and a sign-in answers %j', async (code, age, answer) => {
    const created_at = new Date(Date.parse(start) - age * 1000).toISOString()
    const body = user({ created_at })
    const { signUp } = server({ '/signup': [{ body }], '/token': [answer] })
    expect(await signUp()).toBe(code)
  })
})

it('a sign-up that the database calls repeated is pending with another password', async () => {
  const check: Answer[] = [{ body: '"repeated"' }]
  expect(await server({ '/check_sign_up': check }).signUp()).toBe('sign_up_pending')
  const right: Answer[] = [refusal(400, 'email_not_confirmed')]
  expect(await server({ '/check_sign_up': check, '/token': right }).signUp()).toBe('ok')
  const { signUp, paths } = server({
    '/check_sign_up': check,
    '/signup': [{ body: session() }],
  })
  expect(await signUp()).toBe('ok')
  expect(paths()).toContain('user')
})

describe('if a mail was sent to the address a moment ago, an equal sign-up', () => {
  const words = 'For security purposes, you can only request this after 57 seconds.'
  const early = refusal(429, 'over_email_send_rate_limit', words)
  const repeated: Answer[] = [{ body: '"available"' }, { body: '"repeated"' }]
  const limited = 'over_email_send_rate_limit'

  it.each<[string, Answer[], Answer, Answer]>([
    ['ok', repeated, early, refusal(400, 'email_not_confirmed')],
    ['user_already_exists', repeated, early, { body: session() }],
    [limited, repeated, early, refusal(400, 'invalid_credentials')],
    [limited, repeated, early, refusal(400, 'captcha_failed')],
    [limited, [{ body: '"available"' }], early, refusal(400, 'email_not_confirmed')],
    [limited, repeated, refusal(429, limited), refusal(400, 'email_not_confirmed')],
  ])('is %s', async (code, check, signup, token) => {
    const { signUp } = server({
      '/check_sign_up': check,
      '/signup': [signup],
      '/token': [token],
    })
    expect(await signUp()).toBe(code)
  })
})

describe('if Auth signs an older login in, signing up', () => {
  const older = { '/signup': [{ body: session({ user_metadata: {} }) }] }

  it('sets the password and creates the profile', async () => {
    const { signUp, paths, sent } = server(older)
    expect(await signUp({ displayName: 'Anna' })).toBe('ok')
    expect(paths().slice(-2)).toEqual(['user', 'create_profile'])
    expect(sent.at(-2)?.body).toMatchObject({ password: input.password })
    expect(sent.at(-1)?.body).toEqual({ username: 'anna', display_name: 'Anna' })
  })

  it('changes the profile that the login has', async () => {
    const { signUp, paths } = server({
      ...older,
      '/user': [refusal(422, 'same_password')],
      '/create_profile': [refusedByDatabase('profile_exists')],
    })
    expect(await signUp()).toBe('ok')
    expect(paths().slice(-2)).toEqual(['change_username', 'update_profile'])
  })

  it('signs out if the person has a confirmed phone number', async () => {
    const phone = { phone: '4915500001', phone_confirmed_at: start }
    const body = session({ user_metadata: {}, ...phone })
    const { signUp, supabase, paths } = server({ '/signup': [{ body }] })
    expect(await signUp()).toBe('user_already_exists')
    expect(paths()).not.toContain('user')
    expect((await supabase.auth.getSession()).data.session).toBeNull()
  })

  it.each([
    ['user_already_exists', '/user', refusal(403, 'session_not_found')],
    ['user_already_exists', '/create_profile', refusedByDatabase('not_signed_in')],
    ['sign_up_pending', '/user', refusal(400, 'current_password_required')],
    ['username_taken', '/create_profile', refusedByDatabase('username_taken')],
  ])('signs out and returns %s if %s fails', async (code, path, answer) => {
    const { signUp, supabase } = server({ ...older, [path]: [answer] })
    expect(await signUp()).toBe(code)
    expect((await supabase.auth.getSession()).data.session).toBeNull()
  })
})
