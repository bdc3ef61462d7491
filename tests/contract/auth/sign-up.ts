import type { AuthServer } from './server.ts'

const password = 'password-1'
const withVersion = { headers: { 'x-supabase-api-version': '2024-01-01' } }

/** Sign-up while addresses need no confirmation. */
export async function signUp(auth: AuthServer): Promise<void> {
  const call = (name: string, body: unknown, more = {}) =>
    auth.call(name, 'POST /signup', { body, ...more })
  const ada = { email: 'ada@example.com', password, data: { colour: 'blue' } }
  await call('sign-up of a new address', ada)
  await showRows(auth, 'ada@example.com')
  await call('sign-up of a known address', ada)
  await call('sign-up of a known address in capitals', { ...ada, email: 'ADA@EXAMPLE.COM' })
  await call('sign-up with a short password', { email: 'bob@example.com', password: 'short' })
  await call('sign-up with a password of 73 bytes', {
    email: 'bob@example.com',
    password: `${'ä'.repeat(36)}b`,
  })
  await call('sign-up without a password', { email: 'bob@example.com' })
  await call('sign-up with an invalid address', { email: 'bob', password })
  await call('sign-up with an address of a wrong type', { email: 7, password })
  await call('sign-up with a body that is no JSON', '{"email":')
  await call('sign-up with NUL in the metadata', {
    email: 'nul@example.com',
    password,
    data: { colour: 'a\u0000b' },
  })

  for (const cause of ['hook_refuses', 'hook_raises', 'trigger_raises']) {
    const body = { email: `${cause}@example.com`, password, data: { [cause]: true } }
    await call(`sign-up: ${cause}, without an API version`, body, { sentence: true })
    await call(`sign-up: ${cause}, with an API version`, body, { ...withVersion, sentence: true })
  }
  await call('sign-up of a known address that the hook would refuse', {
    ...ada,
    data: { hook_refuses: true },
  })

  const twin = { body: { email: 'twin@example.com', password } }
  const twins = await Promise.all([1, 2].map(() => auth.send('POST /signup', twin)))
  auth.value(
    'two equal sign-ups at once: one succeeds',
    twins.filter(({ status }) => status === 200).length,
  )
  await auth.rows(
    'two equal sign-ups at once: one user',
    auth.sql`select count(*)::int from auth.users where email = 'twin@example.com'`,
  )
}

async function showRows(auth: AuthServer, email: string): Promise<void> {
  const { sql } = auth
  const mine = sql`(select id from auth.users where email = ${email})`
  await auth.rows('rows of a sign-up: users', sql`select * from auth.users where id = ${mine}`)
  await auth.rows(
    'rows of a sign-up: identities',
    sql`select * from auth.identities where user_id = ${mine}`,
  )
  await auth.rows(
    'rows of a sign-up: sessions',
    sql`select id, user_id, created_at, updated_at, factor_id, aal, not_after, refreshed_at, tag
      from auth.sessions where user_id = ${mine}`,
  )
  await auth.rows(
    'rows of a sign-up: refresh_tokens',
    sql`select instance_id, user_id, revoked, created_at, updated_at, parent, session_id
      from auth.refresh_tokens where user_id = ${mine}::text`,
  )
  await auth.rows(
    'rows of a sign-up: mfa_amr_claims',
    sql`select c.* from auth.mfa_amr_claims c join auth.sessions s on s.id = c.session_id
      where s.user_id = ${mine}`,
  )
  await auth.rows(
    'rows of a sign-up: audit_log_entries',
    sql`select instance_id, payload ->> 'action' as action, payload ->> 'actor_username' as actor,
        created_at, ip_address <> '' as has_address
      from auth.audit_log_entries where payload ->> 'actor_id' = ${mine}::text
      order by payload ->> 'action'`,
  )
}

