import type { AuthServer } from './server.ts'

const PASSWORD = 'POST /token?grant_type=password'
const REFRESH = 'POST /token?grant_type=refresh_token'

/** Less frequent forms of requests with tokens and passwords. */
export async function variants(auth: AuthServer): Promise<void> {
  await tokens(auth)
  await devices(auth)
  await updates(auth)
  await codesOfOldPasswords(auth)
}

async function tokens(auth: AuthServer): Promise<void> {
  for (const token of ['short', 'UPPERCASE123', 'abcdefghijklm', null, '']) {
    const name = `refresh by ${token === null ? 'null' : `"${token}"`}`
    await auth.call(name, REFRESH, { body: { refresh_token: token } })
  }
  const as = auth.stack.publishableKey
  await auth.call('user by the publishable key', 'GET /user', { as })
  await auth.call('user by another scheme', 'GET /user', {
    headers: { authorization: 'Basic dTpw' },
  })
  await auth.signUp('una')
  for (const [name, request, body] of [
    ['sign-out with the scope in the body', 'POST /logout', { scope: 'local' }],
    ['sign-out with an empty scope', 'POST /logout?scope=', undefined],
  ] as const) {
    const { access_token } = await auth.signIn('una')
    await auth.signIn('una')
    await auth.call(name, request, { as: access_token, body })
  }
  const { refresh_token: first } = await auth.signIn('una')
  const next = async (token: string) =>
    (await auth.send(REFRESH, { body: { refresh_token: token } })).body?.refresh_token
  const third = await next(await next(first))
  await auth.call('reuse of an old token within 10 seconds', REFRESH, {
    body: { refresh_token: first },
  })
  await auth.call('the newest token after a reuse within 10 seconds', REFRESH, {
    body: { refresh_token: third },
  })
}

async function devices(auth: AuthServer): Promise<void> {
  const body = { email: 'una@example.com', password: 'password-1' }
  const send = (request: string, from: string, sent: object) =>
    auth.send(request, {
      body: sent,
      headers: { 'x-forwarded-for': `${from}, 10.0.0.1`, 'user-agent': `agent ${from}` },
    })
  const session = (await send(PASSWORD, '203.0.113.7', body)).body
  const show = (name: string) =>
    auth.rows(
      name,
      auth.sql`select s.ip::text, s.user_agent from auth.sessions s
        join auth.refresh_tokens t on t.session_id = s.id
        where t.token = ${session?.refresh_token ?? null}`,
    )
  await show('rows of a sign-in from another address: sessions')
  await send(REFRESH, '203.0.113.8', { refresh_token: session?.refresh_token })
  await show('rows of a refresh from another address: sessions')
}

async function updates(auth: AuthServer): Promise<void> {
  const { access_token: as } = await auth.signUp('vera')
  const put = (name: string, body: object) =>
    auth.call(`update: ${name}`, 'PUT /user', { as, body })
  await put('nothing', {})
  await put('empty app_metadata', { app_metadata: {} })
  await put('app_metadata that is null', { app_metadata: null, data: { a: 1 } })
  await put('empty password', { password: '' })
  await put('password that is null', { password: null, data: { b: 1 } })
  await put('password of 73 bytes', { password: `${'ä'.repeat(36)}b` })
  await put('short password and app_metadata', { password: 'a', app_metadata: {} })
  await put('password of six bytes', { password: 'äää' })
}

async function codesOfOldPasswords(auth: AuthServer): Promise<void> {
  const email = 'wilma@example.com'
  const { access_token: as } = await auth.signUp('wilma')
  await auth.send('POST /recover', { body: { email } })
  const { code } = await auth.mail('wilma')
  await auth.send('PUT /user', { as, body: { password: 'password-2' } })
  await auth.call('code of a mail from before the new password', 'POST /verify', {
    body: { type: 'recovery', email, token: code },
  })
}

/** A person whose address is not confirmed. */
export async function unconfirmed(auth: AuthServer): Promise<void> {
  await auth.signUp('xaver')
  await auth.call('unconfirmed: sign-in with a wrong password', PASSWORD, {
    body: { email: 'xaver@example.com', password: 'password-2' },
  })
}

/** Other requests while the provider of e-mail addresses is off. */
export async function othersWithoutEmail(auth: AuthServer): Promise<void> {
  const email = 'ada@example.com'
  const call = (name: string, request: string, body: object) =>
    auth.call(`${name} while the provider is off`, request, { body })
  await call('code', 'POST /otp', { email })
  await call('link', 'POST /magiclink', { email })
  await call('mail again', 'POST /resend', { type: 'signup', email })
  await call('sign-in without an address', PASSWORD, { password: 'password-1' })
}
