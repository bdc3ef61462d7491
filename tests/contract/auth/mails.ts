import { createHash } from 'node:crypto'
import type { AuthServer } from './server.ts'

const password = 'password-1'
const verifier = 'v'.repeat(64)
const pkce = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 's256',
}
const TOKEN = 'POST /token?grant_type=password'

/** Sign-up of an address that nobody confirmed, while addresses need no confirmation. */
export async function signUpAgain(auth: AuthServer): Promise<void> {
  await auth.signUp('hugo', { data: { colour: 'blue' } })
  const unconfirm = () => auth.sql`
    update auth.users set email_confirmed_at = null,
      raw_user_meta_data = raw_user_meta_data || '{"email_verified": false}'
    where email = 'hugo@example.com'`
  await unconfirm()
  const body = { email: 'hugo@example.com', password: 'password-2', data: { hook_refuses: true } }
  await auth.call('sign-up of an unconfirmed address', 'POST /signup', { body })
  await auth.call('sign-in with the password of the first sign-up', TOKEN, {
    body: { email: 'hugo@example.com', password },
  })
  await auth.call('sign-in with the password of the second sign-up', TOKEN, {
    body: { email: 'hugo@example.com', password: 'password-2' },
  })
  await unconfirm()
  await auth.call('code for an unconfirmed address', 'POST /otp', {
    body: { email: 'hugo@example.com' },
  })
  await auth.rows(
    'rows of a code for an unconfirmed address: users',
    auth.sql`select email_confirmed_at, raw_user_meta_data from auth.users
      where email = 'hugo@example.com'`,
  )
}

/** Codes and links while an address needs a confirmation. */
export async function confirmedCodes(auth: AuthServer): Promise<void> {
  const post = (name: string, request: string, body: unknown) =>
    auth.call(name, `POST ${request}`, { body })
  const verify = async (name: string, person: string, type: string) =>
    post(name, '/verify', {
      ...{ type, email: `${person}@example.com`, token: (await auth.mail(person)).code },
    })
  await post('confirm e-mail: code for an unknown address', '/otp', {
    ...{ email: 'ines@example.com', data: { colour: 'blue' } },
  })
  await auth.rows(
    'confirm e-mail: rows of a code for an unknown address: users',
    auth.sql`select email_confirmed_at, confirmation_token, recovery_token, raw_user_meta_data
      from auth.users where email = 'ines@example.com'`,
  )
  await post('confirm e-mail: code for an unconfirmed address without sign-up', '/otp', {
    ...{ email: 'ines@example.com', create_user: false },
  })
  await verify('confirm e-mail: the code of a sign-in', 'ines', 'magiclink')
  await verify('confirm e-mail: the code of the type email', 'ines', 'email')
  await post('confirm e-mail: code for a confirmed address', '/otp', { email: 'ines@example.com' })
  await verify('confirm e-mail: the code of a sign-up', 'ines', 'signup')
  await verify('confirm e-mail: the code of the type email for a sign-in', 'ines', 'email')
  await auth.signUp('jana')
  await auth.send('POST /recover', { body: { email: 'jana@example.com' } })
  await verify('confirm e-mail: code of a recovery confirms the address', 'jana', 'recovery')
  await auth.rows(
    'confirm e-mail: rows of a recovery of an unconfirmed address: users',
    auth.sql`select email_confirmed_at, raw_user_meta_data from auth.users
      where email = 'jana@example.com'`,
  )
  await post('verify with a code and a hash', '/verify', {
    ...{ type: 'email', email: 'jana@example.com', token: '123456', token_hash: 'abc' },
  })
  await post('verify with a hash and an address', '/verify', {
    ...{ type: 'email', email: 'jana@example.com', token_hash: 'abc' },
  })
  await post('verify with an unknown type', '/verify', { type: 'magic', token_hash: 'abc' })
  await auth.call('GET of a link with an unknown type', 'GET /verify?type=magic&token=abc')
  await auth.call('GET of a link without a token', 'GET /verify?type=signup')
  await auth.call('GET of a link without a type', 'GET /verify?token=abc')
}

