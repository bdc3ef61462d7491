import { createHmac } from 'node:crypto'
import type { AuthServer } from './server.ts'

const REFRESH = 'POST /token?grant_type=refresh_token'
const PASSWORD = 'POST /token?grant_type=password'

/** Sign-in, tokens, refreshes and sign-out. */
export async function sessions(auth: AuthServer): Promise<void> {
  await auth.signUp('hal')
  await signIn(auth)
  await readUser(auth)
  await refresh(auth)
  await signOut(auth)
}

async function signIn(auth: AuthServer): Promise<void> {
  const call = (name: string, body: unknown, request = PASSWORD) =>
    auth.call(name, request, { body })
  const email = 'hal@example.com'
  await call('sign-in', { email, password: 'password-1' })
  await call('sign-in with the address in capitals', {
    email: 'HAL@example.com',
    password: 'password-1',
  })
  await call('sign-in with a wrong password', { email, password: 'password-2' })
  await call('sign-in with an unknown address', { email: 'no@example.com', password: 'password-1' })
  await call('sign-in without an address', { password: 'password-1' })
  await call('sign-in without a password', { email })
  await call('sign-in without a grant type', { email, password: 'password-1' }, 'POST /token')
  await call('sign-in with an unknown grant type', {}, 'POST /token?grant_type=magic')
  await call('sign-in with a password of a wrong type', { email, password: 7 })
}

async function readUser(auth: AuthServer): Promise<void> {
  const { access_token: token, user } = await auth.signIn('hal')
  await auth.call('user of a token', 'GET /user', { as: token })
  await auth.call('user without a token', 'GET /user')
  await auth.call('user of a junk token', 'GET /user', { as: 'junk' })
  await auth.call('user of a junk token of three parts', 'GET /user', { as: 'a.b.c' })
  await auth.call('user of a token with another signature', 'GET /user', {
    as: signed(user?.id, 'another secret'),
  })
  const gone = await auth.signUp('ida')
  await auth.sql`delete from auth.sessions where user_id = ${gone.user?.id ?? null}`
  await auth.call('user of a token whose session is gone', 'GET /user', { as: gone.access_token })
  await auth.sql`delete from auth.users where id = ${gone.user?.id ?? null}`
  await auth.call('user of a token whose user is gone', 'GET /user', { as: gone.access_token })
}

function signed(sub: string, secret: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const claims = { sub, exp, aud: 'authenticated', role: 'authenticated' }
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

async function refresh(auth: AuthServer): Promise<void> {
  const call = (name: string, token?: string) =>
    auth.call(name, REFRESH, { body: { refresh_token: token } })
  const first = (await auth.signIn('hal')).refresh_token
  const second = (await call('refresh', first)).body?.refresh_token
  await auth.rows(
    'rows of a refresh: sessions',
    auth.sql`select s.aal, s.refreshed_at from auth.sessions s
      join auth.refresh_tokens t on t.session_id = s.id where t.token = ${second ?? null}`,
  )
  await call('refresh by the token before the newest', first)
  const third = (await auth.send(REFRESH, { body: { refresh_token: second } })).body?.refresh_token
  await call('refresh by the newest token', third)
  await call('refresh without a token', undefined)
  await call('refresh by an unknown token', 'abcdefghijkl')

  const { refresh_token: shared } = await auth.signIn('hal')
  const body = { refresh_token: shared }
  const answers = await Promise.all([...'12345678'].map(() => auth.send(REFRESH, { body })))
  auth.value('8 refreshes of one token at once', {
    status: [...new Set(answers.map(({ status }) => status))],
    newTokens: new Set(answers.map((answer) => answer.body?.refresh_token)).size,
  })
  await reuseAfterInterval(auth)
  const gone = await auth.signIn('hal')
  await auth.send('POST /logout?scope=local', { as: gone.access_token })
  await call('refresh after the sign-out', gone.refresh_token)
}

async function signOut(auth: AuthServer): Promise<void> {
  const three = async () => [
    await auth.signUp('jim').then(() => auth.signIn('jim')),
    await auth.signIn('jim'),
    await auth.signIn('jim'),
  ]
  const [a, b, c] = await three()
  await auth.call('sign-out of this session', 'POST /logout?scope=local', { as: a.access_token })
  await auth.call('sign-out of a session that is gone', 'POST /logout', { as: a.access_token })
  await auth.call('sign-out of the other sessions', 'POST /logout?scope=others', {
    as: b.access_token,
  })
  await auth.call('user of another session after the sign-out', 'GET /user', {
    as: c.access_token,
  })
  await auth.call('sign-out with an unknown scope', 'POST /logout?scope=some', {
    as: b.access_token,
  })
  await auth.signIn('jim')
  await auth.call('sign-out without a scope', 'POST /logout', { as: b.access_token })
  await auth.call('sign-out without a token', 'POST /logout')
}

async function reuseAfterInterval(auth: AuthServer): Promise<void> {
  const next = async (token: string) =>
    (await auth.send(REFRESH, { body: { refresh_token: token } })).body?.refresh_token
  const { refresh_token: first } = await auth.signIn('hal')
  const third = await next(await next(first))
  await auth.sql`update auth.refresh_tokens set updated_at = now() - interval '1 hour'
    where token = ${first ?? null}`
  const call = (name: string, token: string) =>
    auth.call(name, REFRESH, { body: { refresh_token: token } })
  await call('reuse of an old token after 10 seconds', first)
  await call('the newest token within 10 seconds after a reuse', third)
  await auth.rows(
    'rows after a reuse: sessions',
    auth.sql`select count(*)::int from auth.sessions s
      join auth.refresh_tokens t on t.session_id = s.id where t.token = ${first ?? null}`,
  )
}

/** Reuse of refresh tokens in a project without an interval for it. */
export async function reuse(auth: AuthServer): Promise<void> {
  const call = (name: string, token?: string) =>
    auth.call(name, REFRESH, { body: { refresh_token: token } })
  const { refresh_token: first } = await auth.signUp('kim')
  const second = (await auth.send(REFRESH, { body: { refresh_token: first } })).body?.refresh_token
  const third = (await auth.send(REFRESH, { body: { refresh_token: second } })).body?.refresh_token
  await auth.sql`update auth.refresh_tokens set updated_at = now() - interval '1 hour'
    where token = ${first ?? null}`
  await call('reuse of an old refresh token after the interval', first)
  await call('the newest token after a reuse', third)
}
