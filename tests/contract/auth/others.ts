import { type AuthServer, totp } from './server.ts'

/** Anonymous people, who may become people with an address. */
export async function anonymous(auth: AuthServer): Promise<void> {
  const { body } = await auth.call('anonymous sign-in', 'POST /signup', {
    body: { data: { colour: 'blue' } },
  })
  const token = body?.access_token
  await auth.rows(
    'rows of an anonymous sign-in: users',
    auth.sql`select email, encrypted_password, confirmed_at, is_anonymous, raw_app_meta_data,
        raw_user_meta_data, last_sign_in_at
      from auth.users where id = ${body?.user?.id ?? null}`,
  )
  await auth.call('anonymous sign-in that the hook refuses', 'POST /signup', {
    body: { data: { hook_refuses: true } },
  })
  const put = (name: string, update: object) =>
    auth.call(name, 'PUT /user', { as: token, body: update })
  await put('anonymous: a password without an address', { password: 'password-1' })
  await auth.call('anonymous: enrolment of a second factor', 'POST /factors', {
    ...{ as: token, body: { factor_type: 'totp' } },
  })
  await put('anonymous: an address', { email: 'anon@example.com' })
  await put('anonymous: a password after the address', { password: 'password-1' })
  await auth.call('sign-in of a person who was anonymous', 'POST /token?grant_type=password', {
    body: { email: 'anon@example.com', password: 'password-1' },
  })
}

/** Phone numbers with a test code, which get no message. */
export async function phone(auth: AuthServer): Promise<void> {
  const number = '15555550100'
  await auth.call('phone: code for a new number', 'POST /otp', { body: { phone: number } })
  await auth.rows(
    'rows of a code for a new number: users',
    auth.sql`select phone, phone_confirmed_at, confirmed_at, raw_app_meta_data
      from auth.users where phone = ${number}`,
  )
  const verify = (name: string, token: string) =>
    auth.call(name, 'POST /verify', { body: { type: 'sms', phone: number, token } })
  await verify('phone: a wrong code', '654321')
  await verify('phone: the code', '123456')
  await auth.call('phone: code for a new number that the hook refuses', 'POST /otp', {
    body: { phone: '15555550101', data: { hook_refuses: true } },
  })
  await auth.call('phone: code for an invalid number', 'POST /otp', { body: { phone: 'abc' } })
}

/** The second factor by an authenticator app. */
export async function secondFactor(auth: AuthServer): Promise<void> {
  const { access_token: token, user } = await auth.signUp('enid')
  const enroll = (name: string, body: object, as = token) =>
    auth.call(name, 'POST /factors', { as, body })
  const { body } = await enroll('factor: enrolment', { factor_type: 'totp', friendly_name: 'app' })
  await enroll('factor: enrolment by a used name', { factor_type: 'totp', friendly_name: 'app' })
  await enroll('factor: enrolment of an unknown type', { factor_type: 'voice' })
  await enroll('factor: enrolment of a phone, which is off', {
    ...{ factor_type: 'phone', phone: '15555550109' },
  })
  const factor = `/factors/${body?.id}`
  const secret = body?.totp?.secret
  const challenge = await auth.call('factor: challenge', `POST ${factor}/challenge`, { as: token })
  const verify = (name: string, as: string, code: string, id = challenge.body?.id) =>
    auth.call(name, `POST ${factor}/verify`, { as, body: { challenge_id: id, code } })
  await verify('factor: a wrong code', token, totp(secret) === '000000' ? '1' : '000000')
  await auth.signIn('enid')
  const verified = await verify('factor: the code', token, totp(secret))
  await verify('factor: an unknown challenge', token, totp(secret), crypto.randomUUID())
  await auth.rows(
    'rows of a verified factor: mfa_factors',
    auth.sql`select * from auth.mfa_factors where user_id = ${user?.id ?? null}`,
  )
  await auth.rows(
    'rows of a verified factor: sessions',
    auth.sql`select aal, factor_id is not null as has_factor from auth.sessions
      where user_id = ${user?.id ?? null} order by created_at`,
  )
  await auth.rows(
    'rows of a verified factor: mfa_amr_claims',
    auth.sql`select authentication_method from auth.mfa_amr_claims c
      join auth.sessions s on s.id = c.session_id
      where s.user_id = ${user?.id ?? null} order by 1`,
  )
  await auth.call('factor: user with a factor', 'GET /user', { as: verified.body?.access_token })
  await auth.call('factor: refresh keeps the level', 'POST /token?grant_type=refresh_token', {
    body: { refresh_token: verified.body?.refresh_token },
  })
  await atFirstLevel(auth, factor)
  await auth.call('admin: list of factors', `GET /admin/users/${user?.id}/factors`, {
    as: 'secret',
  })
  await auth.call('factor: removal', `DELETE ${factor}`, { as: verified.body?.access_token })
  await auth.rows(
    'rows after the removal of a factor: sessions',
    auth.sql`select distinct aal from auth.sessions where user_id = ${user?.id ?? null}`,
  )
  await removeByAdmin(auth)
}

async function atFirstLevel(auth: AuthServer, factor: string): Promise<void> {
  const body = { email: 'enid@example.com', password: 'password-1' }
  const { body: session } = await auth.call(
    'factor: sign-in by the password alone',
    'POST /token?grant_type=password',
    { body },
  )
  const as = session?.access_token
  await auth.call('factor: new password by the password alone', 'PUT /user', {
    ...{ as, body: { password: 'password-2' } },
  })
  await auth.call('factor: new address by the password alone', 'PUT /user', {
    ...{ as, body: { email: 'enid.new@example.com' } },
  })
  await auth.call('factor: new metadata by the password alone', 'PUT /user', {
    ...{ as, body: { data: { colour: 'blue' } } },
  })
  await auth.call('factor: removal by the password alone', `DELETE ${factor}`, { as })
  await auth.call('factor: enrolment by the password alone', 'POST /factors', {
    ...{ as, body: { factor_type: 'totp', friendly_name: 'second' } },
  })
}

async function removeByAdmin(auth: AuthServer): Promise<void> {
  const { access_token: as, user } = await auth.signUp('fred')
  const { body } = await auth.send('POST /factors', { as, body: { factor_type: 'totp' } })
  const { body: challenge } = await auth.send(`POST /factors/${body?.id}/challenge`, { as })
  const { body: session } = await auth.send(`POST /factors/${body?.id}/verify`, {
    ...{ as, body: { challenge_id: challenge?.id, code: totp(body?.totp?.secret) } },
  })
  const request = `DELETE /admin/users/${user?.id}/factors/${body?.id}`
  await auth.call('admin: removal of a factor', request, { as: 'secret' })
  await auth.rows(
    'rows after the removal of a factor by the admin: sessions',
    auth.sql`select aal from auth.sessions where user_id = ${user?.id ?? null}`,
  )
  await auth.call('admin: user after the removal of a factor', 'GET /user', {
    as: session?.access_token,
  })
}