/** Mails for apps that send a PKCE challenge, while an address needs a confirmation. */
export async function confirmedPkce(auth: AuthServer): Promise<void> {
  const post = (name: string, request: string, body: unknown) =>
    auth.call(name, `POST ${request}`, { body })
  const exchange = (name: string, location: string | null) =>
    post(name, '/token?grant_type=pkce', {
      auth_code: new URL(location ?? 'http://none').searchParams.get('code') ?? 'none',
      code_verifier: verifier,
    })
  const email = 'kurt@example.com'
  await post('PKCE: challenge without a method', '/recover', { email, code_challenge: 'c' })
  await post('PKCE: challenge that is short', '/recover', { ...pkce, email, code_challenge: 'c' })
  await post('PKCE: sign-up', '/signup', { email, password, ...pkce })
  const signUp = await auth.mail('kurt')
  const link = await auth.call('PKCE: GET of the link of a sign-up', `GET ${signUp.link}`)
  await exchange('PKCE: code of a sign-up', link.location)
  await auth.call('PKCE: second GET of the link of a sign-up', `GET ${signUp.link}`)
  await post('PKCE: code for a sign-in', '/otp', { email, ...pkce })
  const { code } = await auth.mail('kurt')
  await post('PKCE: the code of the mail', '/verify', { type: 'email', email, token: code })
  await post('PKCE: link for a sign-in', '/magiclink', { email, ...pkce })
  const second = await auth.call(
    'PKCE: GET of the link of a sign-in',
    `GET ${(await auth.mail('kurt')).link}`,
  )
  const { body } = await exchange('PKCE: code of a sign-in', second.location)
  await auth.call('PKCE: change of the address', 'PUT /user', {
    as: body?.access_token,
    body: { email: 'kurt.new@example.com', ...pkce },
  })
  await auth.call(
    'PKCE: GET of the link to the old address',
    `GET ${(await auth.mail('kurt')).link}`,
  )
  await auth.call(
    'PKCE: GET of the link to the new address',
    `GET ${(await auth.mail('kurt.new')).link}`,
  )
}

/** A change of the address that only the new address must confirm. */
export async function singleChange(auth: AuthServer): Promise<void> {
  await auth.signUp('lutz')
  const { code } = await auth.mail('lutz')
  const verify = (name: string, body: object) => auth.call(name, 'POST /verify', { body })
  const { body } = await auth.send('POST /verify', {
    body: { type: 'signup', email: 'lutz@example.com', token: code },
  })
  const as = body?.access_token
  const change = { email: 'lutz.new@example.com' }
  await auth.call('one address: change', 'PUT /user', { as, body: change })
  const first = await auth.mail('lutz.new')
  await auth.rows(
    'one address: rows of one_time_tokens',
    auth.sql`select token_type, relates_to from auth.one_time_tokens
      where relates_to like 'lutz%' order by token_type`,
  )
  await auth.call('one address: resend by the old address', 'POST /resend', {
    body: { type: 'email_change', email: 'lutz@example.com' },
  })
  await auth.call('one address: resend by the new address', 'POST /resend', {
    body: { type: 'email_change', ...change },
  })
  await verify('one address: the first code', {
    type: 'email_change',
    ...change,
    token: first.code,
  })
  const second = await auth.mail('lutz.new')
  await verify('one address: the code', { type: 'email_change', ...change, token: second.code })
  await auth.call('one address: user after the confirmation', 'GET /user', { as })
}

/** A project whose limit of mails is 0, which Auth takes for a minute. */
export async function zeroLimit(auth: AuthServer): Promise<void> {
  const body = { email: 'moni@example.com' }
  await auth.call('confirm e-mail: sign-up within a minute', 'POST /signup', {
    body: { ...body, password },
  })
  const again = (name: string, request: string, more = {}) =>
    auth.call(name, request, { body: { ...body, ...more }, sentence: true })
  await again('confirm e-mail: second sign-up within a minute', 'POST /signup', { password })
  await again('confirm e-mail: code within a minute', 'POST /otp')
  await again('confirm e-mail: resend within a minute', 'POST /resend', { type: 'signup' })
  await again('confirm e-mail: recovery within a minute', 'POST /recover')
  await again('confirm e-mail: second recovery within a minute', 'POST /recover')
}
