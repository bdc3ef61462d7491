import type { AuthServer } from './server.ts'

/** Changes of a person's own login. */
export async function updates(auth: AuthServer): Promise<void> {
  const { access_token: token } = await auth.signUp('lea', { data: { colour: 'blue', size: 1 } })
  const put = (name: string, body: unknown) => auth.call(name, 'PUT /user', { as: token, body })
  await put('new metadata', { data: { colour: 'red', shape: 'round' } })
  await put('metadata set to null', { data: { size: null } })
  await put('app_metadata by the person', { app_metadata: { admin: true } })
  await auth.call('update without a token', 'PUT /user', { body: { data: {} } })
  await auth.signIn('lea')
  await put('new password with a wrong current password, which nobody asks for', {
    password: 'password-2',
    current_password: 'wrong',
  })
  await put('new password without the current password', { password: 'password-3' })
  await put('the same password', { password: 'password-3' })
  await put('new password that is short', { password: 'short' })
  await auth.signUp('mia')
  await put('address of another person', { email: 'mia@example.com' })
  await put('address that is invalid', { email: 'mia' })
  await auth.call('mail for a new proof of identity', 'GET /reauthenticate', { as: token })
  await changeEmail(auth, token)
}

async function changeEmail(auth: AuthServer, token: string): Promise<void> {
  await auth.call('change of the address', 'PUT /user', {
    as: token,
    body: { email: 'lea.new@example.com' },
  })
  await auth.rows(
    'rows of a change of the address: users',
    auth.sql`select email, email_change, email_change_confirm_status,
        email_change_token_new, email_change_token_current, email_change_sent_at
      from auth.users where email = 'lea@example.com'`,
  )
  await auth.rows(
    'rows of a change of the address: one_time_tokens',
    auth.sql`select token_type, token_hash, relates_to from auth.one_time_tokens
      where relates_to like 'lea%' order by token_type`,
  )
  const old = await auth.mail('lea')
  await auth.call('change of the address: GET of the link to the old address', `GET ${old.link}`)
  await auth.call('change of the address: code of the new address', 'POST /verify', {
    body: {
      type: 'email_change',
      email: 'lea.new@example.com',
      token: (await auth.mail('lea.new')).code,
    },
  })
  await auth.call('user after the change of the address', 'GET /user', { as: token })
}

/** A change of the address, while both addresses must be confirmed. */
export async function confirmedUpdates(auth: AuthServer): Promise<void> {
  const body = { email: 'gwen@example.com', password: 'password-1', email_confirm: true }
  await auth.send('POST /admin/users', { as: 'secret', body })
  const { access_token: as } = await auth.signIn('gwen')
  await auth.call('both addresses: change', 'PUT /user', {
    ...{ as, body: { email: 'gwen.new@example.com' } },
  })
  const old = await auth.mail('gwen')
  const fresh = await auth.mail('gwen.new')
  auth.value('both addresses: links of the mails', [...old.mail.links, ...fresh.mail.links])
  await auth.call('both addresses: GET of the link to the old address', `GET ${old.link}`)
  await auth.call('both addresses: user after one confirmation', 'GET /user', { as })
  await auth.call('both addresses: code of the new address', 'POST /verify', {
    body: { type: 'email_change', email: 'gwen.new@example.com', token: fresh.code },
  })
  await auth.call('both addresses: user after both confirmations', 'GET /user', { as })
}

/** A project that asks for the current password, and for strong passwords. */
export async function strictUpdates(auth: AuthServer): Promise<void> {
  const { access_token: token } = await auth.signUp('ned', { password: 'Password-1' })
  const put = (name: string, body: unknown) =>
    auth.call(name, 'PUT /user', { as: token, body, sentence: true })
  await put('current password asked for: missing', { password: 'Password-2' })
  await put('current password asked for: wrong', {
    password: 'Password-2',
    current_password: 'wrong',
  })
  await put('current password asked for: right', {
    password: 'Password-2',
    current_password: 'Password-1',
  })
  await auth.send('POST /recover', { body: { email: 'ned@example.com' } })
  const { hash } = await auth.mail('ned')
  const { body } = await auth.send('POST /verify', { body: { type: 'recovery', token_hash: hash } })
  await auth.call('current password asked for: not after a recovery', 'PUT /user', {
    as: body?.access_token,
    body: { password: 'Password-3' },
  })
  await auth.call('strong passwords: sign-up with a weak one', 'POST /signup', {
    body: { email: 'ola@example.com', password: 'passwords' },
  })
  await auth.send('POST /admin/users', {
    as: 'secret',
    body: { email: 'pam@example.com', password: 'passwords', email_confirm: true },
  })
  await auth.call('strong passwords: sign-in with a weak one', 'POST /token?grant_type=password', {
    body: { email: 'pam@example.com', password: 'passwords' },
  })
  await auth.call('strong passwords: change to a weak one', 'PUT /user', {
    as: body?.access_token,
    body: { password: 'passwords', current_password: 'Password-3' },
  })
}
