import type { AuthServer } from './server.ts'

/** What the secret key may do. */
export async function admin(auth: AuthServer): Promise<void> {
  const id = await create(auth)
  await read(auth, id)
  await update(auth, id)
  await ban(auth)
  await links(auth)
  await remove(auth)
}

async function create(auth: AuthServer): Promise<string> {
  const call = (name: string, body: unknown) =>
    auth.call(name, 'POST /admin/users', { as: 'secret', body })
  const uma = { email: 'uma@example.com', password: 'password-1', email_confirm: true }
  const { body } = await call('admin: create', { ...uma, user_metadata: { hook_refuses: true } })
  await call('admin: create a known address', uma)
  await call('admin: create without a confirmation', { email: 'vic@example.com' })
  await call('admin: create with a weak password', { email: 'wes@example.com', password: 'a' })
  await call('admin: create without an address', { password: 'password-1' })
  await auth.call('admin: create by the publishable key', 'POST /admin/users', { body: uma })
  const { access_token: token } = await auth.signUp('xena')
  await auth.call('admin: create by a person', 'POST /admin/users', { as: token, body: uma })
  const invite = (name: string, more: object) =>
    auth.call(name, 'POST /invite', { as: 'secret', body: { email: 'yara@example.com', ...more } })
  await invite('admin: invite', { data: { colour: 'blue' } })
  auth.value('admin: link of an invitation', (await auth.mail('yara')).mail.links)
  await invite('admin: invite again', {})
  await invite('admin: invite a known address', { email: 'uma@example.com' })
  await invite('admin: invite somebody whom the hook refuses', {
    ...{ email: 'zed@example.com', data: { hook_refuses: true } },
  })
  await auth.call('admin: hash of an invitation', 'POST /verify', {
    body: { type: 'invite', token_hash: (await auth.mail('yara')).hash },
  })
  return body?.id
}

async function read(auth: AuthServer, id: string): Promise<void> {
  const call = (name: string, request: string) => auth.call(name, request, { as: 'secret' })
  await call('admin: get', `GET /admin/users/${id}`)
  await call('admin: get an unknown id', `GET /admin/users/${crypto.randomUUID()}`)
  await call('admin: get by something that is no id', 'GET /admin/users/me')
  await call('admin: list the second page', 'GET /admin/users?page=2&per_page=1')
  await auth.call('admin: list by the publishable key', 'GET /admin/users')
}

async function update(auth: AuthServer, id: string): Promise<void> {
  const put = (name: string, body: unknown, user = id) =>
    auth.call(name, `PUT /admin/users/${user}`, { as: 'secret', body })
  await put('admin: new metadata', {
    user_metadata: { colour: 'red' },
    app_metadata: { team: 'blue' },
  })
  await put('admin: new address', { email: 'uma.new@example.com' })
  await auth.send(`PUT /admin/users/${id}`, { as: 'secret', body: { email: 'uma@example.com' } })
  await put('admin: address of another person', { email: 'wes@example.com' })
  await auth.signIn('uma')
  await put('admin: new password', { password: 'password-2' })
  await put('admin: ban with a wrong duration', { ban_duration: 'long' })
  await put('admin: update of an unknown id', { email: 'no@example.com' }, crypto.randomUUID())
}

async function ban(auth: AuthServer): Promise<void> {
  const { user, access_token: token, refresh_token } = await auth.signUp('abel')
  const request = `PUT /admin/users/${user?.id}`
  const email = 'abel@example.com'
  const signIn = (name: string, password: string) =>
    auth.call(name, 'POST /token?grant_type=password', { body: { email, password } })
  await auth.call('ban', request, { as: 'secret', body: { ban_duration: '1h' } })
  await signIn('ban: sign-in', 'password-1')
  await signIn('ban: sign-in with a wrong password', 'password-2')
  await auth.call('ban: refresh', 'POST /token?grant_type=refresh_token', {
    body: { refresh_token },
  })
  await auth.call('ban: user of a token', 'GET /user', { as: token })
  await auth.call('ban: new metadata', 'PUT /user', { as: token, body: { data: { a: 1 } } })
  await auth.call('ban: recovery', 'POST /recover', { body: { email } })
  await auth.call('end of a ban', request, { as: 'secret', body: { ban_duration: 'none' } })
  await signIn('sign-in after the end of a ban', 'password-1')
}

async function links(auth: AuthServer): Promise<void> {
  const generate = (name: string, body: object) =>
    auth.call(name, 'POST /admin/generate_link', { as: 'secret', body })
  await generate('admin: link for a recovery', { type: 'recovery', email: 'abel@example.com' })
  await generate('admin: link for an unknown address', {
    ...{ type: 'recovery', email: 'nobody@example.com' },
  })
  const { body } = await generate('admin: link for a sign-in', {
    ...{ type: 'magiclink', email: 'abel@example.com' },
  })
  await auth.call('admin: hash of a link for a sign-in', 'POST /verify', {
    body: { type: 'magiclink', token_hash: body?.hashed_token ?? 'none' },
  })
  await generate('admin: link for a sign-up', {
    ...{ type: 'signup', email: 'bert@example.com', password: 'password-1' },
  })
}

async function remove(auth: AuthServer): Promise<void> {
  const soft = await auth.signUp('carl')
  const call = (name: string, id: string, body?: object) =>
    auth.call(name, `DELETE /admin/users/${id}`, { as: 'secret', body })
  await call('admin: soft deletion', soft.user?.id, { should_soft_delete: true })
  await auth.rows(
    'rows of a soft deletion: users',
    auth.sql`select email like '%@%' as has_address, encrypted_password, email_confirmed_at,
        raw_user_meta_data, raw_app_meta_data, deleted_at
      from auth.users where id = ${soft.user?.id ?? null}`,
  )
  await auth.rows(
    'rows of a soft deletion: identities and sessions',
    auth.sql`select (select count(*)::int from auth.identities where user_id = u.id) as identities,
        (select count(*)::int from auth.sessions where user_id = u.id) as sessions
      from auth.users u where id = ${soft.user?.id ?? null}`,
  )
  await auth.call('sign-in after a soft deletion', 'POST /token?grant_type=password', {
    body: { email: 'carl@example.com', password: 'password-1' },
  })
  await auth.call('user of a token after a soft deletion', 'GET /user', { as: soft.access_token })
  const hard = await auth.signUp('dina')
  await call('admin: deletion', hard.user?.id)
  await call('admin: deletion again', hard.user?.id)
  await auth.rows(
    'rows of a deletion: audit_log_entries',
    auth.sql`select distinct payload ->> 'action' as action from auth.audit_log_entries
      where payload::text like ${`%${hard.user?.id}%`} order by 1`,
  )
  await auth.call('user of a token after a deletion', 'GET /user', { as: hard.access_token })
}
