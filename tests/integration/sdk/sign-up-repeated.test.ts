import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { somebody, startSignUpStack } from '../../support/sign-up-stack.ts'

const { configure, confirm, invite, mailsTo, signIn, signUp, social, sql, stop } =
  await startSignUpStack()
afterAll(stop)

const PAIRS = Number(process.env.SOCIAL_SIGN_UP_PAIRS ?? 4)
const modes = [true, false].flatMap((confirmsEmail) =>
  [undefined, null].map((hook) => ({ confirmsEmail, hook })),
)

describe.each(modes)('with the settings %o', (settings) => {
  beforeAll(() => configure(settings))

  it('of two equal sign-ups at once one succeeds, and the other does not blame the username', async () => {
    const pairs = Array.from({ length: PAIRS }, () => somebody())
    const answers: string[][] = []
    // Hashing a password is slow, and Auth ends a request after ten seconds.
    for (let from = 0; from < pairs.length; from += 4) {
      const both = pairs.slice(from, from + 4).map((one) => [signUp(one), signUp(one)])
      answers.push(...(await Promise.all(both.map((pair) => Promise.all(pair)))))
    }
    const other = expect.toBeOneOf(['ok', 'user_already_exists'])
    expect(answers.map((pair) => pair.sort())).toEqual(pairs.map(() => ['ok', other]))
    const emails = pairs.map(({ email }) => email)
    const [count] = await sql`
      select count(*)::int as logins, count(profiles.id)::int as profiles
      from auth.users left join social.profiles using (id) where email = any (${emails})`
    expect(count).toEqual({ logins: PAIRS, profiles: PAIRS })
  }, 120_000)

  it('two sign-ups at once with the same address and different usernames make one login', async () => {
    const first = somebody()
    const second = somebody({ email: first.email, password: 'another password' })
    const codes = await Promise.all([signUp(first), signUp(second)])
    const refused = settings.confirmsEmail ? 'sign_up_pending' : 'user_already_exists'
    expect(codes.sort()).toEqual(['ok', refused].sort())
  })

  it('two people who sign up with one username at once get one success and username_taken', async () => {
    const { username } = somebody()
    const codes = await Promise.all([1, 2].map(() => signUp({ ...somebody(), username })))
    expect(codes.sort()).toEqual(['ok', 'username_taken'])
  })

  it('an equal sign-up of a confirmed address is told that the account exists', async () => {
    const input = somebody()
    expect(await signUp(input)).toBe('ok')
    await confirm(input)
    expect(await signUp(input)).toBe('user_already_exists')
  })
})

describe('a sign-up for an address whose login is unconfirmed', () => {
  beforeAll(() => configure({ confirmsEmail: true }))

  it('succeeds if it repeats the first sign-up', async () => {
    const input = somebody({ displayName: 'Zoe' })
    expect(await signUp(input)).toBe('ok')
    expect(await signUp(input)).toBe('ok')
    const { email, username } = input
    expect(await signUp({ ...input, email: email.toUpperCase() })).toBe('ok')
    expect(await signUp({ ...input, username: username.toUpperCase() })).toBe('ok')
    expect(await mailsTo(email)).toBe(4)
  })

  it.each([
    ['another password', { password: 'another password' }],
    ['another username', { username: somebody().username }],
    ['another display name', { displayName: 'Mallory' }],
  ])('with %s is refused, because Auth ignores the new values', async (_, change) => {
    const input = somebody()
    expect(await signUp(input)).toBe('ok')
    const { error } = await social().auth.signUp({ ...input, ...change })
    expect(error?.code).toBe('sign_up_pending')
    expect(error?.hint).toContain('password')
    // A mail went out, so that the owner of the address can go on.
    expect(await mailsTo(input.email)).toBe(2)
    await confirm(input)
    expect(await signIn(input)).toBe('ok')
  })

  it('is refused if the login was invited', async () => {
    const input = somebody()
    await invite(input.email)
    expect(await signUp(input)).toBe('sign_up_pending')
    expect(await mailsTo(input.email)).toBe(1)
  })

  it('is refused if the login was made without supabase-social', async () => {
    const input = somebody()
    await invite(input.email)
    await sql`update auth.users set invited_at = null where email = ${input.email}`
    expect(await signUp(input)).toBe('sign_up_pending')
  })
})

describe('a sign-up for an invited address of a project that confirms no addresses', () => {
  beforeAll(() => configure({ confirmsEmail: false }))

  it('sets the password and creates the profile, although Auth ignores both', async () => {
    const input = somebody({ displayName: 'Zoe' })
    await invite(input.email)
    const client = social()
    const { session } = unwrap(await client.auth.signUp(input))
    expect(session).not.toBeNull()
    expect(unwrap(await client.account.get())).toMatchObject({
      username: input.username,
      display_name: 'Zoe',
    })
    expect(await signIn(input)).toBe('ok')
  })

  it('blames nobody if the person signs up twice at once', async () => {
    for (const hook of [undefined, null]) {
      await configure({ confirmsEmail: false, hook })
      const input = somebody()
      await invite(input.email)
      const codes = await Promise.all([signUp(input), signUp(input)])
      expect(codes.sort()).toEqual(['ok', expect.toBeOneOf(['ok', 'user_already_exists'])])
      expect(await signIn(input)).toBe('ok')
    }
  })

  it('gives a person who had tried before the new username and password', async () => {
    await configure({ confirmsEmail: true })
    const first = somebody({ displayName: 'Zoe' })
    expect(await signUp(first)).toBe('ok')
    await configure({ confirmsEmail: false })
    const { email } = first
    const second = somebody({ email, password: 'another password', displayName: 'Ada' })
    const client = social()
    unwrap(await client.auth.signUp(second))
    expect(unwrap(await client.account.get())).toMatchObject({
      username: second.username,
      display_name: 'Ada',
    })
    expect(await signIn(first)).toBe('invalid_credentials')
    expect(await signIn(second)).toBe('ok')
  })

  it('sets the new password of a person who had tried before with the same username', async () => {
    await configure({ confirmsEmail: true })
    const first = somebody()
    expect(await signUp(first)).toBe('ok')
    await configure({ confirmsEmail: false })
    const second = { ...first, password: 'another password' }
    expect(await signUp(second)).toBe('ok')
    expect(await signIn(first)).toBe('invalid_credentials')
    expect(await signIn(second)).toBe('ok')
  })
})

describe.each([true, false])('if addresses are confirmed: %s', (confirmsEmail) => {
  it('a sign-up with the unconfirmed address of a person with a confirmed phone changes nothing', async () => {
    await configure({ confirmsEmail: false })
    const [owner, other] = [somebody(), somebody()]
    expect(await signUp(owner)).toBe('ok')
    const phone = `49${String(Date.now()).slice(-9)}`
    await sql`update auth.users set email_confirmed_at = null, phone = ${phone},
      phone_confirmed_at = now() where email = ${owner.email}`
    await configure({ confirmsEmail })
    const client = social()
    const { error } = await client.auth.signUp({ ...other, email: owner.email })
    // A real Auth server signs the caller in, and the SDK signs out again.
    expect(error?.code).toBeOneOf(['user_already_exists', 'sign_up_pending'])
    expect((await client.account.get()).error?.code).toBe('not_signed_in')
    await confirm(owner)
    const again = social()
    unwrap(await again.auth.signIn(owner))
    expect(unwrap(await again.account.get()).username).toBe(owner.username)
  })
})
