import { type AuthServer, totp } from './server.ts'

/** Less usual requests of the admin API, and of people with a second factor. */
export async function adminVariants(auth: AuthServer): Promise<void> {
  const call = (name: string, request: string, body?: object) =>
    auth.call(name, request, { as: 'secret', body })
  const gina = { email: 'Gina@Example.com', phone: '+1 555 555 0102', password: 'password-1' }
  const { body } = await call('admin: create with a phone number', 'POST /admin/users', {
    ...{ ...gina, phone_confirm: true, ban_duration: '1h30m', role: 'authenticated' },
    ...{ user_metadata: { a: null, b: { c: null } }, app_metadata: { team: 'red' } },
  })
  await call('admin: create a known phone number', 'POST /admin/users', { phone: gina.phone })
  await call('admin: create with an invalid address', 'POST /admin/users', { email: 'gina' })
  await call('admin: create with an invalid phone number', 'POST /admin/users', { phone: '0' })
  const put = (name: string, update: object) => call(name, `PUT /admin/users/${body?.id}`, update)
  await put('admin: end of a ban by another duration', { ban_duration: '-1m0.5s' })
  await put('admin: removal of metadata', { user_metadata: { b: null, d: null }, app_metadata: {} })
  await put('admin: confirmation of the address', { email_confirm: true })
  await put('admin: new phone number', { phone: '15555550103' })
  await put('admin: new confirmed address', { email: 'gina.new@example.com', email_confirm: true })
  await put('admin: weak new password', { password: 'a' })
  await put('admin: long new password', { password: 'p'.repeat(73) })
  await auth.rows(
    'rows of updates by the admin: identities',
    auth.sql`select provider, identity_data, email from auth.identities
      where user_id = ${body?.id ?? null} order by provider`,
  )
  await call('admin: path with a slash at its end', 'GET /admin/users/?page=100')
  await call('admin: soft deletion of a phone number', `DELETE /admin/users/${body?.id}`, {
    should_soft_delete: true,
  })
  await call('admin: second soft deletion', `DELETE /admin/users/${body?.id}`, {
    should_soft_delete: true,
  })
  await links(auth)
  await factors(auth)
}

async function links(auth: AuthServer): Promise<void> {
  const link = (name: string, body: object) =>
    auth.call(name, 'POST /admin/generate_link', { as: 'secret', body })
  const hella = { email: 'hella@example.com', password: 'password-1' }
  await link('admin: link for a sign-in of an unknown address', {
    ...{ type: 'magiclink', email: 'hans@example.com', data: { colour: 'red' } },
  })
  await link('admin: link for an invitation', { type: 'invite', email: 'ina@example.com' })
  await link('admin: link for a second invitation', { type: 'invite', email: 'ina@example.com' })
  await link('admin: link for a change of an address', {
    ...{ type: 'email_change_new', email: 'ina@example.com', new_email: 'ida@example.com' },
  })
  await link('admin: link of an unknown type', { type: 'other', email: 'ina@example.com' })
  await link('admin: link without an address', { type: 'invite' })
  await link('admin: link for a sign-up without a password', {
    ...hella,
    password: undefined,
    type: 'signup',
  })
  await link('admin: link for a sign-up with a weak password', {
    ...hella,
    password: 'a',
    type: 'signup',
  })
  await link('admin: link for a sign-up that the hook refuses', {
    ...{ ...hella, type: 'signup', data: { hook_refuses: true } },
  })
  const { body } = await link('admin: link to a page', {
    ...{ ...hella, type: 'signup', redirect_to: 'http://127.0.0.1:3000/welcome' },
  })
  const path = String(body?.action_link).replace(/.*\/verify/, '/verify')
  await auth.call('admin: GET of a link', `GET ${path}`)
  await link('admin: link for a sign-up of a known address', { ...hella, type: 'signup' })
}

async function factors(auth: AuthServer): Promise<void> {
  const { access_token: as, user } = await auth.signUp('jens')
  const enroll = (name: string) =>
    auth.call(name, 'POST /factors', { as, body: { factor_type: 'totp', issuer: 'App' } })
  const { body: first } = await enroll('factor: enrolment without a name')
  await enroll('factor: second enrolment without a name')
  const factor = `/factors/${first?.id}`
  const challenge = await auth.send(`POST ${factor}/challenge`, { as })
  const verify = (name: string, challenge_id: unknown, code: string) =>
    auth.call(name, `POST ${factor}/verify`, { as, body: { challenge_id, code } })
  await verify('factor: a challenge that is no id', 'none', totp(first?.totp?.secret))
  await verify('factor: the code without a name', challenge.body?.id, totp(first?.totp?.secret))
  await verify('factor: a used challenge', challenge.body?.id, totp(first?.totp?.secret))
  await auth.call(
    'factor: removal of an unknown factor',
    `DELETE /factors/${crypto.randomUUID()}`,
    { as },
  )
  await auth.call('factor: removal of something that is no id', 'DELETE /factors/me', { as })
  const factorOfAdmin = `/admin/users/${user?.id}/factors/${first?.id}`
  await auth.call('admin: new name of a factor', `PUT ${factorOfAdmin}`, {
    ...{ as: 'secret', body: { friendly_name: 'phone' } },
  })
  await auth.call('factor: enrolment by a junk token', 'POST /factors', {
    ...{ as: 'junk', body: { factor_type: 'totp' } },
  })
}

/** Anonymous people where addresses need a confirmation. */
export async function anonymousVariants(auth: AuthServer): Promise<void> {
  const { body } = await auth.send('POST /signup', { body: {} })
  const as = body?.access_token
  await auth.call('anonymous: known address', 'PUT /user', {
    ...{ as, body: { email: 'wes@example.com' } },
  })
  await auth.call('anonymous: an address to confirm', 'PUT /user', {
    ...{ as, body: { email: 'anne@example.com', data: { colour: 'red' } } },
  })
  await auth.call('anonymous: the hash of the mail', 'POST /verify', {
    body: { type: 'email_change', token_hash: (await auth.mail('anne')).hash },
  })
  await auth.call('anonymous: user after the confirmation', 'GET /user', { as })
}
