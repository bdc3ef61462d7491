import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { somebody, startSignUpStack } from '../../support/sign-up-stack.ts'

const { configure, confirm, mailsTo, signIn, signUp, social, sql, stack, stop } =
  await startSignUpStack()
afterAll(stop)

describe('the confirmation mail', () => {
  beforeAll(() => configure({ confirmsEmail: true }))

  it('is sent again only to an address that waits for its confirmation, and the answer is always the same', async () => {
    const [waiting, confirmed, unknown] = [somebody(), somebody(), somebody()]
    for (const input of [waiting, confirmed]) expect(await signUp(input)).toBe('ok')
    await confirm(confirmed)
    for (const { email } of [waiting, confirmed, unknown]) {
      expect(await social().auth.resendConfirmation(email)).toEqual({ data: true, error: null })
    }
    const counts = [waiting, confirmed, unknown].map(({ email }) => mailsTo(email))
    expect(await Promise.all(counts)).toEqual([2, 1, 0])
  })

  it.each(['', 'nobody'])('is not sent to the malformed address %j', async (email) => {
    const { error } = await social().auth.resendConfirmation(email)
    expect(error?.code).toBe('email_address_invalid')
  })

  it('opens the account by its link on a page of the app', async () => {
    const input = somebody()
    expect(await signUp(input)).toBe('ok')
    const redirectTo = 'http://127.0.0.1:3000/welcome'
    unwrap(await social().auth.resendConfirmation(input.email, { redirectTo }))
    const mails: { to: string; links: string[] }[] = await (
      await fetch(`${stack.mailUrl}/messages`)
    ).json()
    const link = mails.find(({ to }) => to === input.email)?.links[0] ?? ''
    expect(decodeURIComponent(link)).toContain('127.0.0.1:3000')
  })
})

describe('if mails are sent once a minute', () => {
  beforeAll(() => configure({ confirmsEmail: true, maxFrequency: '60s' }))

  it('a second sign-up says how many seconds to wait', async () => {
    const input = somebody()
    expect(await signUp(input)).toBe('ok')
    const again = { ...input, password: 'another password' }
    const { error } = await social().auth.signUp(again)
    expect(error?.code).toBe('over_email_send_rate_limit')
    expect(error?.retryAfter).toBeGreaterThan(0)
    expect(error?.retryAfter).toBeLessThan(61)
  })

  it('an equal sign-up succeeds without another mail, because the first mail is on its way', async () => {
    const input = somebody({ displayName: 'Zoe' })
    const first = unwrap(await social().auth.signUp(input))
    const second = unwrap(await social().auth.signUp(input))
    expect(Object.keys(second.user).sort()).toEqual(Object.keys(first.user).sort())
    expect(second).toMatchObject({ session: null, user: { email: input.email } })
    expect(await mailsTo(input.email)).toBe(1)
    for (const change of [{ displayName: 'Ada' }, { username: somebody().username }]) {
      expect(await signUp({ ...input, ...change })).toBe('over_email_send_rate_limit')
    }
    await confirm(input)
    expect(await signIn(input)).toBe('ok')
  })

  it('of two equal sign-ups at once one succeeds, and the other is told no limit', async () => {
    const input = somebody()
    const codes = await Promise.all([signUp(input), signUp(input)])
    expect(codes.sort()).toEqual(['ok', expect.toBeOneOf(['ok', 'user_already_exists'])])
    expect(await mailsTo(input.email)).toBe(1)
  })

  it('requests for mails are answered alike for a known and an unknown address', async () => {
    const input = somebody()
    expect(await signUp(input)).toBe('ok')
    for (const { email } of [input, input, somebody()]) {
      const { auth } = social()
      expect(await auth.resendConfirmation(email)).toEqual({ data: true, error: null })
      expect(await auth.requestPasswordReset(email)).toEqual({ data: true, error: null })
    }
  })
})

it('a refusal by a hook of another developer keeps its sentence', async () => {
  await sql`
    create function public.only_our_school(event jsonb) returns jsonb language sql
    return jsonb_build_object('error', jsonb_build_object(
      'http_code', 400, 'message', 'Use the e-mail address of our school.'))`
  await sql`grant execute on function public.only_our_school to supabase_auth_admin`
  await configure({ hook: 'only_our_school' })
  const { error } = await social().auth.signUp(somebody())
  expect(error).toMatchObject({
    ...{ code: 'refused_by_hook', status: 400, message: 'Use the e-mail address of our school.' },
  })
})

it('a project without e-mail addresses says so at the sign-up and at the sign-in', async () => {
  await configure({})
  const input = somebody()
  expect(await signUp(input)).toBe('ok')
  await configure({ allowsEmail: false })
  const { error } = await social().auth.signIn(input)
  expect(error?.code).toBe('email_provider_disabled')
  expect(error?.message).toMatch(/sign-in/)
  expect(await signUp(somebody())).toBe('email_provider_disabled')
  await configure({})
  expect(await signIn(input)).toBe('ok')
})
