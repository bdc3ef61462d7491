import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SignUpInput } from '../../../src/sdk/inputs.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { somebody, startSignUpStack } from '../../support/sign-up-stack.ts'

const { configure, confirm, mailsTo, signUp, social, sql, stop } = await startSignUpStack()
afterAll(stop)

const known = somebody()
const taken = somebody()
const mark = '\u0301'

/** Signs up on a new client. Replaces what differs between two equal calls: ids and times. */
async function answer(input: SignUpInput): Promise<unknown> {
  const { data, error } = await social().auth.signUp(input)
  if (error) return error.toJSON()
  const text = JSON.stringify(data)
    .replaceAll(input.email, 'EMAIL')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
  const times = new Set(text.match(/\d{4}-\d\d-\d\dT[\d:.]+/g))
  return { times: times.size, data: JSON.parse(text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+/g, 'T')) }
}

describe.each([true, false])('if addresses are confirmed and the hook is on: %s', (hasHook) => {
  beforeAll(async () => {
    await configure({ confirmsEmail: true, ...(!hasHook && { hook: null }) })
    if (hasHook)
      for (const input of [known, taken]) {
        expect(await signUp(input)).toBe('ok')
        await confirm(input)
      }
  })

  it.each<[string, Partial<SignUpInput>]>([
    ['an available username', {}],
    ['an available username and a display name', { displayName: ' Zoe ' }],
    ['a taken username', { username: taken.username }],
    ['the username of the address itself', { username: known.username }],
    ['a look-alike of a taken username', { username: taken.username.replace('o', '0') }],
    ['a reserved username', { username: 'adm1n' }],
    ['a username that is too short', { username: 'ab' }],
    ['a username that is too long', { username: 'a'.repeat(31) }],
    ['an empty username', { username: '' }],
    ['a username with a space', { username: 'no one' }],
    ['a username with NUL', { username: 'no\u0000one' }],
    ['a username with half a surrogate', { username: 'no\ud800one' }],
    ['a username that is no text', { username: 7 as unknown as string }],
    ['no username', { username: undefined as unknown as string }],
    ['a display name that is too long', { displayName: 'x'.repeat(51) }],
    ['a display name of many bytes', { displayName: '👩🏽'.repeat(200) }],
    ['a display name with a control character', { displayName: 'a\u0007b' }],
    ['a display name with NUL', { displayName: 'a\u0000b' }],
    ['a display name that is invisible', { displayName: '\u200b' }],
    ['a display name with many combining marks', { displayName: `a${mark.repeat(12)}` }],
    ['a display name that is no text', { displayName: {} as unknown as string }],
    ['a short password', { password: 'short' }],
    ['a long password', { password: 'x'.repeat(73) }],
  ])('a sign-up with %s is answered alike for a known and an unknown address', async (_, more) => {
    const mails = await mailsTo(known.email)
    // The same values for both, except the address.
    const unknown = somebody({ password: 'another password', ...more })
    const toKnown = await answer({ ...unknown, email: known.email })
    expect(toKnown).toEqual(await answer(unknown))
    expect(await mailsTo(known.email)).toBe(mails)
  })

  it('a login that is banned is answered as an unknown address', async () => {
    await sql`update auth.users set banned_until = now() + interval '1 day'
      where email = ${known.email}`
    const answers = [{}, { username: taken.username }].map(async (more) => {
      const unknown = somebody(more)
      return [await answer({ ...unknown, email: known.email }), await answer(unknown)]
    })
    const pairs = await Promise.all(answers)
    await sql`update auth.users set banned_until = null where email = ${known.email}`
    for (const [toKnown, toUnknown] of pairs) expect(toKnown).toEqual(toUnknown)
  })
})

it('a display name with control characters is refused by its own code without the hook', async () => {
  await configure({ confirmsEmail: false, hook: null })
  expect(await signUp(somebody({ displayName: 'a\u0007b' }))).toBe('text_invalid')
  expect(await signUp(somebody({ username: 'no\u0000one' }))).toBe('username_invalid')
})

it('a project that confirms no addresses tells of a known address, whatever the username is', async () => {
  await configure({ confirmsEmail: false })
  for (const username of [somebody().username, known.username]) {
    const input = somebody({ email: known.email, password: 'another password', username })
    expect(await signUp(input)).toBe('user_already_exists')
  }
  expect(await signUp(somebody({ username: known.username }))).toBe('username_taken')
})

it('a sign-up ends no session and begins none when it checks whether a login is its own', async () => {
  await configure({ confirmsEmail: true })
  const count = () => sql`
    select count(*)::int as sessions from auth.sessions
    join auth.users on users.id = user_id where email = ${known.email}`
  const client = social()
  unwrap(await client.auth.signIn(known))
  const before = await count()
  expect(await signUp(known)).toBe('user_already_exists')
  expect(await count()).toEqual(before)
  expect((await client.account.get()).data?.username).toBe(known.username)
})
