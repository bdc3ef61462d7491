import type { AuthServer } from './server.ts'

const PASSWORD = 'POST /token?grant_type=password'
const REFRESH = 'POST /token?grant_type=refresh_token'

/** A ban that an administrator writes into the database. */
export async function bans(auth: AuthServer): Promise<void> {
  const email = 'bea@example.com'
  const { access_token: as, refresh_token } = await auth.signUp('bea')
  await auth.send('POST /recover', { body: { email } })
  const { code, hash } = await auth.mail('bea')
  const ban = (until: string) =>
    auth.sql`update auth.users set banned_until = ${until} where email = ${email}`
  await ban('2100-01-01')
  const call = (name: string, request: string, body?: object) =>
    auth.call(`banned: ${name}`, request, { body })
  await call('sign-in', PASSWORD, { email, password: 'password-1' })
  await call('sign-in with a wrong password', PASSWORD, { email, password: 'password-2' })
  await call('refresh', REFRESH, { refresh_token })
  await call('code of a mail', 'POST /verify', { type: 'recovery', email, token: code })
  await call('hash of a mail', 'POST /verify', { type: 'recovery', token_hash: hash })
  await call('recovery', 'POST /recover', { email })
  await call('code for a sign-in', 'POST /otp', { email })
  await call('sign-up again', 'POST /signup', { email, password: 'password-1' })
  for (const request of ['GET /user', 'GET /reauthenticate', 'POST /logout']) {
    await auth.call(`banned: ${request}`, request, { as })
  }
  await auth.call('banned: new password', 'PUT /user', { as, body: { password: 'password-2' } })
  await auth.call('banned: new metadata', 'PUT /user', { as, body: { data: { a: 1 } } })
  await auth.call('banned: second factor', 'POST /factors', { as, body: { factor_type: 'totp' } })
  await ban('2020-01-01')
  await auth.call('ban that is over: user', 'GET /user', { as })
  await call('sign-in after it is over', PASSWORD, { email, password: 'password-1' })
}