/** Sign-up while an address needs a confirmation. */
export async function confirmedSignUp(auth: AuthServer): Promise<void> {
  const cleo = { email: 'cleo@example.com', password, data: { colour: 'blue' } }
  const call = (name: string, body: unknown) => auth.call(name, 'POST /signup', { body })
  await call('confirm e-mail: sign-up of a new address', cleo)
  const first = await auth.mail('cleo')
  auth.value('confirm e-mail: link of the mail', first.mail.links)
  await auth.rows(
    'confirm e-mail: rows of users',
    auth.sql`select email_confirmed_at, confirmation_token, confirmation_sent_at, confirmed_at,
        raw_user_meta_data, last_sign_in_at
      from auth.users where email = 'cleo@example.com'`,
  )
  await auth.call('confirm e-mail: sign-in before the confirmation', TOKEN, {
    body: { email: 'cleo@example.com', password },
  })
  await call('confirm e-mail: sign-up of an unconfirmed address with another password', {
    ...cleo,
    password: 'password-2',
    data: { colour: 'red' },
  })
  await call('confirm e-mail: sign-up of an unconfirmed address that the hook would refuse', {
    ...cleo,
    data: { hook_refuses: true },
  })
  await auth.call('confirm e-mail: the first code after a second mail', 'POST /verify', {
    body: { type: 'signup', email: 'cleo@example.com', token: first.code },
  })
  const { code } = await auth.mail('cleo')
  await auth.call('confirm e-mail: a wrong code', 'POST /verify', {
    body: { type: 'signup', email: 'cleo@example.com', token: code === '000000' ? '1' : '000000' },
  })
  await auth.call('confirm e-mail: the code', 'POST /verify', {
    body: { type: 'signup', email: 'cleo@example.com', token: code },
  })
  await auth.call('confirm e-mail: sign-in with the first password', TOKEN, {
    body: { email: 'cleo@example.com', password },
  })
  await auth.call('confirm e-mail: sign-in with the password of the second sign-up', TOKEN, {
    body: { email: 'cleo@example.com', password: 'password-2' },
  })
  await call('confirm e-mail: sign-up of a confirmed address', cleo)
  await call('confirm e-mail: sign-up of a confirmed address that the hook would refuse', {
    ...cleo,
    data: { hook_refuses: true },
  })

  await auth.signUp('dora')
  const dora = await auth.mail('dora')
  await auth.call('confirm e-mail: HEAD of the link', `HEAD ${dora.link}`)
  await auth.call('confirm e-mail: GET of the link', `GET ${dora.link}`)
  await auth.call('confirm e-mail: second GET of the link', `GET ${dora.link}`)
  await auth.signUp('edna')
  await auth.call('confirm e-mail: the hash of the link by POST', 'POST /verify', {
    body: { type: 'signup', token_hash: (await auth.mail('edna')).hash },
  })

  await auth.signUp('fay')
  const resend = (name: string, body: unknown) => auth.call(name, 'POST /resend', { body })
  await resend('resend to an unconfirmed address', { type: 'signup', email: 'fay@example.com' })
  await resend('resend to a confirmed address', { type: 'signup', email: 'dora@example.com' })
  await resend('resend to an unknown address', { type: 'signup', email: 'zoe@example.com' })
  await resend('resend without a type', { email: 'fay@example.com' })
  await resend('resend of a recovery', { type: 'recovery', email: 'fay@example.com' })
  await auth.call('recovery of an unconfirmed address', 'POST /recover', {
    body: { email: 'fay@example.com' },
  })
}

/** Sign-up while the project refuses it. */
export async function refusedSignUp(auth: AuthServer): Promise<void> {
  await auth.call('sign-up while nobody may sign up', 'POST /signup', {
    body: { email: 'gil@example.com', password },
  })
  await auth.call('anonymous sign-in while it is off', 'POST /signup', { body: {} })
  await auth.call('code for an unknown address while nobody may sign up', 'POST /otp', {
    body: { email: 'gil@example.com' },
  })
  await auth.call('enrolment of a second factor without a token', 'POST /factors', {
    body: { factor_type: 'totp' },
  })
}

/** Sign-up and sign-in while the provider of e-mail addresses is off. */
export async function withoutEmail(auth: AuthServer): Promise<void> {
  const body = { email: 'ada@example.com', password }
  await auth.call('sign-up while the provider is off', 'POST /signup', { body })
  await auth.call('sign-in while the provider is off', TOKEN, { body })
  await auth.call('recovery while the provider is off', 'POST /recover', { body })
}

const TOKEN = 'POST /token?grant_type=password'
